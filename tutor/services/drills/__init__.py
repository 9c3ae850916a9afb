"""Drills: questions whose key is computed from the official data, endless and reproducible."""
