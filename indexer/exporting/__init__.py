"""Answers to hand on: tables as CSV and Excel, a brief as a Word file, citations. Pages and
commands give the same files.
"""
