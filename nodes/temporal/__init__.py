"""Node types of the temporal family."""
