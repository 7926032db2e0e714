"""Letters about complaints and their claims, to filers and to the sellers of what is accused."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from complaints.words import Message, counted
from complaints.words import message as _
from complaints.words.letters import Letter

# Addresses and numbers that a letter about many of them names.
SHOWN: Final = 5


def receipt(reference: str, *, new: int, duplicates: int) -> Letter:
    """Tell a filer that its complaint has arrived; the counts are of claims."""
    opening = _(
        "We received your complaint %(reference)s: %(new)s, %(before)s. You will hear of each "
        "decision. You can withdraw what no longer holds at any time.",
        reference=reference,
        new=counted("%(num)s listing will be looked at", "%(num)s listings will be looked at", new),
        before=counted(
            "%(num)s was before us already", "%(num)s were before us already", duplicates
        ),
    )
    return Letter(_("Complaint %(reference)s received", reference=reference), (opening,))


def authority_asked(reference: str) -> Letter:
    """Ask a filer to show that it may speak for the rights holder, without saying why."""
    subject = _("Complaint %(reference)s: please show your authority", reference=reference)
    why = _(
        "Others stand on the right of your complaint %(reference)s or file for its holder, and "
        "what you showed proves less than theirs. Before anything is taken down on it a person "
        "verifies that you may speak for the holder.",
        reference=reference,
    )
    what = _(
        "Send the extract of the register that names the holder, its signed authorization (or "
        "proof that you belong to it), and a message from a mailbox of the holder's own domain. "
        "Name the complaint, %(reference)s. This is asked once; it is no accusation.",
        reference=reference,
    )
    return Letter(subject, (why, what))


def authority_verified(reference: str) -> Letter:
    """Tell a filer that its authority is verified."""
    subject = _("Complaint %(reference)s: your authority is verified", reference=reference)
    opening = _(
        "We have verified that you may speak for the rights holder of complaint %(reference)s. Its "
        "claims are decided like any other; you will not be asked again for this holder.",
        reference=reference,
    )
    return Letter(subject, (opening,))


def authority_dropped(reference: str) -> Letter:
    """Tell a filer that its authority is asked no more: who had denied it says that it is
    authorized."""
    subject = _("Complaint %(reference)s: we ask you for nothing more", reference=reference)
    opening = _(
        "The account that had denied it says now that you may file. Nothing more is asked of you "
        "on complaint %(reference)s, and its claims are decided like any other.",
        reference=reference,
    )
    return Letter(subject, (opening,))


def noticed(reference: str, listings: Sequence[str], *, due: Message) -> Letter:
    """Tell a seller of a complaint before it is decided: nothing is taken down before `due`."""
    opening = _(
        "Somebody has filed complaint %(reference)s about %(listings)s. Nothing is decided, and "
        "your listing stays. Please answer by %(due)s; after that day we decide on what we know.",
        reference=reference,
        listings=_some(listings),
        due=due,
    )
    return Letter(_("Complaint %(reference)s: please answer", reference=reference), (opening,))


def renewed(reference: str) -> Letter:
    """Send a seller a new link to the same complaint: the one it had is too old."""
    opening = _(
        "You, or somebody who had the link that you were sent earlier, asked for a new link to "
        "complaint %(reference)s.",
        reference=reference,
    )
    return Letter(_("Complaint %(reference)s: your new link", reference=reference), (opening,))


def with_link(letter: Letter, link: str) -> Letter:
    """Return a letter to a seller with the link at its end by which the seller answers."""
    last = _(
        "Read the complaint, answer it and follow what becomes of it, without an account:\n"
        "%(link)s\n"
        "Whoever holds this link reads the complaint: keep it to yourself. To answer you also need "
        "a code, which comes apart from it.",
        link=link,
    )
    return Letter(letter.subject, (*letter.body, last))


def asked(claim_id: int, listing: str, *, what: str, due: datetime) -> Letter:
    """Ask a filer for what is missing, with the day by which it must come."""
    opening = _(
        "About %(listing)s: %(what)s Answer by %(due)s, or the claim is closed without a decision.",
        listing=listing,
        what=what,
        due=due,
    )
    return Letter(_("Claim %(claim)s needs something from you", claim=str(claim_id)), (opening,))


@dataclass(frozen=True, slots=True)
class Withdrawn:
    """A withdrawn claim, its listing's address, what is true of the listing now, and whether it
    stays down."""

    claim_id: int
    listing: str
    now: Message
    stays_down: bool


def withdrawn(claims: Sequence[Withdrawn], *, reason: str | None, to_seller: bool) -> Letter:
    """Tell a seller or the filer that claims of one complaint are withdrawn, why, and how each
    listing stands after that."""
    why = (_("Reason: %(reason)s", reason=reason),) if reason else ()
    lines: tuple[Message, ...] = (claims[0].now,)
    if len(claims) == 1:
        subject = _("Claim %(claim)s was withdrawn", claim=str(claims[0].claim_id))
        opening = _("The claim against %(listing)s was withdrawn.", listing=claims[0].listing)
    else:
        subject = counted(
            "%(num)s claim was withdrawn", "%(num)s claims were withdrawn", len(claims)
        )
        opening = _("These claims were withdrawn:")
        lines = tuple(
            _(
                "Claim %(claim)s against %(listing)s. %(now)s",
                claim=str(one.claim_id),
                listing=one.listing,
                now=one.now,
            )
            for one in claims
        )
    stays_down = any(one.stays_down for one in claims)
    after = _after_withdrawal(to_seller=to_seller, stays_down=stays_down)
    return Letter(subject, (opening, *lines, *why, *after))


def _after_withdrawal(*, to_seller: bool, stays_down: bool) -> tuple[Message, ...]:
    if not to_seller:
        return (
            _(
                "We look at what was withdrawn no further. If that was an error, file a new "
                "complaint."
            ),
        )
    last = _(
        "You need do nothing more about what was withdrawn. If you were asked for money or a "
        "favour for that, tell us: it will not change what happens to the listing."
    )
    if not stays_down:
        return (last,)
    other = _(
        "Where a listing stays down, answer the other complaint: the letter about it says how. If "
        "you have no such letter, write to us."
    )
    return (other, last)


def _some(items: Sequence[str]) -> str:
    return ", ".join(items[:SHOWN]) + (" …" if len(items) > SHOWN else "")
