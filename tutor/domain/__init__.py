"""The rules of the field and of learning, as plain values and pure functions.

Nothing here reads a clock, a file, a database or a terminal.
"""
