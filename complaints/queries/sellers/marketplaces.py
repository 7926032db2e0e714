"""The sellers' side of complaints: what a partner reaches on the marketplaces that it runs.

Must show nothing of a complaint that is of the partner's own accounts, or of another account of
their party: nobody is on two sides of one case.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Select, String, and_, cast, exists, literal, or_, select
from sqlalchemy.orm import Session, aliased

from complaints.base.errors import Refusal, not_found
from complaints.models import (
    Appeal,
    Claim,
    Complaint,
    Filer,
    LedgerEntry,
    Letter,
    Listing,
    Marketplace,
    PartnerMarketplace,
    SecretLink,
    Store,
    SuspensionClaim,
)
from complaints.queries.cases import parties
from complaints.queries.logins import filers
from complaints.rules.actors import Actor, ActorKind, Role, Scope
from complaints.rules.kinds import Side
from complaints.rules.law.regimes import countries_of
from complaints.rules.logins.visibility import PARTNER
from complaints.storage.links import SellerOf
from complaints.words import message as _
from complaints.work import UnitOfWork

# Scopes by which a partner reads claims as their sellers do.
READING = frozenset({Scope.SPEAK_FOR_SELLERS, Scope.ENFORCE})
# What the ledger says of a partner that spoke for the seller of a claim.
SPOKE = ("counter", "gone", "report_demand", "spoke_of_suit")
OWN: Any = aliased(Filer)
ACCUSER: Any = aliased(Filer)
AIMED_AT: Any = aliased(Listing)
ACCUSED: Any = aliased(Store)
WRITTEN_OF: Any = aliased(Claim)
NAMED: Any = aliased(Claim)


def of_partner(session: Session, partner_id: int) -> Sequence[str]:
    """Return the slugs of the marketplaces that a partner runs."""
    run = select(Marketplace.slug).where(Marketplace.id.in_(run_by(partner_id)))
    return session.scalars(run.order_by(Marketplace.slug)).all()


def run_by(partner_id: int) -> Select[tuple[int]]:
    """Return the statement for the ids of the marketplaces that a partner runs."""
    return select(PartnerMarketplace.marketplace_id).where(
        PartnerMarketplace.partner_id == partner_id
    )


def require_run(work: UnitOfWork, slug: str) -> None:
    """Refuses with: not-found, where the actor is neither staff, nor the operator, nor a partner
    that runs this marketplace."""
    partner_id = work.actor.partner_id
    everywhere = work.actor.reads_as_staff
    if not everywhere and (partner_id is None or slug not in of_partner(work.session, partner_id)):
        raise not_found(_("marketplace “%(slug)s”", slug=slug))


def find_marketplaces(work: UnitOfWork) -> Sequence[Marketplace]:
    """Return the marketplaces that complaints or the catalogue name, by slug: to staff and the
    operator all, to a partner those that it runs. Refuses with: not-found, for anybody else."""
    statement = select(Marketplace).order_by(Marketplace.slug)
    partner_id = work.actor.partner_id
    if partner_id is not None:
        statement = statement.where(Marketplace.id.in_(run_by(partner_id)))
    elif not work.actor.reads_as_staff:
        raise not_found(_("page"))
    return work.session.scalars(statement).all()


def with_countries(row: Marketplace) -> dict[str, Any]:
    """Return a marketplace with the countries of its buyers, as stated or as our record has it."""
    known = sorted(countries_of(row.slug, row.country))
    return {"slug": row.slug, "name": row.name, "country": row.country, "known": known}


def is_of_partner(partner_id: Any, filer_id: Any) -> ColumnElement[bool]:
    """Return the condition that a filer is an account of a partner, or shares a party with one.

    Both may be columns of the statement that asks.
    """
    source = literal(PARTNER).concat(cast(partner_id, String))
    together = select(literal(1)).join_from(OWN, ACCUSER, ACCUSER.party_id == OWN.party_id)
    return exists(together.where(OWN.source == source, ACCUSER.id == filer_id))


def is_named_by(partner_id: Any, suspension_id: Any) -> ColumnElement[bool]:
    """Return the condition that a suspension rests on a claim of a partner's own accounts, or of
    their party: then the partner is on the other side of its letters."""
    named = select(literal(1)).join_from(
        SuspensionClaim, NAMED, NAMED.id == SuspensionClaim.claim_id
    )
    return exists(
        named.where(
            SuspensionClaim.suspension_id == suspension_id,
            is_of_partner(partner_id, NAMED.filer_id),
        )
    )


def sees_claim(partner_id: int) -> ColumnElement[bool]:
    """Return the condition for claims that a partner reaches on the sellers' side, once they are
    processed."""
    here = AIMED_AT.marketplace_id.in_(run_by(partner_id))
    return and_(
        exists(select(literal(1)).where(AIMED_AT.id == Claim.listing_id, here)),
        Claim.state != "not_processed",
        ~is_of_partner(partner_id, Claim.filer_id),
    )


def of_seller(seller: SellerOf) -> ColumnElement[bool]:
    """Return the condition for the claims that a seller's link leads to, once they are
    processed."""
    mine = (
        Claim.id == seller.claim_id
        if seller.store_id is None
        else Claim.store_id == seller.store_id
    )
    return and_(Claim.complaint_id == seller.complaint_id, mine, Claim.state != "not_processed")


def sees_letter(partner_id: int) -> ColumnElement[bool]:
    """Return the condition for letters to sellers that a partner may deliver."""
    run = run_by(partner_id)
    to_store = exists(
        select(literal(1)).where(ACCUSED.id == Letter.store_id, ACCUSED.marketplace_id.in_(run))
    )
    to_listing = exists(
        select(literal(1))
        .join_from(WRITTEN_OF, AIMED_AT, AIMED_AT.id == WRITTEN_OF.listing_id)
        .where(WRITTEN_OF.id == Letter.claim_id, AIMED_AT.marketplace_id.in_(run))
    )
    others = exists(
        select(literal(1)).where(
            Complaint.id == Letter.complaint_id, ~is_of_partner(partner_id, Complaint.filer_id)
        )
    )
    of_suspension = and_(
        Letter.suspension_id.is_not(None), ~is_named_by(partner_id, Letter.suspension_id)
    )
    return and_(Letter.filer_id.is_(None), or_(to_store, to_listing), or_(others, of_suspension))


def for_sellers(work: UnitOfWork, claim_ids: Collection[int]) -> UnitOfWork:
    """Return the work as the actor does it for the sellers of these claims.

    Refuses with: forbidden, for a partner's key that does not speak for sellers; two-sides, where
    one of the claims is of the partner's own accounts.
    """
    if work.actor.partner_id is None:
        return work
    work.actor.require(Scope.SPEAK_FOR_SELLERS)
    own = Claim.id.in_(claim_ids), filers.filers_in_sight(work.actor, Claim.filer_id)
    if work.session.scalar(select(Claim.id).where(*own).limit(1)) is not None:
        raise _two_sides()
    return work.by(work.actor.on_sellers_side())


def reading(actor: Actor) -> Actor | None:
    """Return a partner as it reads on the sellers' side; None for anybody who does not."""
    if actor.partner_id is None or not actor.scopes & READING:
        return None
    return actor.on_sellers_side()


