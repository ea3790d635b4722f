"""Node types of the motion family."""
