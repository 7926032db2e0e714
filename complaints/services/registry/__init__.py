"""The register of everything that complaints name: filers, rights, stores, listings, papers.

Get-or-create, set-wise, for histories (batches of hundreds of lines) and intake (one complaint
with up to 300 targets) alike. Ground of the services: calls none of them, writes no ledger, and
never touches a complaint, a claim or a state.
"""

from complaints.services.registry.aims import Aim, aim_at, place_of_aim
from complaints.services.registry.filers import Marks
from complaints.services.registry.keys import event_digest
from complaints.services.registry.registry import Registry
from complaints.services.registry.rights import KnownRight, Stated
from complaints.services.registry.targets import (
    KnownTarget,
    claim_columns,
    ensure_marketplaces,
    law_on,
)

__all__ = [
    "Aim",
    "KnownRight",
    "KnownTarget",
    "Marks",
    "Registry",
    "Stated",
    "aim_at",
    "claim_columns",
    "ensure_marketplaces",
    "event_digest",
    "law_on",
    "place_of_aim",
]
