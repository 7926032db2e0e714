"""What law a claim is under, and what runs out by it: regimes, calendars, clocks, suits."""
