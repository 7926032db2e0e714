"""Clean Hands in trouble: killed, stopped, without database, without room, with a wrong clock.

    python -m tests.chaos --seed 7 --minutes 10

Real processes over real databases, writers that file by HTTP and note what was acknowledged, a
marketplace that carries orders out, a receiver of webhooks and followers of events, and at the end
counts of what became of it.
"""
