"""Letters about counter-notices and about listings that a law's clock brings back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from complaints.words import Fact, Message, counted
from complaints.words import message as _
from complaints.words.days import end_of, on
from complaints.words.letters import Letter
from complaints.words.letters.answers import CopyText
from complaints.words.letters.pages import read_on, some


@dataclass(frozen=True, slots=True)
class Answered:
    """A claim that a seller answered, and what runs now. `kind` is the clock's: restore, wait,
    reply or none, or “incomplete” where it begins once the answer is whole; `back` the day on
    which the listing comes back, `by` the last day to speak, in the time of `zone`."""

    claim_id: int
    listing: str
    page: str
    kind: str = ""
    zone: str = ""
    back: date | None = None
    by: date | None = None
    reaches_later: bool = False


def countered(
    claims: Sequence[Answered], *, grounds: Message | str, copy: CopyText | None = None
) -> Letter:
    """Forward the seller's answer to the filer, with its copy where the law gives one and without
    the seller's contact elsewhere, and say what follows from it and by when the filer can do
    something about it."""
    subject = counted(
        "The seller answered your complaint (no. %(claims)s)",
        "The seller answered your complaint (nos. %(claims)s)",
        len(claims),
        claims=some([str(each.claim_id) for each in claims]),
    )
    opening = _(
        "The seller has answered your complaint about %(listings)s.",
        listings=some([each.listing for each in claims]),
    )
    named = "\n".join(f"- {each.claim_id}: {each.listing}" for each in claims)
    alike: dict[tuple[object, ...], list[Answered]] = {}
    for each in claims:
        alike.setdefault((each.kind, each.zone, each.back, each.reaches_later), []).append(each)
    groups = [_Group(group) for group in alike.values()]
    last = _("If your complaint was a mistake, withdraw it.")
    return Letter(
        subject,
        (opening, named) if len(claims) > 1 else (opening,),
        why=(
            _("The seller says: %(grounds)s", grounds=grounds),
            *(copy.paragraphs if copy else ()),
        ),
        means=tuple(group.means() for group in groups),
        can=(*dict.fromkeys(group.can() for group in groups), last),
        by_when=tuple(group.by_when() for group in groups),
        where=(
            _(
                "Sign in to read the whole answer and to reply on this page: %(page)s",
                page=claims[0].page,
            ),
        ),
    )


@dataclass(frozen=True, slots=True)
class _Group:
    """Claims for which the same follows from the answer."""

    claims: Sequence[Answered]

    def means(self) -> Message:
        first = self.claims[0]
        facts: dict[str, Fact] = {"listings": some([each.listing for each in self.claims])}
        if first.back is not None:
            facts["back"] = on(first.back, first.zone)
        if first.kind == "restore":
            return _(
                "This is a counter-notice under 17 U.S.C. 512(g). %(listings)s: the listing comes "
                "back on sale on %(back)s, unless we hear before then that you have filed an "
                "action for a court order to restrain the seller, or a claim against the seller "
                "before the Copyright Claims Board (17 U.S.C. 1507(d)).",
                **facts,
            )
        if first.kind == "wait" and first.reaches_later:
            return _(
                "This is a declaration under Art. 43 of the E-Commerce Law of China. "
                "%(listings)s: the listing comes back on sale 15 days after this letter reaches "
                "you, on %(back)s at the latest, unless we hear before then that you have "
                "complained to the authority or sued.",
                **facts,
            )
        if first.kind == "wait":
            return _(
                "This is a declaration under Art. 43 of the E-Commerce Law of China, and it "
                "reaches you with this letter. %(listings)s: the listing comes back on sale on "
                "%(back)s, unless we hear before then that you have complained to the authority "
                "or sued.",
                **facts,
            )
        if first.kind == "incomplete":
            return _(
                "%(listings)s: nothing changes yet. The answer lacks what Art. 43 of the "
                "E-Commerce Law of China asks for. We have asked the seller for it, and "
                "write to you once we have it. The 15 days begin only then.",
                **facts,
            )
        if first.kind == "reply":
            return _(
                "%(listings)s: nothing changes yet. If you do not reply, our staff decide "
                "based on the seller's answer alone.",
                **facts,
            )
        return _(
            "%(listings)s: nothing changes yet. Our staff now read the seller's answer and decide.",
            **facts,
        )

    def can(self) -> Message:
        match self.claims[0].kind:
            case "restore":
                return _SUED
            case "wait":
                return _COMPLAINED
            case _:
                return _REPLY

    def by_when(self) -> Message:
        first = self.claims[0]
        if first.by is None:
            return _(
                "There is no deadline for your reply. Send it soon, so that it is here before our "
                "staff decide."
            )
        by = end_of(first.by, first.zone)
        if first.reaches_later:
            return _(
                "Tell us within 15 days after this letter reaches you, by %(by)s at the latest.",
                by=by,
            )
        return _("Tell us by %(by)s.", by=by)


_SUED = _(
    "If you have gone to court or to the Board, tell us its name and the number of the case. It "
    "counts as soon as you tell us; we ask for the document afterwards."
)
_COMPLAINED = _(
    "If you have complained to the authority or sued, tell us its name and the number of the "
    "case. If documents from abroad are still with a notary or being legalised, say so: that time "
    "does not count, for 20 working days at most."
)
_REPLY = _("You can reply to the seller.")


def papers_awaited(claim_id: int, listing: str, *, why: str, latest: Message) -> Letter:
    """Tell a seller that the time stands still while papers from abroad are on their way."""
    return Letter(
        _(
            "The deadline for your listing is on hold (complaint no. %(claim)s)",
            claim=str(claim_id),
        ),
        (
            _(
                "The deadline after which %(listing)s comes back on sale is on hold (Fa Shi "
                "[2020] 9, Art. 3).",
                listing=listing,
            ),
        ),
        why=(
            _(
                "The complainant says that documents from abroad are still with a notary or being "
                "legalised: %(why)s",
                why=why,
            ),
        ),
        means=(
            _(
                "Your listing stays off sale until the documents are here and the rest of the "
                "time has passed. The deadline then continues by itself."
            ),
        ),
        can=(
            _(
                "You have answered already and do not have to answer again. If what the "
                "complainant says is not true, tell us."
            ),
        ),
        by_when=(_("The deadline is on hold until %(latest)s at the latest.", latest=latest),),
    )


def replied(claim_id: int, listing: str, *, statement: str, by: Message | None) -> Letter:
    """Tell a seller that the filer stands by its claim, what it says, and until when the seller can
    answer once more."""
    nothing_yet = _("Nothing changes for your listing yet. Our staff decide and write to you.")
    return Letter(
        _("The complainant replied to your answer (complaint no. %(claim)s)", claim=str(claim_id)),
        (_("The complainant stands by its complaint about %(listing)s.", listing=listing),),
        why=(_("It says: %(statement)s", statement=statement),),
        means=(nothing_yet,),
        can=(
            _("You can answer once more.")
            if by
            else _("You do not have to do anything. Our staff have what both sides said."),
        ),
        by_when=(
            _(
                "Answer by %(by)s. If you do not, our staff decide based on what both sides "
                "have said.",
                by=by,
            ),
        )
        if by
        else (),
    )


def rejoined(claim_id: int, listing: str, *, statement: str, page: str) -> Letter:
    """Tell a filer what the seller answered to its reply."""
    return Letter(
        _("The seller answered your reply (complaint no. %(claim)s)", claim=str(claim_id)),
        (_("The seller has answered your reply about %(listing)s.", listing=listing),),
        why=(_("The seller says: %(statement)s", statement=statement),),
        means=(_("Nothing changes for the listing yet. Our staff now decide and write to you."),),
        can=(_("You do not have to do anything. If your complaint was a mistake, withdraw it."),),
        where=(read_on(page),),
    )
