"""How claims ended: a view in, log-odds of claims and records against peers out."""
