"""Papers as files: what an upload is by its content, how it looks, what it resembles.

Pure functions over bytes: they know no database, no account and no request. What comes in is a
stranger's; nothing of it is run, and nothing is believed but what was read.
"""
