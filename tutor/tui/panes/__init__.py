"""Panes of the place Progress, one a file."""
