"""Answers and results as files for other programs; what may be in them is decided here, once."""
