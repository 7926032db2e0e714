"""The partner's door: JSON under /api/v1. A door parses, opens the transaction and renders."""

from complaints.api import keys

BLUEPRINTS = (keys.blp,)
