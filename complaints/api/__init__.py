"""The partner's door: JSON under /api/v1. A door parses, opens the transaction and renders."""

from complaints.api import (
    appeals,
    authorizations,
    boycotts,
    claims,
    complaints,
    drafts,
    filers,
    flags,
    keys,
    ledger,
    letters,
    questions,
    rights,
    scans,
    standing,
    targets,
)

BLUEPRINTS = (
    keys.blp,
    rights.blp,
    authorizations.blp,
    targets.blp,
    questions.blp,
    drafts.blp,
    complaints.blp,
    claims.blp,
    appeals.blp,
    filers.blp,
    standing.blp,
    flags.blp,
    boycotts.blp,
    scans.blp,
    letters.blp,
    ledger.blp,
)
