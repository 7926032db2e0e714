"""Letters about suits and the like: that one was notified, and what its end means."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from complaints.words import Fact, Message
from complaints.words import message as _
from complaints.words.labels import label
from complaints.words.letters import Letter
from complaints.words.letters.outcomes import true_of
from complaints.words.letters.pages import act_on, some
from complaints.words.letters.reasons import Accused

STOPPED: Final = {
    "dmca": _(
        "The listing stays down until the case ends: by 17 U.S.C. 512(g)(2)(C) the time after "
        "which it would have come back has stopped."
    ),
    "ecl": _(
        "The listing stays down until the case ends: by Art. 43 of the E-Commerce Law of China the "
        "time after which it would have come back has stopped."
    ),
}
TOO_LATE: Final = _(
    "The listing is not off sale because of this complaint, and we do not take it down just "
    "because there is a case. If the court or the authority decides that it must go, we take it "
    "down once we have the decision."
)
NOTHING_YET: Final = _(
    "For the listing nothing changes now. We carry out what a court or an authority decides in the "
    "end."
)


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
        "Complaint %(reference)s is now before %(name)s (%(forum)s)",
        reference=about.reference,
        forum=label("forum", about.forum),
        name=about.name,
    )
    said = {"stopped": STOPPED.get(regime or "", NOTHING_YET), "too_late": TOO_LATE}
    ask = _(
        "Send us a document that shows it: the complaint as it was filed, or the receipt for it. "
        "Until we have it, our staff see that it is missing. Also tell us how the case ends."
    )
    tell = _(
        "If this is not true, or once the case has ended, tell us and send us the document. "
        "You do not have to do anything else here. In the case itself, keep to the deadlines "
        "that you are given there."
    )
    why = (
        _(
            "Your notice counts from the day on which we received it. You do not have to prove it "
            "first."
        )
        if about.is_own
        else _("We tell both sides what we are told about a case.")
    )
    return Letter(
        subject,
        (_opening(about),),
        why=(why,),
        means=(said.get(meaning, NOTHING_YET),),
        can=(ask if about.is_own else tell,),
        where=_where(about),
    )


def ended(
    about: About,
    *,
    result: str,
    done: str,
    reasons: str | None,
    now: Sequence[Accused],
    back: Message | None,
) -> Letter:
    """Tell a side how it ended and what it means: carried out, declined with reasons, or nothing to
    do. `now` is how the listings stand; `back` is when a clock that runs on brings one back.
    """
    how = label("proceeding_result", result)
    subject = _(
        "Complaint %(reference)s: the case at %(name)s has ended – %(how)s",
        reference=about.reference,
        name=about.name,
        how=how,
    )
    opening = _(
        "The case at %(name)s (%(forum)s) about complaint %(reference)s has ended: %(how)s. It is "
        "about %(listings)s.",
        name=about.name,
        forum=label("forum", about.forum),
        reference=about.reference,
        how=how,
        listings=some(about.listings),
    )
    return Letter(
        subject,
        (opening,),
        why=(_because(done, reasons),),
        means=tuple(_means(now, back)),
        can=(_redress(done),),
        where=_where(about),
    )


def _opening(about: About) -> Message:
    facts: dict[str, Fact] = {
        "reference": about.reference,
        "forum": label("forum", about.forum),
        "name": about.name,
        "listings": some(about.listings),
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


def _because(done: str, reasons: str | None) -> Message:
    if done == "declined":
        return _(
            "This result does not bind us, and we do not carry it out. Our reasons: %(reasons)s",
            reasons=reasons or "",
        )
    if done == "carried_out":
        return _("This result binds us, and we have carried it out.")
    return _("This result does not require us to do anything more.")


def _means(now: Sequence[Accused], back: Message | None) -> Iterator[Message]:
    yield from true_of(now)
    if back is not None:
        yield _(
            "The time that the law sets counts from the day on which the counter-notice came. The "
            "listing comes back on sale after %(day)s, unless we are told of another court case "
            "before then.",
            day=back,
        )


def _redress(done: str) -> Message:
    if done == "declined":
        return _(
            "If you disagree, you can go to court. We carry out what the court decides: send us "
            "its decision."
        )
    return _(
        "If you disagree with the result, appeal to the next court or body by the deadline named "
        "in the result. Send us the new decision, and we carry it out."
    )


def _where(about: About) -> tuple[Message, ...]:
    if about.page is None:
        return ()
    return (act_on(about.page),)
