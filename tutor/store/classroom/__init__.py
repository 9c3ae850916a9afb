"""The part of the store that keeps classes."""
