"""Cases against filers and stores: flags, rings, boycotts, joinings, matches, holds, suspensions."""
