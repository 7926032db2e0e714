"""What leaves the house: where events are sent."""
