"""The command line: one module a command, :mod:`studio.cli.entry` begins."""
