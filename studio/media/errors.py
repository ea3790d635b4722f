"""Errors that are told to the artist in one line."""

from __future__ import annotations


class VivantError(Exception):
    """Something went wrong that the artist can read about: what happened and what to do, in one line."""


class BadInput(VivantError):
    """A file, a project or an argument that cannot be used. Exit code 2 on the command line."""


class Cancelled(Exception):
    """The artist stopped the work. Not an error."""


class OutOfMemory(VivantError):
    """More memory was wanted than there is; the message names the bytes wanted and free."""
