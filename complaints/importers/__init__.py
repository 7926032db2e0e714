"""Doors for files: they import histories of other systems, as interchange lines."""
