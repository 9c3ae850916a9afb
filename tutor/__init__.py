"""A terminal tutor for US medical coding and billing certification."""

__version__ = "0.1.0"
