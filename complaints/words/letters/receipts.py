"""The receipt of what a seller sent: all of it, word for word, for its page and for its letter.

What it gave of itself in confidence is left out of the letter, which passes through others' hands.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from complaints.words import Fact, Listed, Message
from complaints.words import message as _
from complaints.words.days import at
from complaints.words.letters import Letter


@dataclass(frozen=True, slots=True)
class ReceiptRow:
    """One thing that was sent: its heading and its parts. `sealed`: read back before it is sent,
    and repeated nowhere afterwards."""

    label: Message
    values: tuple[Fact, ...]
    sealed: bool = False


@dataclass(frozen=True, slots=True)
class What:
    """What was sent: the receipt's subject, what happens next, what is read before it is sent."""

    subject: Message
    next: Message
    before: Message


ANSWER: Final = What(
    _("Complaint %(reference)s: we have your answer"),
    _("Our staff read your answer before they decide, and write to you."),
    _("You cannot change or take back your answer once it is sent."),
)
TAKING_BACK: Final = What(
    _("Complaint %(reference)s: you took your answer back"),
    _("The complainant does not get your address. Our staff decide on what you wrote."),
    _(
        "Once you have taken it back, your listing does not come back by itself, and this answer "
        "cannot become a counter-notice again."
    ),
)
LAST_WORD: Final = What(
    ANSWER.subject,
    _("Our staff now decide based on everything that both sides have said, and write to you."),
    ANSWER.before,
)
APPEAL: Final = What(
    _("Complaint %(reference)s: we have your appeal"),
    _("A different person decides your appeal, and we write to you."),
    _("You can appeal once for each listing, and you cannot change the appeal once it is sent."),
)
REPORT: Final = What(
    _("Complaint %(reference)s: we have your report"),
    _("Our staff read your report. The complainant does not see it."),
    _("You cannot change or take back your report once it is sent."),
)
NOTICE: Final = What(
    _("Complaint %(reference)s: we have your notice"),
    _("Our staff look at the document about it, and write to you."),
    _("You cannot change or take back your notice once it is sent."),
)


def given(label: Message, *values: Fact | None, sealed: bool = False) -> list[ReceiptRow]:
    """Return the row of a field, none where it was left empty."""
    there = tuple(value for value in values if value not in (None, ""))
    return [ReceiptRow(label, there, sealed)] if there else []


def sent_by_seller(
    reference: str, what: What, rows: Sequence[ReceiptRow], *, sent_at: datetime
) -> Letter:
    """Return the receipt for a seller of what it sent about a complaint."""
    kept_back = [row.label for row in rows if row.sealed]
    sealed = _("Stored encrypted, and not repeated here: %(fields)s.", fields=Listed(kept_back))
    return Letter(
        Message(what.subject.text, {"reference": reference}),
        (
            _("You sent us this on %(at)s, through the link in our letter.", at=at(sent_at)),
            *(_row(row) for row in rows if not row.sealed),
            *([sealed] if kept_back else []),
        ),
        means=(what.next,),
        can=(
            _(
                "Keep this letter. If you did not send this, tell the marketplace at once: "
                "somebody else has your link and your code."
            ),
        ),
    )


def _row(row: ReceiptRow) -> Message:
    """Return one paragraph: the heading, and each part on a line of its own."""
    facts: dict[str, Fact] = {f"part_{number}": part for number, part in enumerate(row.values)}
    lines = "\n".join(f"%({name})s" for name in facts)
    return Message(f"%(label)s\n{lines}", {"label": row.label, **facts})
