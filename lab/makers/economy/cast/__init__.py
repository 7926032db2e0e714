"""Who takes part: ordinary filers, innocents whom a hasty rule would accuse, and abusers."""
