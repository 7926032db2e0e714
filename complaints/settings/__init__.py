"""What the operator sets: the environment, key files, the address of the mail server."""
