"""Node types of the video family."""
