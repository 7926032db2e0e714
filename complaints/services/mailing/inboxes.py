"""States where letters reach stores and operators, and opens what was sealed.

Whoever holds a letter to a seller answers for the seller. So a partner states only inboxes of
stores of the marketplaces that it runs, replaces no other's word, and its own word reaches no
letter about a complaint of its own accounts (`queries/mailing/inboxes.py`).
Ground: calls no other service.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import delete, select

from complaints.base.codes import Code
from complaints.base.errors import FieldError, Refusal, invalid_fields, not_found
from complaints.models import Operator, SellerInbox, Store
from complaints.queries.mailing import inboxes
from complaints.rules.actors import Scope
from complaints.rules.kinds import InboxSource
from complaints.rules.mailing.inboxes import Address, AddressError, read_address
from complaints.rules.upkeep import sealed
from complaints.services.registry import rows
from complaints.services.upkeep import ledger
from complaints.storage.vault import Vault
from complaints.words import message as _
from complaints.work import UnitOfWork

INBOX: Any = SellerInbox.__table__
FACTS = ("kind", "address", "key_id", "domain", "digest", "source", "partner_id", "stated_at")
NOT_OF_STAFF = _(
    "Letters to a seller cannot go to this mailbox. Enter one that the seller alone reads: whoever "
    "gets the letter answers for the seller."
)
COMPARED = ("kind", "key_id", "digest", "partner_id")


@dataclass(frozen=True, slots=True)
class Owner:
    """The store or the operator whose inbox it is."""

    noun: str
    id: int

    @property
    def column(self) -> str:
        return f"{self.noun}_id"


def a_store(store_id: int) -> Owner:
    """Return a store as the owner of an inbox."""
    return Owner("store", store_id)


def an_operator(operator_id: int) -> Owner:
    """Return an operator as the owner of an inbox."""
    return Owner("operator", operator_id)


@dataclass(frozen=True, slots=True)
class Opened:
    """An inbox with its address, which is None where it was sealed under another key."""

    inbox: SellerInbox
    address: str | None = field(repr=False)


def state(
    work: UnitOfWork, owner: Owner, *, kind: str, address: str, source: InboxSource, vault: Vault
) -> SellerInbox:
    """State where letters reach a store or an operator, in place of what was stated before.

    Refuses with: not-found; invalid-request, for what is no address, or one of staff; wrong-state,
    where a partner would replace what it did not state itself; second-person-needed and
    one-let-in-the-other, for a person who decided a claim against it.
    """
    work = work.by(work.actor.on_sellers_side())
    _require_may_state(work, owner)
    against = Store.id if owner.noun == "store" else Store.operator_id
    inboxes.require_decided_none(work, against == owner.id)
    try:
        stated = read_address(kind, address)
    except AddressError as error:
        raise invalid_fields([error.at("/address")]) from None
    if inboxes.of_staff(work.session, [stated]):
        raise invalid_fields([FieldError("/address", Code.NOT_PERMITTED, NOT_OF_STAFF)])
    store_inboxes(work, owner.noun, {owner.id: stated}, source=source, vault=vault)
    ledger.record(
        work, "stated_inbox", owner.noun, owner.id, kind=str(stated.kind), source=str(source)
    )
    row = _own(work, owner)
    assert row is not None
    return row


def remove(work: UnitOfWork, owner: Owner) -> None:
    """Remove the inbox of a store or an operator: its letters go by hand, or to its operator.

    Refuses with: not-found, also where it has no own; wrong-state, as stating one does.
    """
    work = work.by(work.actor.on_sellers_side())
    _require_may_state(work, owner)
    row = _own(work, owner)
    if row is None:
        raise not_found(_("inbox"))
    work.session.execute(delete(SellerInbox).where(SellerInbox.id == row.id))
    ledger.record(work, "removed_inbox", owner.noun, owner.id, kind=row.kind)


def read_inbox(work: UnitOfWork, owner: Owner, *, why: str, vault: Vault) -> Opened:
    """Return where letters reach a store or an operator, opened; the ledger keeps who read it and
    why.

    Refuses with: not-found; forbidden, unless the actor is the operator, or staff with the scope
    review.
    """
    work.actor.require(Scope.REVIEW)
    if not work.actor.reads_as_staff:
        raise Refusal("forbidden", _("Only staff can read where letters go."))
    of_owner = inboxes.inbox_of_store if owner.noun == "store" else inboxes.of_operator
    row = of_owner(work.session, owner.id)
    if row is None:
        raise not_found(_("inbox"))
    ledger.record(work, "read_inbox", owner.noun, owner.id, why=why, inbox_id=row.id)
    return Opened(row, vault.unseal(row.address, row.key_id, about=sealed.of_inbox(row)))


def store_inboxes(
    work: UnitOfWork, noun: str, stated: Mapping[int, Address], *, source: InboxSource, vault: Vault
) -> int:
    """Store the addresses of stores or operators by their ids; return how many are new or changed.

    For imports too: it asks nobody's leave, and writes nothing in the ledger. A mailbox of staff is
    not stored: what was stated before stays.
    """
    of_staff = inboxes.of_staff(work.session, stated.values())
    stated = {owner: each for owner, each in stated.items() if each not in of_staff}
    key = f"{noun}_id"
    new = {
        owner: _sealed(work, each, source, vault, about=sealed.inbox(noun, owner, each.kind))
        for owner, each in stated.items()
    }
    owners = [(owner,) for owner in sorted(stated)]
    known = rows.fetch(work.session, INBOX, (key,), owners, also=COMPARED)
    missing = [owner for owner in owners if owner not in known]
    rows.insert_new(work.session, INBOX, [{key: owner, **new[owner]} for (owner,) in missing])
    # Another writer may have inserted one meanwhile, with another address.
    known |= rows.fetch(work.session, INBOX, (key,), missing, also=COMPARED)
    changed = [
        {"id": row.id, **new[owner]}
        for (owner,), row in known.items()
        if any(getattr(row, name) != new[owner][name] for name in COMPARED)
    ]
    rows.update_by_id(work.session, INBOX, FACTS, changed)
    return len(missing) + len(changed)


def _sealed(
    work: UnitOfWork, address: Address, source: InboxSource, vault: Vault, *, about: str
) -> dict[str, Any]:
    return {
        "kind": str(address.kind),
        "address": vault.seal(address.text, about=about),
        "key_id": vault.key_id,
        "domain": address.domain,
        "digest": vault.digest(f"inbox-{address.kind}", address.text),
        "source": str(source),
        "partner_id": work.actor.partner_id,
        "stated_at": work.now,
    }


def _require_may_state(work: UnitOfWork, owner: Owner) -> None:
    _require_visible(work, owner)
    # Of two who state one inbox at once, the second waits.
    table = Store if owner.noun == "store" else Operator
    work.session.execute(select(table.id).where(table.id == owner.id).with_for_update())
    row = _own(work, owner)
    partner_id = work.actor.partner_id
    if row is not None and partner_id is not None and row.partner_id != partner_id:
        raise Refusal(
            "wrong-state",
            _(
                "The platform, its staff or another partner stated this inbox. Ask the platform "
                "to change it."
            ),
            source=row.source,
        )


def _require_visible(work: UnitOfWork, owner: Owner) -> None:
    if owner.noun == "store":
        inboxes.require_store(work, owner.id)
    else:
        inboxes.require_operator(work, owner.id)


def _own(work: UnitOfWork, owner: Owner) -> SellerInbox | None:
    column = getattr(SellerInbox, owner.column)
    # What `store_inboxes` wrote does not pass through the session: read it anew.
    statement = select(SellerInbox).where(column == owner.id)
    return work.session.scalar(statement.execution_options(populate_existing=True))
