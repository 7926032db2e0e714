"""Letters about decisions: one to each side for each decision, with all that they can say."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any

from complaints.rules.decisions.reasons import REASONS
from complaints.rules.decisions.statements import Decision
from complaints.words.days import end_of
from complaints.words.letters import Letter
from complaints.words.letters.decisions import NOTICES, decided
from complaints.words.letters.listings import Now
from complaints.words.letters.reasons import Accused, Reasons
from complaints.words.letters.redress import Way

DAY = datetime(2026, 3, 5, 7, 9, tzinfo=UTC)
LAST = end_of(date(2026, 9, 7), "Europe/Berlin")
SOON = end_of(DAY.date(), "America/New_York")
URL = "https://1.example/2"
ELSEWHERE = (Way("dispute_body", "DSA Art. 21"), Way("court", ""))
APPEAL = Way("internal_complaint", "DSA Art. 20(1)", LAST)
# What each side can do, where a decision went against it.
WAYS = {
    "seller": (Way("answer", "our rules", SOON), APPEAL, *ELSEWHERE),
    "filer": (APPEAL, *ELSEWHERE, Way("authority", ""), Way("tell_of_suit", "")),
}
DOES = {
    "take_down": "removed", "stand": "stays_removed", "reinstate": "restored",
    "restore": "restored", "overturn": "restored",
}  # fmt: skip


def reasons(**given: Any) -> Reasons:
    """Return what a takedown says to the seller, with what is given changed."""
    facts: dict[str, Any] = {
        "side": "seller", "decision": "take_down", "restriction": "removed", "reference": "Å-7",
        "filed_at": DAY, "decided_at": DAY, "listings": [Accused(URL, Now(by_this=True))],
        "reason": REASONS[0].words, "note": "Å8.", "basis": "trademark",
        "right": "Å5, 123", "country": "DE", "on_law": True, "notifier": "Å1",
        "notice": [NOTICES["dmca"], NOTICES["dsa"]], "answer": ("Å6.", DAY), "territory": ["EU"],
        "automated": False, "ways": WAYS["seller"], "page": "https://3.example/4", **given,
    }  # fmt: skip
    return Reasons(**facts)


def letters() -> Iterator[tuple[str, Letter]]:
    """Yield each letter with its name."""
    for decision in Decision:
        for side in ("filer", "seller"):
            does = DOES.get(decision, "none")
            is_against = (does in ("removed", "stays_removed")) is (side == "seller")
            said = reasons(
                side=side, decision=str(decision), restriction=does,
                automated=decision == "restore",
                listings=[
                    Accused(URL, Now(complaints=("Å-9",), another=True, for_filer=side == "filer")),
                    Accused(f"{URL}/3", Now()),
                ],
                ways=WAYS[side] if is_against else (),
            )  # fmt: skip
            yield f"decided_{decision}_{side}", decided(said)
    terms: dict[str, Any] = {"basis": "other", "on_law": False, "notifier": None, "notice": []}
    yield "decided_terms", decided(reasons(**terms, territory=[], answer=None, note=None))
    yield (
        "decided_terms_filer",
        decided(reasons(**terms, side="filer", decision="reject", restriction="none")),
    )
    for law in ("17 U.S.C. 512(g)(3)", "E-Commerce Law Art. 43", "our rules"):
        for until in (None, SOON):
            name = f"decided_answer_{law[:2]}_{until is None}"
            yield name, decided(reasons(ways=[Way("answer", law, until)]))
    yield "decided_until", decided(reasons(until=SOON))
    yield (
        "decided_not_processed_until",
        decided(reasons(side="filer", decision="not_processed", restriction="none", until=SOON)),
    )
    yield "decided_result", decided(reasons(decision="overturn", result_of="Å2"))
    held = [Accused(URL, Now(complaints=("Å-9", "Å-8")))] * 2
    yield "decided_held", decided(reasons(decision="reinstate", restriction="restored", ways=(),
                                          listings=held))  # fmt: skip
