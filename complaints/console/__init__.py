"""Pages for the platform's staff: queue, cases, flags, boycotts, figures."""

from complaints.console import (
    boycotts,
    claims,
    complaints,
    dashboard,
    filers,
    flags,
    ledger,
    letters,
    people,
    policy,
    queue,
    replies,
    samples,
    stores,
)

BLUEPRINTS = (
    queue.pages,
    complaints.pages,
    claims.pages,
    replies.pages,
    stores.pages,
    filers.pages,
    dashboard.pages,
    ledger.pages,
    policy.pages,
    flags.pages,
    boycotts.pages,
    samples.pages,
    letters.pages,
    people.pages,
)
