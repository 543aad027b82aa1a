"""Corrections by people."""
