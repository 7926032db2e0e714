"""May this complaint be filed at all? What a right must be, and who may act on it.

Pure: facts in, all field errors out at once; the caller says where in the request the facts were.
It judges form, never merit: people decide whether a claim is founded.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from complaints.base.codes import Code
from complaints.base.errors import FieldError
from complaints.rules.kinds import Basis, FilerKind, RightKind, RightStatus
from complaints.words import Listed
from complaints.words import message as _
from complaints.words.labels import label

# It is already tomorrow in Auckland: a date is in the future once no place on Earth has it.
EASTMOST = timedelta(hours=14)

# Which right can support which accusation. A design is protected as a patent in the United States
# and in China, so the two stand in for each other. A counterfeit is of a mark or a design; a
# pirated copy is called the same by many marketplaces (TRIPS Art. 51, note 14).
CARRIES: dict[Basis, frozenset[RightKind]] = {
    Basis.COUNTERFEIT: frozenset({RightKind.TRADEMARK, RightKind.DESIGN, RightKind.COPYRIGHT}),
    Basis.TRADEMARK: frozenset({RightKind.TRADEMARK}),
    Basis.COPYRIGHT: frozenset({RightKind.COPYRIGHT}),
    Basis.CIRCUMVENTION: frozenset({RightKind.COPYRIGHT}),
    Basis.PATENT: frozenset({RightKind.PATENT, RightKind.DESIGN}),
    Basis.DESIGN: frozenset({RightKind.DESIGN, RightKind.PATENT}),
    Basis.UNAUTHORISED_CHANNEL: frozenset(RightKind),
    Basis.OTHER: frozenset(RightKind),
}
ORDERED = (("priority_on", "applied_on"), ("applied_on", "registered_on"))
DATES = ("priority_on", "applied_on", "registered_on", "first_published_on")
ENDED = (RightStatus.EXPIRED, RightStatus.CANCELLED)


@dataclass(frozen=True, slots=True)
class RightFacts:
    """What a filer states of a right, as far as these rules need it."""

    kind: str
    status: str | None = None
    priority_on: date | None = None
    applied_on: date | None = None
    registered_on: date | None = None
    first_published_on: date | None = None


@dataclass(frozen=True, slots=True)
class Permission:
    """An authorization's terms; None means without limit."""

    rights_holder_id: int | None = None
    right_id: int | None = None
    right_kind: str | None = None
    marketplace_id: int | None = None
    valid_from: date | None = None
    valid_to: date | None = None
    revoked_on: date | None = None


@dataclass(frozen=True, slots=True)
class Use:
    """The use that an authorization must cover: a right of a holder, on some marketplaces."""

    rights_holder_id: int | None
    right_id: int | None
    right_kind: str
    marketplace_ids: Collection[int] = ()


def last_date(now: datetime) -> date:
    """Return the latest date that is today somewhere on Earth."""
    return (now + EASTMOST).date()


def check_not_future(day: date | None, pointer: str, *, now: datetime) -> Iterator[FieldError]:
    """Yield an error where `day` has not come yet."""
    if day is not None and day > last_date(now):
        yield FieldError(
            pointer,
            Code.IN_THE_FUTURE,
            _("%(day)s is in the future. Enter today or an earlier day.", day=day),
        )


def check_right(right: RightFacts, at: str, *, now: datetime) -> Iterator[FieldError]:
    """Yield what is impossible about a right's own dates and status; `at` points at the right."""
    for name in DATES:
        yield from check_not_future(getattr(right, name), f"{at}/{name}", now=now)
    for earlier, later in ORDERED:
        first, then = getattr(right, earlier), getattr(right, later)
        if first and then and first > then:
            yield FieldError(
                f"{at}/{later}",
                Code.OUT_OF_ORDER,
                _(
                    "%(later)s (%(then)s) is before %(earlier)s (%(first)s); one of the two "
                    "is wrong.",
                    later=label("right_date", later),
                    then=then,
                    earlier=label("right_date", earlier),
                    first=first,
                ),
                {"earliest": first.isoformat()},
            )
    if right.status == RightStatus.APPLIED and right.registered_on:
        yield FieldError(
            f"{at}/status",
            Code.CONTRADICTS,
            _(
                "The right is said to be only applied for, but it has a date of "
                "registration. Correct one of the two."
            ),
            {"member": "registered_on"},
        )


def check_stated(right: Mapping[str, Any], at: str, *, now: datetime) -> Iterator[FieldError]:
    """Yield what is wrong about the dates and the status of a right as it is stated, in the
    contract's names; what is left out is right."""
    days: dict[str, date | None] = {name: right.get(name) for name in DATES}
    facts = RightFacts(kind=right.get("kind", ""), status=right.get("status"), **days)
    yield from check_in_force(facts.status, f"{at}/status")
    yield from check_right(facts, at, now=now)


