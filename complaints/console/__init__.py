"""Pages for the platform's staff: queue, cases, flags, boycotts, figures."""

from complaints.console import claims, complaints, filers, people, queue, stores

BLUEPRINTS = (
    queue.pages,
    complaints.pages,
    claims.pages,
    stores.pages,
    filers.pages,
    people.pages,
)
