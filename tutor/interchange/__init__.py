"""Files that come from other programs, or go to them; a library is imported when it is used."""
