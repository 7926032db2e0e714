"""Pages for the platform's staff: queue, cases, flags, boycotts, figures."""

from complaints.console import people, queue

BLUEPRINTS = (queue.pages, people.pages)
