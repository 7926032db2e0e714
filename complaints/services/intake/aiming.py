"""Finds the listing that each target of a notice aims at, and what is wrong with the targets.

In a history the stated ids go before the address. In a notice they must agree with it: otherwise
one listing could be claimed twice under invented ids, and be stored under another's address.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

from complaints.errors import FieldError
from complaints.rules import admissibility
from complaints.rules.listing_urls import UrlProblem, is_known, is_short, marketplace_name, site_of
from complaints.rules.targets import Target
from complaints.services.registry import Aim, aim_at
from complaints.words import message as _


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
            problems.append(FieldError(f"{at}/url", problem.message))
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
            _("The address is one of %(name)s. Change the address, or leave this out.", name=name),
        )
    elif seen is None:
        return
    elif is_known(seen.marketplace) and aim.listing_id.casefold() != seen.listing_id.casefold():
        yield FieldError(
            f"{at}/listing_id",
            _(
                "The address is of listing %(listing_id)s on %(name)s. Change the address, or "
                "leave this out.",
                listing_id=seen.listing_id,
                name=name,
            ),
        )
