"""Nodes for what is heard."""
