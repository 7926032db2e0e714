"""Letters about suits and the like: that one was notified, and what its end means."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from complaints.words import Fact, Message
from complaints.words import message as _
from complaints.words.labels import label
from complaints.words.letters import Letter

SHOWN: Final = 5
STOPPED: Final = {
    "dmca": _(
        "The listing stays down until it ends: by 17 U.S.C. 512(g)(2)(C) the time after which it "
        "would have come back runs no longer."
    ),
    "ecl": _(
        "The listing stays down until it ends: by Art. 43 of the E-Commerce Law of China the time "
        "after which it would have come back runs no longer."
    ),
}
TOO_LATE: Final = _(
    "The listing is not down by this complaint, and the notice alone does not take it down. A "
    "decision of the court or the authority does: we carry it out once we have its paper."
)
NOTHING_YET: Final = _(
    "For the listing nothing changes now. How it ends counts: we carry out what a court or an "
    "authority decides."
)
OUTCOMES: Final = {
    "removed": _("the listing is down"),
    "rejected": _("the listing stays"),
    "reinstated": _("the listing comes back, unless another complaint holds it down"),
    "countered": _("the listing stays down for now"),
    "received": _("the complaint waits for our decision"),
}
CLOSED: Final = _("the claim is closed, and nothing changes for the listing")


@dataclass(frozen=True, slots=True)
class About:
    """What a letter is about, and who reads it. `teller` and `reader` are filer or seller; `page`
    is where a filer reads it and answers, None for a seller, whose link ends the letter."""

    reference: str
    listings: Sequence[str]
    forum: str
    name: str
    teller: str
    reader: str
    page: str | None

    @property
    def is_own(self) -> bool:
        return self.teller == self.reader


def noted(about: About, meaning: str, *, regime: str | None) -> Letter:
    """Tell a side that a suit or the like was notified, what that means, and what is asked."""
    subject = _(
        "Complaint %(reference)s: %(forum)s, %(name)s",
        reference=about.reference,
        forum=label("forum", about.forum),
        name=about.name,
    )
    said = {"stopped": STOPPED.get(regime or "", NOTHING_YET), "too_late": TOO_LATE}
    ask = _(
        "Please send us its paper: the complaint as it was filed, or the receipt for it. Your "
        "notice counts from today, but until the paper is here staff see that it lacks. Tell us "
        "there too how it ends."
    )
    tell = _(
        "You need not do anything with us. If you hold that this is not so, or once it has ended, "
        "tell us there and send us the paper."
    )
    return Letter(
        subject,
        (
            _opening(about),
            said.get(meaning, NOTHING_YET),
            ask if about.is_own else tell,
            *_where(about),
        ),
    )


def ended(
    about: About,
    *,
    result: str,
    done: str,
    reasons: str | None,
    states: Sequence[str],
    back_at: datetime | None,
) -> Letter:
    """Tell a side how it ended and what it means: carried out, declined with reasons, or nothing to
    do. `states` are the claims' now; `back_at` is when a clock that runs on brings a listing back.
    """
    how = label("proceeding_result", result)
    subject = _(
        "Complaint %(reference)s: it ended at %(name)s – %(how)s",
        reference=about.reference,
        name=about.name,
        how=how,
    )
    opening = _(
        "What went on at %(name)s (%(forum)s) about complaint %(reference)s has ended: %(how)s. It "
        "is about %(listings)s.",
        name=about.name,
        forum=label("forum", about.forum),
        reference=about.reference,
        how=how,
        listings=_some(about.listings),
    )
    return Letter(
        subject,
        (opening, *_became(done, reasons, states, back_at), _redress(done), *_where(about)),
    )


def _opening(about: About) -> Message:
    facts: dict[str, Fact] = {
        "reference": about.reference,
        "forum": label("forum", about.forum),
        "name": about.name,
        "listings": _some(about.listings),
    }
    if about.is_own:
        return _(
            "You told us that complaint %(reference)s about %(listings)s is before %(name)s "
            "(%(forum)s).",
            **facts,
        )
    if about.teller == "filer":
        return _(
            "The complainant told us that complaint %(reference)s about %(listings)s is before "
            "%(name)s (%(forum)s).",
            **facts,
        )
    return _(
        "The seller told us that complaint %(reference)s about %(listings)s is before %(name)s "
        "(%(forum)s).",
        **facts,
    )


def _became(
    done: str, reasons: str | None, states: Sequence[str], back_at: datetime | None
) -> tuple[Message, ...]:
    if done == "declined":
        return (
            _(
                "This result does not bind us, and we do not carry it out. Our reasons: "
                "%(reasons)s",
                reasons=reasons or "",
            ),
        )
    outcomes = [OUTCOMES.get(state, CLOSED) for state in dict.fromkeys(states)]
    said = tuple(_("What it means: %(outcome)s.", outcome=outcome) for outcome in outcomes)
    if back_at is None:
        return said
    return (
        *said,
        _(
            "The law's time runs on from the day on which the counter-notice came: the listing "
            "comes back at %(at)s, unless another suit is notified before.",
            at=back_at,
        ),
    )


def _redress(done: str) -> Message:
    if done == "declined":
        return _(
            "If you disagree you can go to a court. Whatever it decides we carry out: send us its "
            "paper."
        )
    return _(
        "If you disagree with the decision, take it to the court or the body that is over it, "
        "within the time that it names. Whatever is decided then we carry out: send us its paper."
    )


def _where(about: About) -> tuple[Message, ...]:
    if about.page is None:
        return ()
    return (_("Read it and write to us there, signed in:\n%(page)s", page=about.page),)


def _some(items: Sequence[str]) -> str:
    return ", ".join(items[:SHOWN]) + (" …" if len(items) > SHOWN else "")
