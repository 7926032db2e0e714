"""Doors for files: the record goes out here, in formats that others read."""
