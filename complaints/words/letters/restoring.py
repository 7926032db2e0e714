"""Letters about counter-notices and about listings that a law's clock brings back: what happened,
why, what it means for the listing, what the reader can do, by when and on which page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from complaints.words import Fact, Message, counted
from complaints.words import message as _
from complaints.words.letters import Letter, Paragraph

# Where the day ends that a letter names.
ZONES: Final[Mapping[str, Message | str]] = {
    "": "UTC",
    "US": _("US Eastern time"),
    "CN": _("Beijing time"),
}
ELSEWHERE: Final = _("the marketplace's time")
SHOWN: Final = 5


@dataclass(frozen=True, slots=True)
class Answered:
    """A claim that a seller answered, and what runs now. `kind` is the clock's: restore, wait,
    reply or none; `back` the day on which the listing comes back, `by` the last day to speak."""

    claim_id: int
    listing: str
    page: str
    kind: str = ""
    calendar: str = ""
    back: date | None = None
    by: date | None = None
    reaches_later: bool = False


def countered(claims: Sequence[Answered], *, grounds: Message | str) -> Letter:
    """Forward the seller's answer to the filer, without the seller's contact, and say what follows
    from it and by when the filer can do something about it."""
    subject = counted(
        "The seller answered claim %(claims)s",
        "The seller answered claims %(claims)s",
        len(claims),
        claims=_some([str(each.claim_id) for each in claims]),
    )
    opening = _(
        "About %(listings)s, the seller says: %(grounds)s Read the whole answer here: %(page)s",
        listings=_some([each.listing for each in claims]),
        grounds=grounds,
        page=claims[0].page,
    )
    alike: dict[tuple[object, ...], list[Answered]] = {}
    for each in claims:
        alike.setdefault((each.kind, each.calendar, each.back, each.reaches_later), []).append(each)
    after = [part for group in alike.values() for part in _what_follows(group)]
    last = _("If your claim was an error, withdraw it on the same page.")
    named = "\n".join(f"- {each.claim_id}: {each.listing}" for each in claims)
    return Letter(subject, (opening, *after, last, *([named] if len(claims) > 1 else [])))


def _what_follows(group: Sequence[Answered]) -> list[Paragraph]:
    first = group[0]
    facts: dict[str, Fact] = {
        "listings": _some([each.listing for each in group]),
        "zone": ZONES.get(first.calendar, ELSEWHERE),
        "page": first.page,
    }
    if first.kind == "restore" and first.back and first.by:
        return [
            _(
                "This is a counter-notice under 17 U.S.C. 512(g). %(listings)s: we bring it back "
                "on %(back)s unless we hear before that of an action for a court order to restrain "
                "the seller, or of a claim against the seller before the Copyright Claims Board "
                "(17 U.S.C. 1507(d)).",
                back=first.back,
                **facts,
            ),
            _(
                "Tell us by the end of %(by)s (%(zone)s), on this page: %(page)s. Name the court "
                "or the Board and the number of the case. Your word counts as it arrives; we ask "
                "for the paper afterwards.",
                by=first.by,
                **facts,
            ),
        ]
    if first.kind == "wait" and first.back and first.by:
        return [_declared(first, facts), _tell_of_complaint(first, facts)]
    if first.kind == "reply" and first.by:
        return [
            _(
                "%(listings)s: nothing changes yet. You can reply to the seller by the end of "
                "%(by)s (%(zone)s), on this page: %(page)s. If you say nothing until then, staff "
                "decide on the seller's answer alone.",
                by=first.by,
                **facts,
            )
        ]
    return [
        _(
            "%(listings)s: nothing changes yet. Staff decide with the seller's answer before "
            "them. If you want to reply, do it soon, on this page: %(page)s",
            **facts,
        )
    ]


def _declared(first: Answered, facts: Mapping[str, Fact]) -> Message:
    if first.reaches_later:
        return _(
            "This is a declaration under Art. 43 of the E-Commerce Law of China. %(listings)s: "
            "the measures end 15 days after this letter reaches you, on %(back)s at the latest, "
            "unless we hear before that that you complained to the authority or sued.",
            back=first.back or "",
            **facts,
        )
    return _(
        "This is a declaration under Art. 43 of the E-Commerce Law of China, and it reaches you "
        "with this letter. %(listings)s: the measures end on %(back)s unless we hear before that "
        "that you complained to the authority or sued.",
        back=first.back or "",
        **facts,
    )


def _tell_of_complaint(first: Answered, facts: Mapping[str, Fact]) -> Message:
    if first.reaches_later:
        return _(
            "Tell us within these 15 days, on this page: %(page)s. Name the authority or the court "
            "and the number of the case. If papers from abroad are still with a notary or being "
            "legalised, say so there: that time does not count, for 20 working days at most.",
            **facts,
        )
    return _(
        "Tell us by the end of %(by)s (%(zone)s), on this page: %(page)s. Name the authority or "
        "the court and the number of the case. If papers from abroad are still with a notary or "
        "being legalised, say so there: that time does not count, for 20 working days at most.",
        by=first.by or "",
        **facts,
    )


def papers_awaited(claim_id: int, listing: str, *, why: str, latest: date) -> Letter:
    """Tell a seller that the time stands still while papers from abroad are on their way."""
    opening = _(
        "About %(listing)s: the filer says that papers from abroad are still with a notary or "
        "being legalised: %(why)s Until they are here, until %(latest)s at the latest, the time "
        "after which the measures end stands still (Fa Shi [2020] 9, Art. 3). It then runs on by "
        "itself. You need not do anything.",
        listing=listing,
        why=why,
        latest=latest,
    )
    subject = _("Claim %(claim)s: the time stands still for now", claim=str(claim_id))
    return Letter(subject, (opening,))


def replied(claim_id: int, listing: str, *, statement: str, by: date | None) -> Letter:
    """Tell a seller that the filer stands by its claim, what it says, and until when the seller can
    answer once more."""
    opening = _(
        "About %(listing)s: the filer stands by its claim and says: %(statement)s",
        listing=listing,
        statement=statement,
    )
    after = (
        _(
            "You can answer once more by the end of %(by)s, by the link below. If you say nothing "
            "until then, staff decide with what both sides have said.",
            by=by,
        )
        if by
        else _("We decide with both answers before us and write to you.")
    )
    return Letter(
        _("Claim %(claim)s: the filer answered you", claim=str(claim_id)), (opening, after)
    )


def rejoined(claim_id: int, listing: str, *, statement: str, page: str) -> Letter:
    """Tell a filer what the seller answered to its reply."""
    opening = _(
        "About %(listing)s, the seller answers your reply: %(statement)s Staff decide now, with "
        "what both of you have said, and write to you. You can read it all here: %(page)s",
        listing=listing,
        statement=statement,
        page=page,
    )
    return Letter(_("Claim %(claim)s: the seller answered you", claim=str(claim_id)), (opening,))


def _some(items: Sequence[str]) -> str:
    return ", ".join(items[:SHOWN]) + (" …" if len(items) > SHOWN else "")
