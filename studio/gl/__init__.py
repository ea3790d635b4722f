"""Headless OpenGL drawing; the context is always an argument."""
