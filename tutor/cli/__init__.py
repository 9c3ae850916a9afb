"""The command line: reports, line mode, and the way into the terminal program."""
