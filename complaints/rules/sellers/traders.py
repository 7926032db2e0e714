"""Who a store's trader is, as its marketplace says that the store shows it, and what is missing.

Source: Regulation (EU) 2022/2065 (DSA) Art. 30(1)(a), (d), (e) and 30(7): name, address, telephone
number and email; the register where the trader is in one, and its number there; the declaration
that it offers only goods that are allowed in the Union. Art. 29: a micro or small firm has no such
duty. From memory: check with counsel. The identity document and the account for payments of
Art. 30(1)(b) and (c) are the platform's own, and are not taken.
"""

from __future__ import annotations

from collections.abc import Collection, Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Final, TypeVar

from complaints.base.errors import FieldError
from complaints.rules.filing.admissibility import check_not_future
from complaints.rules.kinds import InboxKind
from complaints.rules.law.regimes.european_union import are_in_union
from complaints.rules.mailing.inboxes import AddressError, read_address
from complaints.rules.sellers.counter_notices import FEWEST_DIGITS

StoreKey = TypeVar("StoreKey", bound=Hashable)


class TraderMember(StrEnum):
    """What a store shows of its trader."""

    NAME = "name"
    ADDRESS = "address"
    EMAIL = "email"
    PHONE = "phone"
    REGISTER = "register"
    REGISTER_NUMBER = "register_number"
    CERTIFIED_ON = "certified_on"


class TraderLack(StrEnum):
    """`wrong`: what stands there cannot be it, such as a telephone number without digits."""

    MISSING = "missing"
    WRONG = "wrong"


@dataclass(frozen=True, slots=True)
class Identity:
    """What a store shows of its trader; None is not shown. `certified_on` is when the trader
    declared that it offers only what is allowed in the Union."""

    name: str | None = None
    address: str | None = None
    email: str | None = None
    phone: str | None = None
    register: str | None = None
    register_number: str | None = None
    certified_on: date | None = None


LONGEST: Final[Mapping[TraderMember, int]] = {
    TraderMember.NAME: 300,
    TraderMember.ADDRESS: 500,
    TraderMember.EMAIL: 320,
    TraderMember.PHONE: 50,
    TraderMember.REGISTER: 200,
    TraderMember.REGISTER_NUMBER: 100,
}
_ALWAYS: Final = (
    TraderMember.NAME, TraderMember.ADDRESS, TraderMember.EMAIL, TraderMember.PHONE,
    TraderMember.CERTIFIED_ON,
)  # fmt: skip
# Who is in no register shows neither; who shows one of the two lacks the other.
_TOGETHER: Final = (TraderMember.REGISTER, TraderMember.REGISTER_NUMBER)


def lacks(shown: Identity) -> dict[TraderMember, TraderLack]:
    """Return what is missing or plainly wrong in what a store shows of its trader.

    >>> lacks(Identity("Wang Ltd", "1 Main Street, Berlin", "w@shop.example", "n/a", "HRB"))
    {<TraderMember.PHONE: 'phone'>: <TraderLack.WRONG: 'wrong'>, \
<TraderMember.REGISTER_NUMBER: 'register_number'>: <TraderLack.MISSING: 'missing'>, \
<TraderMember.CERTIFIED_ON: 'certified_on'>: <TraderLack.MISSING: 'missing'>}
    """
    in_register = any(getattr(shown, each) for each in _TOGETHER)
    lacking = {}
    for member in TraderMember:
        value = getattr(shown, member)
        if value is None:
            if member in _ALWAYS or in_register:
                lacking[member] = TraderLack.MISSING
        elif not _can_be(member, value):
            lacking[member] = TraderLack.WRONG
    return lacking


def _can_be(member: TraderMember, value: str | date) -> bool:
    """Say whether a value can be what it is said to be: names have letters, numbers digits."""
    if not isinstance(value, str):
        return True
    if member is TraderMember.PHONE:
        return sum(sign.isdecimal() for sign in value) >= FEWEST_DIGITS
    if member is TraderMember.REGISTER_NUMBER:
        return any(sign.isdecimal() for sign in value)
    return any(sign.isalpha() for sign in value)


def must_show(buyers: Collection[str], *, small_firm: bool) -> bool:
    """Say whether a store must show who its trader is: where its `buyers` (countries, “EU”,
    “worldwide”) are in the Union, and the platform is no micro or small firm."""
    return not small_firm and are_in_union(buyers)


def last_said(
    rows: Iterable[tuple[StoreKey, str | None, Identity | None]],
) -> dict[StoreKey, Identity]:
    """Return the trader that each store shows by several rows of a catalogue: (store, who runs it,
    its trader), where None was not said. The last one counts, unless a later row without a trader
    says that somebody else runs the store.

    >>> list(last_said([("s", "A", Identity("A Ltd")), ("s", "A", None)]))
    ['s']
    >>> last_said([("s", "A", Identity("A Ltd")), ("s", "B", None)])
    {}
    """
    said: dict[StoreKey, tuple[str | None, Identity]] = {}
    for store, operator, trader in rows:
        if trader is not None:
            said[store] = operator, trader
        elif operator is not None and store in said and said[store][0] != operator:
            del said[store]
    return {store: trader for store, (_operator, trader) in said.items()}


def read_identity(facts: Mapping[str, str | date]) -> Identity:
    """Return what is stated of a trader, without spaces around it; what is blank is not stated."""
    stated = {
        name: value.strip() or None if isinstance(value, str) else value
        for name, value in facts.items()
    }
    return Identity(**stated)  # type: ignore[arg-type]


def check_identity(
    stated: Identity, at: Mapping[str, str], *, now: datetime
) -> Iterator[FieldError]:
    """Yield what cannot be stored of a trader; `at` are the pointers of its members."""
    if stated.email is not None:
        try:
            read_address(InboxKind.MAILBOX, stated.email)
        except AddressError as error:
            yield error.at(at["email"])
    yield from check_not_future(stated.certified_on, at["certified_on"], now=now)
