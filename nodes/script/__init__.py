"""What everyone does and says."""
