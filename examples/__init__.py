"""Small real programs that use Clean Hands from outside; tests run them."""
