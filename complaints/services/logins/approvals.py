"""The second approval of access that one administrator gave: by another one, or by an operator.
For a role that somebody claimed with a work account, the first one's word too.

Until then a new member of staff has no access, and whoever got access back counts as one person
with who gave it, in every case in which both have a part.
"""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Select, select

from complaints.base.errors import Refusal, not_found
from complaints.models import AccessGrant, Account, Person
from complaints.queries.logins import grants
from complaints.rules.kinds import GrantKind
from complaints.rules.logins.ties import filer_node, require_apart
from complaints.services.mailing import account_letters
from complaints.services.upkeep import ledger
from complaints.storage.vault import Vault
from complaints.words import message as _
from complaints.work import UnitOfWork


def approve(work: UnitOfWork, person_id: int, *, vault: Vault) -> Person:
    """Approve what waits of a person. Somebody who was let in has access from now on; the letter
    that says how to sign in is written now. For somebody who claimed a role an administrator
    vouches first, as if by an invitation: that waits for a second one.

    Refuses with: not-found; wrong-state, where nothing waits; second-person-needed, for who gave
    the access and who got it; one-let-in-the-other, for whoever is tied with one of them.
    """
    person = _person(work, person_id)
    claim = grants.unadmitted(work.session, person_id)
    if claim is not None and grants.is_claimed(claim) and work.actor.person_id is not None:
        claim.granted_by, claim.granted_at = work.actor.person_id, work.now
        work.session.flush()
        ledger.record(work, "vouched", "person", person_id)
        return person
    rows = _approved(work, grants.open_of_person(person_id))
    if any(row.kind == GrantKind.ADMITTED for row in rows):
        _let_in(work, person, vault)
    return person


def approve_log_in(work: UnitOfWork, account: Account) -> None:
    """Approve that a log-in's second factor was taken off.

    Refuses as `approve` does.
    """
    _approved(work, grants.open_of_account(account.id))


def refuse(work: UnitOfWork, person_id: int) -> Person:
    """Refuse to let somebody in: the person never gets access, and the address is free again.

    Refuses with: not-found; wrong-state, where nobody was to be let in.
    """
    person = _person(work, person_id)
    row = grants.unadmitted(work.session, person_id)
    if row is None or row.refused_at is not None:
        raise _nothing_waits()
    row.refused_at = work.now
    account = work.session.scalar(select(Account).where(Account.person_id == person_id))
    if account is not None:
        work.session.delete(account)
    work.session.flush()
    ledger.record(work, "refused", "person", person_id)
    return person


def _person(work: UnitOfWork, person_id: int) -> Person:
    person = work.session.scalar(select(Person).where(Person.id == person_id).with_for_update())
    if person is None:
        raise not_found(_("person"))
    return person


def _approved(work: UnitOfWork, waiting: Select[tuple[AccessGrant]]) -> Sequence[AccessGrant]:
    rows = work.session.scalars(waiting.with_for_update()).all()
    if not rows:
        raise _nothing_waits()
    if work.actor.person_id is not None:
        both = {row.granted_by for row in rows} | {_receiver(work, row) for row in rows}
        require_apart(work.actor, both, grants.ties(work.session), _("A second approval"))
    for row in rows:
        row.approved_by, row.approved_at = work.actor.person_id, work.now
        about = "person" if row.person_id is not None else "account"
        ledger.record(
            work, "approved", about, row.person_id or row.account_id or 0, kind=row.kind,
            granted_by=row.granted_by,
        )  # fmt: skip
    work.session.flush()
    return rows


def _receiver(work: UnitOfWork, row: AccessGrant) -> int | None:
    if row.account_id is None:
        return row.person_id
    account = work.session.get_one(Account, row.account_id)
    return account.person_id or filer_node(account.filer_id or 0)


def _let_in(work: UnitOfWork, person: Person, vault: Vault) -> None:
    person.active = True
    account = work.session.scalar(select(Account).where(Account.person_id == person.id))
    if account is not None:
        account.active = True
        if account.work_account is None:
            kind, link = "invited", work.links.password(account.fs_uniquifier)
        else:
            kind, link = "let_in", work.links.page("/sign-in")
        account_letters.write_account_letter(work, account, kind, holds=link, vault=vault)


def _nothing_waits() -> Refusal:
    return Refusal("wrong-state", _("Nothing waits for an approval here."), possible=[])
