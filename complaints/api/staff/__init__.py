"""How staff share the work: the queue, who has what in hand, notes, the search."""
