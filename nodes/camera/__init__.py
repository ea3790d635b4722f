"""Node types of the camera family."""
