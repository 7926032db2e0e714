"""The answer of a seller who is made up, with all that any law asks for: of the demo, and of a test
instance."""

from __future__ import annotations

from collections.abc import Collection

from complaints.rules.sellers.completeness import FactKind, NumberedFact
from complaints.rules.sellers.counter_notices import Answer, Ground, SellerContact

# The number of a business in China's register that is none: no province has 99.
A_BUSINESS = "91990000MA00000008"


def made_up_answer(declarations: Collection[str]) -> Answer:
    """Return an answer that fits every kind of right; `declarations` are the texts to agree to."""
    return Answer(
        ground=Ground.LICENCE,
        statement="The owner's agent gave us permission in writing.",
        seller=SellerContact(
            "Corner Shop", "seller@example.com", "+1 212 555 0142", "12 Canal Street, New York",
            A_BUSINESS,
        ),
        party="Harbour Licensing",
        reference="L-2041",
        facts=(
            NumberedFact(FactKind.LICENCE, "HL-2026-2041"),
            NumberedFact(FactKind.INVOICE, "INV-2026-0714"),
        ),
        declarations=frozenset(declarations),
    )  # fmt: skip
