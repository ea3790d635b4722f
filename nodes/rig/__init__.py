"""Node types of the rig family."""
