"""Engines behind the few lines that `judging.Engine` asks for."""
