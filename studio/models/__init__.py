"""The shelf of model weights, with its memory arbitration."""
