"""What follows from how well a standing is proven: at intake, and when an account denies another.

One table. For the standing of who files, of whoever else stands on the same right or for the same
holder, and for the accusation, it says what happens. docs/standing.md is made from it. What is
proven goes before what is only said; who filed first does not count. Pure.
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum
from typing import Final

from complaints.rules.kinds import Basis, DenialStep, Proof
from complaints.rules.sellers.counter_notices import HEARD_FIRST


class Standing(StrEnum):
    """How well an account can show that it speaks for a right's holder, in rising order.

    `stated`: it says so. `shown`: it sent a paper that nobody has compared. `known`: it has a
    record of complaints that were upheld. `in_register`: an office's register names the holder
    that it says it is. `paper_seen`: a person compared its paper. `confirmed`: by the holder.
    """

    STATED = "stated"
    SHOWN = "shown"
    KNOWN = "known"
    IN_REGISTER = "in_register"
    PAPER_SEEN = "paper_seen"
    CONFIRMED = "confirmed"

    @property
    def rank(self) -> int:
        return list(Standing).index(self)


class Other(StrEnum):
    """Who else stands on the right or for the holder, by the best standing among them.

    `register` is an office's register that names somebody else as the holder.
    """

    NOBODY = "nobody"
    STATED = "stated"
    SHOWN = "shown"
    KNOWN = "known"
    IN_REGISTER = "in_register"
    PAPER_SEEN = "paper_seen"
    CONFIRMED = "confirmed"
    REGISTER = "register"


class Outcome(StrEnum):
    """What happens with a complaint.

    `held`: a person looks at who files, for some working days. `heard`: the seller answers first.
    `authority`: nothing is taken down before a person has verified the filer's authority.
    """

    PROCESSED = "processed"
    HELD = "held"
    HEARD = "heard"
    AUTHORITY = "authority"


# A paper that nobody has compared costs no more to invent than a reference: both are words.
WORDS: Final = (Standing.STATED, Standing.SHOWN)
# A person compared a paper with the account, or the holder itself spoke.
PROVEN: Final = (Standing.PAPER_SEEN, Standing.CONFIRMED)

# What anybody can have without being the holder: a name and a number stand in the register for all
# to read, so an account that copied both says no more than words do.
UNVERIFIED: Final = (*WORDS, Standing.IN_REGISTER)

_UNCONTESTED: Final = dict.fromkeys((Other.NOBODY, Other.STATED, Other.SHOWN), Outcome.PROCESSED)
_LIKELY: Final = (Other.KNOWN, Other.IN_REGISTER)
_PROVEN: Final = (Other.PAPER_SEEN, Other.CONFIRMED, Other.REGISTER)

TABLE: Final[dict[Standing, dict[Other, Outcome]]] = {
    # An account that has the register's name may be a copy, so it makes nobody prove anything: a
    # person looks, for some days.
    **{
        standing: {
            **_UNCONTESTED,
            Other.IN_REGISTER: Outcome.HELD,
            **dict.fromkeys((Other.KNOWN, *_PROVEN), Outcome.AUTHORITY),
        }
        for standing in WORDS
    },
    # A record was upheld, but proves no right: the seller can say what speaks against it.
    Standing.KNOWN: {
        **_UNCONTESTED,
        **dict.fromkeys(_LIKELY, Outcome.PROCESSED),
        **dict.fromkeys(_PROVEN, Outcome.HEARD),
    },
    # A register proves whose the right is, not who files: name and number can be copied out of it.
    # No seller can answer that, so a person looks.
    Standing.IN_REGISTER: {
        **_UNCONTESTED,
        **dict.fromkeys(_LIKELY, Outcome.PROCESSED),
        **dict.fromkeys(_PROVEN, Outcome.HELD),
    },
    **{standing: dict.fromkeys(Other, Outcome.PROCESSED) for standing in PROVEN},
}


def outcome(claimant: Standing, other: Other, basis: str) -> Outcome:
    """Return what happens with a complaint of this standing and accusation.

    An accusation that depends on what only the seller can show is never decided before the seller
    was asked, however well the claimant is proven; what is held is heard besides.
    """
    step = TABLE[claimant][other]
    if step is Outcome.PROCESSED and Basis(basis) in HEARD_FIRST:
        return Outcome.HEARD
    return step


def denial(denier: Standing, claimant: Standing, *, shared: bool = False) -> DenialStep:
    """Return what follows when one account says that another may not file.

    Who is not verified is asked for proof itself, and nothing is frozen. Where both are proven, or
    the denial is by a name that other accounts have as well (`shared`), a person looks, and nothing
    is undone before.
    """
    if denier not in PROVEN:
        return DenialStep.ASK_DENIER
    return DenialStep.LOOK if shared or claimant in PROVEN else DenialStep.ASK_FILER


def may_read(owner: Standing, claimant: Standing) -> bool:
    """Say whether the owner of an alarm reads who files: a stranger's word opens no record."""
    return owner not in UNVERIFIED or claimant in WORDS


def standing(proof: str, *, compared: bool, known: bool = False, shown: bool = False) -> Standing:
    """Return the standing that a level of proof gives, with what speaks for the account besides.

    `compared` says that a person compared a paper, whatever came after.
    """
    if proof == Proof.CONFIRMED:
        return Standing.CONFIRMED
    if compared or proof == Proof.PAPER_SEEN:
        return Standing.PAPER_SEEN
    if proof == Proof.IN_REGISTER:
        return Standing.IN_REGISTER
    if known:
        return Standing.KNOWN
    return Standing.SHOWN if shown else Standing.STATED


# Against a record more is asked than against a name that can be copied.
_AMONG_OTHERS: Final = (
    *WORDS, Standing.IN_REGISTER, Standing.KNOWN, Standing.PAPER_SEEN, Standing.CONFIRMED,
)  # fmt: skip


def best(standings: Iterable[Standing]) -> Other:
    """Return the best of those who stand on a right or for a holder."""
    ranked = max(standings, key=_AMONG_OTHERS.index, default=None)
    return Other(ranked) if ranked else Other.NOBODY
