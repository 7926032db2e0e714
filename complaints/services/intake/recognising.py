"""Recognises the listings of pasted addresses before anything is filed. Stores nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from complaints.errors import FieldError
from complaints.queries import recognised, rights
from complaints.queries.recognised import KnownListing
from complaints.rules.listing_urls import is_known
from complaints.rules.targets import Target
from complaints.services.intake.aiming import find_aims
from complaints.services.registry import Aim
from complaints.work import Work


@dataclass(frozen=True, slots=True)
class Seen:
    """What one target aims at.

    `status` is known (in the record), new, unknown (a site without a record) or error; `same_as`
    is the index of an earlier target with the same listing, `open_claim_id` the account's own
    open claim against it.
    """

    status: str
    aim: Aim | None
    store: Mapping[str, str | None] | None
    same_as: int | None
    open_claim_id: int | None
    errors: Sequence[FieldError]


def recognise(work: Work, targets: Sequence[Target | None], *, right_id: int | None) -> list[Seen]:
    """Return what each target (None for one that could not be read) aims at.

    The rules are those of a filing. Refuses with: not-found, where the actor may not see the right.
    """
    right = rights.get(work, right_id) if right_id is not None else None
    aims: list[Aim | None] = []
    errors: list[Sequence[FieldError]] = []
    for target in targets:
        found_aims, problems = find_aims([target], work.now) if target is not None else ([], [])
        errors.append(
            [FieldError(p.pointer.removeprefix("/targets/0"), p.message) for p in problems]
        )
        aims.append(found_aims[0] if found_aims else None)
    places = {aim.key for aim in aims if aim}
    known = recognised.listings(work.session, places)
    named = recognised.store_names(
        work.session, {(a.marketplace, a.store) for a in aims if a and a.store}
    )
    ids = {listing.id for listing in known.values()}
    claims = recognised.open_claims(work.session, right, ids) if right else {}
    first: dict[tuple[str, str], int] = {}
    seen = []
    for index, (aim, wrong) in enumerate(zip(aims, errors, strict=True)):
        if aim is None:
            seen.append(Seen("error", None, None, None, None, wrong))
            continue
        listing = known.get(aim.key)
        earlier = first.setdefault(aim.key, index)
        seen.append(
            Seen(
                status=_status(aim, listing) if not wrong else "error",
                aim=aim,
                store=_store(aim, listing, named),
                same_as=earlier if earlier != index else None,
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
