"""Node types of the people family."""
