"""What leaves the house: events, for whoever follows from outside."""
