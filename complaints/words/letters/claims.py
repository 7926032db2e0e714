"""Letters about complaints and their claims, to filers and to the sellers of what is accused."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from complaints.words import Message, counted
from complaints.words import message as _
from complaints.words.letters import Letter
from complaints.words.letters.pages import NOTHING_TO_DO, act_on, read_on, some

IN_FIELD = _(
    "You filed this as a trusted flagger in your field, so our staff look at it before others."
)
OUTSIDE_FIELD = _(
    "This is outside the field for which you are a trusted flagger, so it has its ordinary place "
    "in the queue. If your field has changed, write to us and name the page of the coordinator "
    "that says so."
)


def receipt(
    reference: str,
    *,
    new: int,
    duplicates: int,
    page: str,
    outside: int = 0,
    flagged: str | None = None,
) -> Letter:
    """Tell a filer that its complaint has arrived; the counts are of claims. Of those `outside` it
    is asked why its right applies there. `flagged` is whether a trusted flagger filed it in its
    field."""
    looked_at = counted("we will look at %(num)s listing", "we will look at %(num)s listings", new)
    opening = _(
        "We received your complaint %(reference)s: %(new)s.", reference=reference, new=looked_at
    )
    if duplicates:
        opening = _(
            "We received your complaint %(reference)s: %(new)s, %(before)s.",
            reference=reference,
            new=looked_at,
            before=counted(
                "you had already reported %(num)s", "you had already reported %(num)s", duplicates
            ),
        )
    means = _(
        "We have not decided anything yet, so nothing changes for the listings. We will "
        "write to you about each decision. Your receipt, with everything that you "
        "declared, is on the page below."
    )
    can = _("You can withdraw the complaint, or a part of it, at any time.")
    return Letter(
        _("Complaint %(reference)s received", reference=reference),
        (opening,),
        means=(*told_of_outside(outside), *told_of_field(flagged), means),
        can=(*asked_of_outside(outside), can),
        where=(read_on(page),),
    )


def told_of_field(flagged: str | None) -> Iterator[Message]:
    """Tell a trusted flagger whether its complaint has priority."""
    if flagged is not None:
        yield IN_FIELD if flagged == "in_field" else OUTSIDE_FIELD


def told_of_outside(outside: int) -> Iterator[Message]:
    """Tell a filer how many listings are offered where its right does not apply."""
    if outside:
        yield counted(
            "%(num)s listing is offered where your right does not apply, as far as we know. A "
            "person decides.",
            "%(num)s listings are offered where your right does not apply, as far as we know. A "
            "person decides.",
            outside,
        )


def asked_of_outside(outside: int) -> Iterator[Message]:
    """Ask a filer why its right applies there, where there are such listings."""
    if outside:
        yield _(
            "Tell us why your right applies there, for example because the mark is well known "
            "there or the goods were imported in bad faith. You find the question on the page "
            "below."
        )


def authority_asked(reference: str, *, rights: str, authorizations: str) -> Letter:
    """Ask a filer to show that it may speak for the rights holder, without saying who denies it."""
    opening = _(
        "Show us that you may act for the rights holder named in your complaint %(reference)s.",
        reference=reference,
    )
    why = _(
        "Somebody else says that the right is theirs, or files for its holder, and has given us "
        "more proof than you. We ask you this once. We are not accusing you of anything."
    )
    means = _(
        "Until our staff have checked that you may act for the rights holder, no listing is taken "
        "down because of this complaint."
    )
    can = _(
        "Send us an extract from the register that names the rights holder, and an authorization "
        "that the rights holder has signed, or proof that you work for it. Also write to us from "
        "an email address at the rights holder's own domain, and name complaint %(reference)s.",
        reference=reference,
    )
    where = _(
        "Sign in and add the extract to your right on this page: %(rights)s\nAdd the "
        "authorization on this page: %(authorizations)s",
        rights=rights,
        authorizations=authorizations,
    )
    return Letter(
        _(
            "Complaint %(reference)s: show that you may act for the rights holder",
            reference=reference,
        ),
        (opening,),
        why=(why,),
        means=(means,),
        can=(can,),
        where=(where,),
    )


def authority_verified(reference: str, *, page: str) -> Letter:
    """Tell a filer that its authority is verified."""
    return Letter(
        _("Complaint %(reference)s: you may act for the rights holder", reference=reference),
        (
            _(
                "We have checked that you may act for the rights holder named in complaint "
                "%(reference)s.",
                reference=reference,
            ),
        ),
        why=(_("Our staff have checked the documents that you sent."),),
        means=(_GOES_ON, _("We will not ask you about this rights holder again.")),
        can=(NOTHING_TO_DO,),
        where=(read_on(page),),
    )


def authority_dropped(reference: str, *, page: str) -> Letter:
    """Tell a filer that its authority is asked no more: who had denied it says that it is
    authorized."""
    return Letter(
        _("Complaint %(reference)s: you do not have to send proof any more", reference=reference),
        (
            _(
                "You do not have to prove any more that you may file complaint %(reference)s.",
                reference=reference,
            ),
        ),
        why=(_("The account that said that you do not act for it now says that you may file."),),
        means=(_GOES_ON,),
        can=(NOTHING_TO_DO,),
        where=(read_on(page),),
    )


_GOES_ON = _(
    "We now decide the complaint like any other, so listings can be taken down because of it."
)


def noticed(reference: str, listings: Sequence[str], *, due: Message) -> Letter:
    """Tell a seller of a complaint before it is decided: nothing is taken down before `due`."""
    return Letter(
        _("Complaint %(reference)s about your listing: answer it", reference=reference),
        (
            _(
                "Somebody has complained about %(listings)s (complaint %(reference)s).",
                reference=reference,
                listings=some(listings),
            ),
        ),
        why=(
            _(
                "You may know something that we do not, so we ask you before we decide. "
                "Follow the link below to read what the complaint says."
            ),
        ),
        means=(_("We have not decided anything yet, and your listing stays on sale."),),
        can=(_("If the complaint is wrong, say why, and send documents that show it."),),
        by_when=(
            _(
                "Answer by %(due)s. If you do not answer, we decide based on what the "
                "complainant has told us.",
                due=due,
            ),
        ),
    )


def renewed(reference: str) -> Letter:
    """Send a seller a new link to the same complaint: the one it had is too old."""
    opening = _(
        "We were asked for a new link to complaint %(reference)s, by you or by somebody who knows "
        "your link or your email address. We send the link only to you.",
        reference=reference,
    )
    return Letter(_("Complaint %(reference)s: your new link", reference=reference), (opening,))


def with_link(letter: Letter, link: str) -> Letter:
    """Return a letter to a seller with the link at its end by which the seller answers."""
    last = _(
        "Read the complaint and answer it on this page. You need no "
        "account:\n%(link)s\nAnybody who has this link can read the complaint, so do not "
        "pass it on. To answer you also need a code, which we send you separately from "
        "this letter.",
        link=link,
    )
    return replace(letter, where=(*letter.where, last))


def asked(claim_id: int, listing: str, *, what: str, due: Message, page: str) -> Letter:
    """Ask a filer for what is missing, with the day by which it must come."""
    return Letter(
        _("We need something from you about your complaint (no. %(claim)s)", claim=str(claim_id)),
        (
            _(
                "We need something from you about your complaint against %(listing)s.",
                listing=listing,
            ),
        ),
        why=(what,),
        means=(_("We have not decided anything yet, and cannot decide until you answer."),),
        can=(_("Send us what is missing, or tell us why you cannot."),),
        by_when=(
            _(
                "Answer by %(due)s. If you do not, we close this part of your complaint "
                "without a decision.",
                due=due,
            ),
        ),
        where=(act_on(page),),
    )


@dataclass(frozen=True, slots=True)
class Withdrawn:
    """A withdrawn claim, its listing's address, what is true of the listing now, and whether it
    stays down."""

    claim_id: int
    listing: str
    now: Message
    stays_down: bool


def withdrawn(
    claims: Sequence[Withdrawn], *, reason: str | None, to_seller: bool, page: str
) -> Letter:
    """Tell a seller or the filer that claims of one complaint are withdrawn, why, and how each
    listing stands after that. `page` is the filer's; a seller has its link."""
    lines: tuple[Message, ...] = (claims[0].now,)
    if len(claims) == 1:
        subject = _("A complaint was withdrawn (no. %(claim)s)", claim=str(claims[0].claim_id))
        opening = _("The complaint about %(listing)s was withdrawn.", listing=claims[0].listing)
    else:
        subject = counted(
            "The complaint about %(num)s listing was withdrawn",
            "The complaint about %(num)s listings was withdrawn",
            len(claims),
        )
        opening = _("The complaint about these listings was withdrawn:")
        lines = tuple(
            _(
                "%(listing)s (no. %(claim)s). %(now)s",
                claim=str(one.claim_id),
                listing=one.listing,
                now=one.now,
            )
            for one in claims
        )
    return Letter(
        subject,
        (opening,),
        why=(_withdrawn_because(reason, to_seller=to_seller),),
        means=lines,
        can=_after_withdrawal(
            to_seller=to_seller, stays_down=any(one.stays_down for one in claims)
        ),
        where=() if to_seller else (read_on(page),),
    )


def _withdrawn_because(reason: str | None, *, to_seller: bool) -> Message:
    if reason:
        return _("Reason: %(reason)s", reason=reason)
    if to_seller:
        return _("The complainant withdrew it and gave no reason.")
    return _("No reason was given. None is required.")


def _after_withdrawal(*, to_seller: bool, stays_down: bool) -> tuple[Message, ...]:
    if not to_seller:
        return (
            _(
                "We do not look any further at what was withdrawn. If it was withdrawn by "
                "mistake, file a new complaint."
            ),
        )
    last = _(
        "You do not have to do anything about what was withdrawn. If you were asked for money or a "
        "favour for that, tell us: it will not change what happens to the listing."
    )
    if not stays_down:
        return (last,)
    other = _(
        "If a listing stays off sale, answer the other complaint: the letter about it says how. "
        "If you have no such letter, write to us."
    )
    return (other, last)
