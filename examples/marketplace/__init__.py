"""A small marketplace that is connected to Clean Hands; see README.md."""
