"""Recognises the listings of pasted addresses before anything is filed. Stores nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from complaints.errors import FieldError
from complaints.queries import recognised, rights
from complaints.queries.recognised import KnownListing
from complaints.rules.listing_urls import is_known
from complaints.rules.target_lines import WrittenLine
from complaints.services.intake.aiming import find_aims
from complaints.services.registry import Aim
from complaints.work import UnitOfWork


@dataclass(frozen=True, slots=True)
class Seen:
    """What the target of one line aims at.

    `status` is known (in the record), new, unknown (a site without a record) or error; `same_as`
    is the number of an earlier line with the same listing, `open_claim_id` the account's own
    open claim against it. `errors` are all that is wrong with the line.
    """

    line: WrittenLine
    status: str
    aim: Aim | None
    store: Mapping[str, str | None] | None
    same_as: int | None
    open_claim_id: int | None
    errors: Sequence[FieldError]


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
        pointed = [FieldError(p.pointer.removeprefix("/targets/0"), p.message) for p in problems]
        errors.append([*line.errors, *pointed])
        aims.append(found_aims[0] if found_aims else None)
    places = {aim.key for aim in aims if aim}
    known = recognised.listings(work.session, places)
    named = recognised.store_names(
        work.session, {(a.marketplace, a.store) for a in aims if a and a.store}
    )
    ids = {listing.id for listing in known.values()}
    claims = recognised.open_claims(work.session, right, ids) if right else {}
    first: dict[tuple[str, str], WrittenLine] = {}
    seen = []
    for line, aim, wrong in zip(lines, aims, errors, strict=True):
        if aim is None:
            seen.append(Seen(line, "error", None, None, None, None, wrong))
            continue
        listing = known.get(aim.key)
        earlier = first.setdefault(aim.key, line)
        seen.append(
            Seen(
                line=line,
                status=_status(aim, listing) if not wrong else "error",
                aim=aim,
                store=_store(aim, listing, named),
                same_as=earlier.number if earlier is not line else None,
                open_claim_id=claims.get(listing.id) if listing else None,
                errors=wrong,
            )
        )
    return seen


def _status(aim: Aim, listing: KnownListing | None) -> str:
    if not is_known(aim.marketplace):
        return "unknown"
    return "known" if listing else "new"


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