def check_days_of(terms: Mapping[str, Any], at: str) -> Iterator[FieldError]:
    """Yield an error where an authorization, as it is stated, would end before it begins."""
    days = Permission(valid_from=terms.get("valid_from"), valid_to=terms.get("valid_to"))
    yield from check_terms_in_order(days, at)


def check_in_force(status: str | None, at: str) -> Iterator[FieldError]:
    """Yield an error where the right has ended; `at` points at the field that states it."""
    if status in ENDED:
        yield FieldError(
            at,
            Code.NOT_IN_FORCE,
            _(
                "This right is “%(status)s”; a complaint needs a right that is in force or "
                "applied for.",
                status=label("right_status", status),
            ),
            {"status": str(status)},
        )


def check_basis(basis: str, right_kind: str) -> Iterator[FieldError]:
    """Yield an error where a right of this kind cannot support this accusation."""
    carriers = CARRIES[Basis(basis)] | {RightKind.OTHER}
    if right_kind not in carriers:
        can = [label("right_kind", each) for each in sorted(carriers)]
        yield FieldError(
            "/basis",
            Code.DOES_NOT_FIT,
            _(
                "A right of the kind “%(kind)s” cannot be the basis of a complaint about "
                "“%(basis)s”. Rights that can: %(can)s. Name the right that is infringed, "
                "or another basis.",
                kind=label("right_kind", right_kind),
                basis=label("basis", basis),
                can=Listed(can),
            ),
            {"allowed": sorted(str(each) for each in carriers)},
        )


def needs_permission(kind: str | None, *, for_another: bool) -> bool:
    """Say whether the account must show an authorization: an agent for a rights holder must."""
    return kind == FilerKind.AGENT and for_another


def check_term(permission: Permission, at: str, *, now: datetime) -> Iterator[FieldError]:
    """Yield an error where an authorization is not in force on this day."""
    today = now.date()
    if permission.revoked_on is not None and permission.revoked_on <= today:
        yield FieldError(
            at,
            Code.NOT_IN_FORCE,
            _(
                "The authorization was revoked on %(day)s. Name one in force.",
                day=permission.revoked_on,
            ),
            {"status": "revoked", "latest": permission.revoked_on.isoformat()},
        )
    elif permission.valid_from is not None and permission.valid_from > last_date(now):
        yield FieldError(
            at,
            Code.NOT_IN_FORCE,
            _(
                "The authorization begins on %(day)s. File from that day on.",
                day=permission.valid_from,
            ),
            {"earliest": permission.valid_from.isoformat()},
        )
    elif permission.valid_to is not None and permission.valid_to < today - timedelta(days=1):
        yield FieldError(
            at,
            Code.NOT_IN_FORCE,
            _("The authorization ended on %(day)s. Name one in force.", day=permission.valid_to),
            {"latest": permission.valid_to.isoformat()},
        )


def check_not_revoked(revoked_on: date | None, at: str) -> Iterator[FieldError]:
    """Yield an error where this very permission was registered before, and revoked."""
    if revoked_on is not None:
        yield FieldError(
            at,
            Code.NOT_IN_FORCE,
            _(
                "This authorization was revoked on %(day)s and cannot be used again. If "
                "there is a new one, use its number.",
                day=revoked_on,
            ),
            {"status": "revoked", "latest": revoked_on.isoformat()},
        )


def check_terms_in_order(permission: Permission, at: str) -> Iterator[FieldError]:
    """Yield an error where an authorization would end before it begins."""
    if (
        permission.valid_from
        and permission.valid_to
        and permission.valid_from > permission.valid_to
    ):
        yield FieldError(
            f"{at}/valid_to",
            Code.OUT_OF_ORDER,
            _("The authorization ends before it begins. Change one of the dates."),
            {"earliest": permission.valid_from.isoformat()},
        )


def check_scope(permission: Permission, use: Use, at: str) -> Iterator[FieldError]:
    """Yield an error where an authorization does not cover the use made of it."""
    if permission.rights_holder_id not in (None, use.rights_holder_id):
        yield FieldError(
            at, Code.NOT_COVERED, _("This authorization was given by another rights holder.")
        )
    elif permission.right_id not in (None, use.right_id):
        yield FieldError(
            at, Code.NOT_COVERED, _("This authorization is for another right of the holder.")
        )
    elif permission.right_kind not in (None, use.right_kind):
        yield FieldError(
            at,
            Code.NOT_COVERED,
            _(
                "This authorization is for rights of the kind “%(kind)s” only.",
                kind=label("right_kind", permission.right_kind),
            ),
        )
    elif permission.marketplace_id is not None and (
        set(use.marketplace_ids) - {permission.marketplace_id}
    ):
        yield FieldError(
            at,
            Code.NOT_COVERED,
            _(
                "This authorization is for one marketplace, but one of the listings is on "
                "another. File a separate complaint for that listing, with an authorization "
                "that covers it."
            ),
        )


def is_covering(permission: Permission, use: Use, *, now: datetime) -> bool:
    """Say whether an authorization is in force and covers this use."""
    return not [*check_term(permission, "", now=now), *check_scope(permission, use, "")]
