"""Both engines give the same: run with `make test-spark`, in an environment of its own."""
