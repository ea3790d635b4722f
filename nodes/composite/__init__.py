"""Node types of the composite family."""
