"""The official code sets."""
