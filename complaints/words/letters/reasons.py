"""What a letter about a decision is made of: the facts of a statement of reasons, to one side."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from complaints.words import Fact, Message
from complaints.words.letters.listings import Now
from complaints.words.letters.redress import Way


@dataclass(frozen=True, slots=True)
class Accused:
    """A listing that a decision is about, and how it stands after the decision."""

    address: str
    now: Now


@dataclass(frozen=True, slots=True)
class Reasons:
    """What a statement says, to one side; codes are those of `rules/decisions/statements.py`.

    `notifier` is None where it is not named. `on_law` says whether the ground is a law, else our
    terms; `article` by which one a notice is acted on or a listing comes back; `country` is whose
    law it is, where that is one country's; `is_outside` says that the right does not hold where the
    listing is offered, as far as is known. `notice` are the laws under which the notice came.
    `answer` is what the seller said, in short, and when. `territory` are codes of countries, none:
    everywhere. `page` is where a filer goes on. `until` says when it ends by itself; `result_of` is
    the court or body whose result this carries out.
    """

    side: str
    decision: str
    restriction: str
    reference: str
    filed_at: datetime
    decided_at: datetime
    listings: Sequence[Accused]
    reason: Message | str
    note: str | None
    basis: str
    right: Fact
    country: str | None
    on_law: bool
    notifier: str | None
    notice: Sequence[Message]
    answer: tuple[Message | str, datetime] | None
    territory: Sequence[str]
    automated: bool
    ways: Sequence[Way]
    page: str
    until: Message | None = None
    result_of: str | None = None
    article: str = ""
    is_outside: bool = False

    @property
    def is_down(self) -> bool:
        return self.restriction in ("removed", "stays_removed")

    @property
    def is_decided(self) -> bool:
        """Whether it says if the complaint is right. A decision that stands said so before."""
        is_open = self.decision in ("lapse", "gone", "discard", "not_processed", "restore")
        return not is_open and (self.decision != "uphold" or self.is_down)
