"""Pages for the platform's staff: queue, cases, flags, boycotts, figures."""

from complaints.console import (
    claims,
    complaints,
    dashboard,
    filers,
    ledger,
    people,
    policy,
    queue,
    stores,
)

BLUEPRINTS = (
    queue.pages,
    complaints.pages,
    claims.pages,
    stores.pages,
    filers.pages,
    dashboard.pages,
    ledger.pages,
    policy.pages,
    people.pages,
)
