"""Papers as files: the type of an upload by its content, its preview, its likeness to others.

Pure functions over bytes, without database, account or request. An upload is untrusted: nothing in
it is run, and what it claims of itself is checked against its content.
"""
