"""Backups: taken while the service works, put back whole or not at all."""
