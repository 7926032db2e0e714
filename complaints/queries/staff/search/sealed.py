"""Who showed a contact that was typed: by its hash alone, since the contacts themselves are sealed.

What is typed is normalised as it was when it came in, so that two ways of writing one number meet.
It says who, and never shows a value; a part of one finds nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from abuse.identity.attributes import normalise
from complaints.models import Filer, FilerIdentity, SellerInbox
from complaints.queries.staff.search.hits import Hit, of_ids
from complaints.rules.kinds import IdentityKind, InboxKind
from complaints.rules.mailing.inboxes import AddressError, read_address
from complaints.rules.staff.search_words import Thing
from complaints.storage.vault import Vault
from complaints.work import UnitOfWork

MOST: Final = 100
# A network is made of an address, and finds others than the one that was typed.
_TYPED: Final = tuple(str(kind) for kind in IdentityKind if kind != IdentityKind.IP_NET)


@dataclass(frozen=True, slots=True)
class SealedMatch:
    """Who showed the contact, and as what (`shown_as`), or whose letters go to it, and how
    (`inbox`)."""

    hit: Hit
    shown_as: str | None = None
    inbox: str | None = None


def same_contact(work: UnitOfWork, value: str, *, vault: Vault) -> list[SealedMatch]:
    """Return up to 100 accounts that showed this contact, and whose inbox it is."""
    digests = {digest: kind for kind, digest in _digests(work.session, value, vault)}
    shown = (
        select(FilerIdentity.filer_id, FilerIdentity.digest)
        .where(FilerIdentity.digest.in_(digests))
        .order_by(FilerIdentity.last_seen.desc(), FilerIdentity.id)
        .limit(MOST)
    )
    kinds = {filer: digests[digest] for filer, digest in work.session.execute(shown).tuples()}
    matches = [
        SealedMatch(hit, shown_as=kinds[hit.id]) for hit in of_ids(work, Thing.FILER, list(kinds))
    ]
    return [*matches, *_inboxes(work, value, vault)]


def _digests(session: Session, value: str, vault: Vault) -> Iterator[tuple[str, str]]:
    for kind in _TYPED:
        # A number without its country may be anybody's, of the countries that accounts are in.
        countries: Iterable[str | None] = (None,)
        if kind == IdentityKind.PHONE:
            countries = [None, *session.scalars(select(Filer.country).distinct())]
        for country in dict.fromkeys(countries):
            for form, normal in normalise(kind, value, country):
                if form == kind:
                    yield from ((kind, each) for each in _both(vault, form, normal))


def _both(vault: Vault, kind: str, normal: str) -> Iterator[str]:
    """Yield the hash under the key in use, and under the one that is being changed."""
    yield vault.digest(kind, normal)
    old = vault.old_digest(kind, normal)
    if old is not None:
        yield old


def _inboxes(work: UnitOfWork, value: str, vault: Vault) -> list[SealedMatch]:
    digests: dict[str, str] = {}
    for kind in InboxKind:
        try:
            address = read_address(kind, value)
        except AddressError:
            continue
        digests.update(dict.fromkeys(_both(vault, f"inbox-{kind}", address.text), str(kind)))
    rows = (
        work.session.execute(
            select(SellerInbox.store_id, SellerInbox.operator_id, SellerInbox.digest)
            .where(SellerInbox.digest.in_(digests))
            .order_by(SellerInbox.id)
            .limit(MOST)
        )
        .tuples()
        .all()
    )
    stores = {store_id: digests[digest] for store_id, _, digest in rows if store_id is not None}
    operators = {
        operator_id: digests[digest] for _, operator_id, digest in rows if operator_id is not None
    }
    return [
        SealedMatch(hit, inbox=kinds[hit.id])
        for thing, kinds in ((Thing.STORE, stores), (Thing.OPERATOR, operators))
        for hit in of_ids(work, thing, list(kinds))
    ]
