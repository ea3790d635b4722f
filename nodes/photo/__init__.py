"""Node types of the photo family."""