def require_one_side(work: UnitOfWork, filer_id: int) -> None:
    """Refuses with: two-sides, where a partner acts for an account in a case about its party, and
    has delivered or spoken for a seller in a complaint of that party."""
    partner_id = work.actor.partner_id
    if partner_id is None:
        return
    claimed = select(Claim.id).where(Claim.filer_id.in_(parties.accounts_of(filer_id)))
    for acted in (
        _delivered(partner_id, parties.accounts_of(filer_id)),
        _did(partner_id, "claim", SPOKE).where(LedgerEntry.subject_id.in_(claimed)),
        _did(partner_id, "appeal", ("filed",))
        .join(Appeal, Appeal.id == LedgerEntry.subject_id)
        .where(Appeal.side == str(Side.SELLER), Appeal.claim_id.in_(claimed)),
    ):
        if work.session.scalar(acted.limit(1)) is not None:
            raise _two_sides()


def _delivered(partner_id: int, complained: Select[tuple[int]]) -> Select[tuple[int]]:
    """Return the statement for links in letters to sellers that a partner delivered, in complaints
    of these accounts."""
    return (
        select(SecretLink.id)
        .join(Letter, Letter.id == SecretLink.letter_id)
        .join(Complaint, Complaint.id == Letter.complaint_id)
        .where(
            SecretLink.partner_id == partner_id,
            Letter.filer_id.is_(None),
            Complaint.filer_id.in_(complained),
        )
    )


def _did(partner_id: int, subject: str, verbs: Collection[str]) -> Select[tuple[int]]:
    """Return the statement for what the ledger says that a partner did."""
    return select(LedgerEntry.id).where(
        LedgerEntry.actor_kind == str(ActorKind.PARTNER),
        LedgerEntry.actor_id == partner_id,
        LedgerEntry.subject == subject,
        LedgerEntry.verb.in_(verbs),
    )


def is_of_sellers(actor: Actor) -> bool:
    """Say whether the actor is on the sellers' side: a seller, or a partner that acts for one."""
    return actor.role is Role.SELLER


def _two_sides() -> Refusal:
    return Refusal(
        "two-sides",
        _(
            "Your account is on the other side of this case. Let this side answer by the link in "
            "its letter."
        ),
    )
