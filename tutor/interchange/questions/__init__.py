"""Questions of other programs: each format's reader and writer, and the register of formats.

A reader makes a `ForeignBank` of bytes, a writer makes `Written` of `ForeignItem`s; neither opens
a file, and neither knows banks, schemas or the database.
"""
