"""What a regime is: the law, or our own rules, that a claim is under, in one record.

A record states what it asks for and by when. Which regimes a claim is under is `governing` in this
package; what each door makes of a record stays with the door.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import Final

from complaints.rules.filing.signed_texts import SignedText
from complaints.rules.kinds import Basis
from complaints.rules.law.calendars import Length, Unit
from complaints.rules.law.treatments import Treatment
from complaints.words import Message

# By when a person decides what goes to the lane, unless the policy says otherwise.
IN_THE_LANE: Final = Length(5, Unit.WORKING_DAYS)


class RegimeCode(StrEnum):
    DMCA = "dmca"
    ECL = "ecl"
    DSA = "dsa"
    HOUSE = "house"


class Need(StrEnum):
    """What a notice or an answer must hold, beside its listings and its words."""

    SIGNATURE = "signature"
    CONTACT = "contact"
    EMAIL = "email"
    PHONE = "phone"
    ADDRESS = "address"
    EVIDENCE = "evidence"
    EXPLANATION = "explanation"
    IDENTITY = "identity"
    WORK = "work"


class ClockKind(StrEnum):
    """What a clock is for."""

    DECIDE = "decide"
    LANE = "lane"
    WEIGH = "weigh"
    COMPLETE = "complete"
    HEAR = "hear"
    ANSWER = "answer"
    REPLY = "reply"
    REJOIN = "rejoin"
    RESTORE = "restore"
    WAIT = "wait"
    APPEAL_FILER = "appeal_filer"
    APPEAL_SELLER = "appeal_seller"
    JUDGE = "judge"


class ClockStep(StrEnum):
    """What is done as a clock ends. Without a step, a time is over and somebody may act."""

    LAPSE = "lapse"
    RESTORE = "restore"
    SILENCE = "silence"


class Waits(StrEnum):
    """Whom a clock waits for."""

    STAFF = "staff"
    FILER = "filer"
    SELLER = "seller"


@dataclass(frozen=True, slots=True)
class Asked:
    """One need, by whose word. Our own (`is_ours`) a platform may relax in its policy."""

    need: Need
    basis: str
    is_ours: bool = False


@dataclass(frozen=True, slots=True)
class ClockRule:
    """One clock of a regime.

    `calendar` is a country's, or None for that of the claim's marketplace. The time is over as its
    last day ends or, with `as_it_begins`, as it begins. `no_later` bounds it, whatever pauses it.
    """

    kind: ClockKind
    basis: str
    length: Length
    waits: Waits
    step: ClockStep | None = None
    calendar: str | None = None
    rolls: bool = False
    as_it_begins: bool = False
    no_later: Length | None = None
    reminders: tuple[timedelta, ...] = ()


@dataclass(frozen=True, slots=True)
class Situation:
    """What decides under which regimes a claim is. `countries` are the marketplace's: ISO codes,
    EU, WORLDWIDE. `seller_country` is None where it is not known: then the marketplace's counts.
    `delivered_to` are the countries to which the listing says it is delivered."""

    basis: Basis
    countries: frozenset[str]
    seller_country: str | None = None
    delivered_to: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Redress:
    """What somebody can do against a decision under a regime: a term for the internal complaint
    (None where the counter-notice alone is foreseen), a body outside the courts, a court."""

    internal: Length | None
    out_of_court: bool
    court: bool = True


@dataclass(frozen=True, slots=True, eq=False)
class Regime:
    """A law, or our own rules. `treatments` are those that it allows of a filer's notices while a
    boycott binds, the usual one first; `hears_first` says whether it lets a seller be heard before
    such a notice is decided."""

    code: RegimeCode
    name: Message
    binds: Callable[[Situation], bool]
    notice_texts: tuple[SignedText, ...]
    notice: tuple[Asked, ...]
    answer_texts: tuple[SignedText, ...]
    answer: tuple[Asked, ...]
    clocks: tuple[ClockRule, ...]
    redress: Redress
    treatments: tuple[Treatment, ...]
    hears_first: bool = True
