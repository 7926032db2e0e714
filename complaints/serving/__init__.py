"""The server of `cleanhands run`: waitress, with bounds on what a slow or greedy client may hold.

Waitress reads requests and sends answers in one loop, and calls the application in a few threads,
so that a slow client holds no thread. Here it is told whom to drop: who is slower than a pace, and,
where connections or memory run out, whoever holds the most (docs/adr/0024-server.md).
"""
