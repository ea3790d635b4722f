"""Node types of the depth family."""
