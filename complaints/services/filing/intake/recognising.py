"""Recognises the listings of pasted addresses before anything is filed. Stores nothing.

Finds the listing that each target of a notice aims at, and what is wrong with the targets.

In a history the stated ids go before the address. In a notice they must agree with it: otherwise
one listing could be claimed twice under invented ids, and be stored under another's address.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from complaints.base.codes import Code
from complaints.base.errors import FieldError
from complaints.models import Right
from complaints.queries.authority import rights, territories
from complaints.queries.filing import recognised
from complaints.queries.filing.recognised import KnownListing
from complaints.rules.authority.territories import Reach
from complaints.rules.filing import admissibility
from complaints.rules.filing.listing_urls import (
    UrlProblem,
    is_known,
    is_short,
    marketplace_name,
    site_of,
)
from complaints.rules.filing.target_lines import WrittenLine
from complaints.rules.filing.targets import Target
from complaints.services.registry import Aim, aim_at, place_of_aim
from complaints.words import message as _
from complaints.work import UnitOfWork


@dataclass(frozen=True, slots=True)
class Seen:
    """What the target of one line aims at.

    `status` is known (in the record), new, stated (a number or ids as somebody wrote them: no
    address says that there is such a listing), unknown (a site without a record) or error;
    `same_as` is the number of an earlier line with the same listing, `open_claim_id` the account's
    own open claim against it. `errors` are all that is wrong with the line. `reach` is whether the
    named right holds where the listing is offered.
    """

    line: WrittenLine
    status: str
    aim: Aim | None
    store: Mapping[str, str | None] | None
    same_as: int | None
    open_claim_id: int | None
    errors: Sequence[FieldError]
    reach: Reach | None = None

    @property
    def is_short(self) -> bool:
        """Whether it is a short link, which does not say where it leads and is not opened."""
        return self.aim is not None and is_short(self.aim.marketplace)


def recognise_targets(
    work: UnitOfWork, lines: Sequence[WrittenLine], *, right_id: int | None
) -> list[Seen]:
    """Return what the target of each line, where it could be read, aims at.

    The rules are those of a filing. Refuses with: not-found, where the actor may not see the right.
    """
    right = rights.get_right(work, right_id) if right_id is not None else None
    aims: list[Aim | None] = []
    errors: list[Sequence[FieldError]] = []
    for line in lines:
        found_aims, problems = find_aims([line.target], work.now) if line.target else ([], [])
        pointed = [replace(p, pointer=p.pointer.removeprefix("/targets/0")) for p in problems]
        errors.append([*line.errors, *pointed])
        aims.append(found_aims[0] if found_aims else None)
    places = {aim.key for aim in aims if aim}
    known = recognised.listings(work.session, places)
    named = recognised.store_names(
        work.session, {(a.marketplace, a.store) for a in aims if a and a.store}
    )
    ids = {listing.id for listing in known.values()}
    claims = recognised.open_claims(work.session, right, ids) if right else {}
    reaches = _reaches(work, right, aims)
    first: dict[tuple[str, str], WrittenLine] = {}
    seen = []
    for line, aim, wrong, reach in zip(lines, aims, errors, reaches, strict=True):
        if aim is None:
            seen.append(Seen(line, "error", None, None, None, None, wrong))
            continue
        listing = known.get(aim.key)
        earlier = first.setdefault(aim.key, line)
        seen.append(
            Seen(
                line=line,
                status=_status(line, aim, listing) if not wrong else "error",
                aim=aim,
                store=_store(aim, listing, named),
                same_as=earlier.number if earlier is not line else None,
                open_claim_id=claims.get(listing.id) if listing else None,
                errors=wrong,
                reach=reach,
            )
        )
    return seen


def _reaches(
    work: UnitOfWork, right: Right | None, aims: Sequence[Aim | None]
) -> list[Reach | None]:
    if right is None:
        return [None] * len(aims)
    places = [place_of_aim(aim) for aim in aims if aim]
    reaches = iter(territories.reaches_at(work.session, right, places))
    return [next(reaches) if aim else None for aim in aims]


def _status(line: WrittenLine, aim: Aim, listing: KnownListing | None) -> str:
    if not is_known(aim.marketplace):
        return "unknown"
    if listing:
        return "known"
    return "stated" if line.by_number or aim.seen is None else "new"


def _store(
    aim: Aim,
    listing: KnownListing | None,
    named: Mapping[tuple[str, str], str],
) -> Mapping[str, str | None] | None:
    stated = aim.target.store_name
    if aim.store:
        return {"id": aim.store, "name": stated or named.get((aim.marketplace, aim.store))}
    if listing and listing.store:
        return {"id": listing.store, "name": listing.store_name}
    return {"id": "", "name": stated} if stated else None


def find_aims(targets: Sequence[Target], now: datetime) -> tuple[list[Aim], list[FieldError]]:
    """Return the aims of the targets, and everything that is wrong with them."""
    aims: list[Aim] = []
    problems: list[FieldError] = []
    for index, target in enumerate(targets):
        at = f"/targets/{index}"
        listed = f"{at}/listed_on"
        problems += admissibility.check_not_future(target.listed_on, listed, now=now)
        try:
            aim = aim_at(target, index)
        except UrlProblem as problem:
            problems.append(problem.at(f"{at}/url"))
            continue
        problems += _contradictions(aim, at)
        aims.append(aim)
    return aims, problems


def _contradictions(aim: Aim, at: str) -> Iterator[FieldError]:
    """Yield an error where the target states another listing than its address names."""
    seen = aim.seen
    site = site_of(aim.target.url) if seen is None else seen.marketplace
    if site is None or is_short(site):  # who followed it may say where it leads
        return
    name = marketplace_name(site)
    # The law goes by the marketplace: nobody names another one than the address has.
    if aim.marketplace != site and (is_known(site) or is_known(aim.marketplace)):
        yield FieldError(
            f"{at}/marketplace",
            Code.CONTRADICTS,
            _("The address is one of %(name)s. Change the address, or leave this out.", name=name),
            {"member": "url", "expected": site},
        )
    elif seen is None:
        return
    elif is_known(seen.marketplace) and aim.listing_id.casefold() != seen.listing_id.casefold():
        yield FieldError(
            f"{at}/listing_id",
            Code.CONTRADICTS,
            _(
                "The address is of listing %(listing_id)s on %(name)s. Change the address, or "
                "leave this out.",
                listing_id=seen.listing_id,
                name=name,
            ),
            {"member": "url", "expected": seen.listing_id},
        )
