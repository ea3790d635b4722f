"""Node types of the face family."""
