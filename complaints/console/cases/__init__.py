"""Cases: flags, rings, boycotts, joinings, matches, holds, suspensions of stores."""
