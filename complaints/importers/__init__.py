"""Doors for files: histories of other systems come in here, as interchange lines."""
