"""Writes the letters about a joining: to each account that it concerns, with a link of its own."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import select

from complaints.links import PLACE
from complaints.models import Boycott, Filer, Joining, RightsHolder
from complaints.queries import boycotts, parties
from complaints.rules.boycotts import by_law
from complaints.rules.joinings import JOINING
from complaints.services import outbox
from complaints.words.letters import Letter
from complaints.words.letters.joinings import Bound, joined, parted, upheld
from complaints.work import UnitOfWork


def tell_joined(work: UnitOfWork, row: Joining, accounts: Iterable[int]) -> None:
    """Tell accounts that they are counted together with another one, why, and what follows."""
    for account in _named(work, accounts):
        bound = _bound(work, account)
        letter = joined(account.name, reasons=row.reasons or "", bound=bound, link=PLACE)
        _write(work, row, account, "join", letter)


def tell_upheld(work: UnitOfWork, row: Joining, reason: str) -> None:
    """Tell both accounts that the appeal leaves them counted together."""
    for account in _named(work, (row.filer_id, row.other_id)):
        letter = upheld(
            account.name, reason=reason, bound=_bound(work, account), page=_page(work, row)
        )
        _write(work, row, account, "uphold", letter)


def tell_parted(work: UnitOfWork, row: Joining, accounts: Iterable[int]) -> None:
    """Tell accounts that a joining is undone, and whether anything still binds them."""
    for account in _named(work, accounts):
        alone = len(parties.accounts(work.session, account.id)) == 1
        letter = parted(
            account.name,
            reason=row.end_reason or "",
            alone=alone,
            bound=_bound(work, account),
            page=_page(work, row),
        )
        _write(work, row, account, "part", letter)


def _page(work: UnitOfWork, row: Joining) -> str:
    return work.links.page(f"/standing/joinings/{row.id}")


def _named(work: UnitOfWork, accounts: Iterable[int]) -> Iterable[Filer]:
    statement = select(Filer).where(Filer.id.in_(list(accounts)))
    return work.session.scalars(statement.order_by(Filer.id)).all()


def _bound(work: UnitOfWork, account: Filer) -> list[Bound]:
    rows = boycotts.binding_filer(work.session, account.id, work.now)
    return [_bound_by(work, each) for each in rows]


def _bound_by(work: UnitOfWork, row: Boycott) -> Bound:
    principal = None
    if row.rights_holder_id is not None:
        principal = work.session.get_one(RightsHolder, row.rights_holder_id).name
    stops, passes = by_law(row.stops)
    return Bound(principal, row.ends_at or work.now, stops, passes)


def _write(work: UnitOfWork, row: Joining, account: Filer, event: str, letter: Letter) -> None:
    kind = JOINING.letter_of(event)
    outbox.write(work, kind, letter, filer_id=account.id, joining_id=row.id)
