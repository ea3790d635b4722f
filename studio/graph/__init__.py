"""The graph as an immutable value; edits, undo, differences, curves, the project file."""
