"""The partner's door: JSON under /api/v1. A door parses, opens the transaction and renders."""

from complaints.api import appeals, authorizations, claims, complaints, filers, keys, rights

BLUEPRINTS = (
    keys.blp,
    rights.blp,
    authorizations.blp,
    complaints.blp,
    claims.blp,
    appeals.blp,
    filers.blp,
)
