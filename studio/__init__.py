"""Vivant: one still picture with several people in, a moving multi-character shot out, every step a node."""

__version__ = "0.1.0"
