"""Accounts and persons, how they come in, and who counts as one."""
