"""Node types of the scene family."""
