"""Cases against filers: flags, rings, boycotts, joinings, matches, holds."""
