"""Formats of other programs; each library is imported when its format is used."""
