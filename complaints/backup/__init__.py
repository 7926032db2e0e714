"""Backups: the whole state of a service but its keys, taken while it runs, and put back.

A backup is a folder or a tar of parts, and a manifest that names them all and is written last. Rows
are kept as JSON lines, alike for both databases; documents as they are stored, sealed.
"""
