"""Pages for the platform's staff: queue, cases, flags, boycotts, figures."""

from complaints.console import queue

BLUEPRINTS = (queue.pages,)
