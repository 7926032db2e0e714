"""What the steps of a joining share: how one begins, with its accounts locked.

Writes the letters about a joining: to each account that it concerns, with a link of its own.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime

from sqlalchemy import select

from complaints.models import Filer, Joining
from complaints.queries.cases import joinings, parties
from complaints.rules.acts import Act
from complaints.rules.cases.joinings import JOINING
from complaints.rules.kinds import LetterKind
from complaints.services.cases import case_steps
from complaints.services.cases.bound import find_bound
from complaints.services.mailing import outbox
from complaints.services.move import lock_row
from complaints.storage.links import PLACE
from complaints.words.letters import Letter
from complaints.words.letters.case_appeals import ground_asked
from complaints.words.letters.joinings import joined, parted, upheld
from complaints.words.terms import ONE_PARTY
from complaints.work import UnitOfWork


def lock_for_step(
    work: UnitOfWork,
    joining_id: int,
    act: Act,
    *,
    event: str | None = None,
    expected: int | None = None,
) -> Joining:
    """Return the joining, locked after its accounts, once nothing stands in the way of the act.

    The accounts are locked in the order in which a judgement locks them. Refuses with: not-found;
    stale; and as `case_steps.require_step` does.
    """
    case_steps.require_actor(work, JOINING, act)
    # First: “stale” would tell a stranger that there is such a joining.
    joinings.require_visible(work, joining_id)
    pair = select(Joining.filer_id, Joining.other_id).where(Joining.id == joining_id)
    lock_parties(work, *work.session.execute(pair).one())
    row = lock_row(work.session, Joining, joining_id, expected=expected)
    case_steps.require_step(work, row, act, event)
    return row


def lock_parties(work: UnitOfWork, one: int, other: int) -> dict[int, int]:
    """Lock all accounts of these two accounts' parties, and return the party of each.

    Intake locks its account too, so that no complaint is filed between a party's change and the
    holds that follow from it.
    """
    pair = select(Filer.id).where(Filer.id.in_((one, other)))
    accounts = select(Filer.id, Filer.party_id).where(Filer.id.in_(parties.accounts_with(pair)))
    rows = work.session.execute(
        accounts.order_by(Filer.id).with_for_update(key_share=True)
    ).tuples()
    return dict(rows.all())


def count_to(work: UnitOfWork, accounts: Collection[int], party_id: int) -> None:
    """Count these accounts to a party."""
    for row in work.session.scalars(select(Filer).where(Filer.id.in_(accounts))):
        row.party_id = party_id
    work.session.flush()


def tell_joined(work: UnitOfWork, row: Joining, accounts: Iterable[int]) -> None:
    """Tell accounts that they are counted together with another one, why, and what follows."""
    for account in _named(work, accounts):
        bound = find_bound(work, account.id)
        letter = joined(
            account.name, reasons=row.reasons or "", bound=bound, link=PLACE,
            policy=work.policy.number,
            terms=work.links.terms(work.policy.number, ONE_PARTY),
        )  # fmt: skip
        _write(work, row, account, "join", letter)


def ask_ground(work: UnitOfWork, row: Joining, account: Filer, due: datetime) -> None:
    """Ask the account that appealed for the ground of its appeal."""
    letter = ground_asked(account.name, due=due, page=_page(work, row))
    outbox.write(
        work, LetterKind.APPEAL_GROUND, letter, filer_id=account.id, joining_id=row.id
    )  # fmt: skip


def tell_upheld(work: UnitOfWork, row: Joining, appellant: int, argued: str, reason: str) -> None:
    """Tell the account that appealed that it stays counted together. For no other one anything has
    changed, and none reads what it argued."""
    account = work.session.get_one(Filer, appellant)
    letter = upheld(
        account.name,
        argued=argued,
        reason=reason,
        bound=find_bound(work, account.id),
        page=_page(work, row),
    )
    _write(work, row, account, "uphold", letter)


def tell_parted(
    work: UnitOfWork, row: Joining, accounts: Iterable[int], on_appeal_of: int | None
) -> None:
    """Tell accounts that a joining is undone, and whether anything still binds them. What was found
    on the appeal of one account is told to it alone."""
    for account in _named(work, accounts):
        alone = len(parties.accounts(work.session, account.id)) == 1
        letter = parted(
            account.name,
            reason=row.end_reason if on_appeal_of in (None, account.id) else None,
            alone=alone,
            bound=find_bound(work, account.id),
            page=_page(work, row),
        )
        _write(work, row, account, "part", letter)


def _page(work: UnitOfWork, row: Joining) -> str:
    return work.links.page(f"/standing/joinings/{row.id}")


def _named(work: UnitOfWork, accounts: Iterable[int]) -> Iterable[Filer]:
    statement = select(Filer).where(Filer.id.in_(list(accounts)))
    return work.session.scalars(statement.order_by(Filer.id)).all()


def _write(work: UnitOfWork, row: Joining, account: Filer, event: str, letter: Letter) -> None:
    kind = JOINING.letter_of(event)
    outbox.write(work, kind, letter, filer_id=account.id, joining_id=row.id)
