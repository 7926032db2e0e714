"""Who has been filing for a holder, by which right, since when: the check at intake reads it.

Every statement walks an index and stops after a fixed number of rows, so that a filing costs the
same with a million claims stored; statements are built once, because building one costs more than
running it. Must not judge: `abuse.linking.authority` does.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Integer,
    Row,
    Select,
    TextClause,
    bindparam,
    func,
    select,
    union,
    union_all,
)
from sqlalchemy.orm import InstrumentedAttribute, Session

from abuse.identity.origins import Origin
from complaints.models import (
    Authorization,
    Check,
    Complaint,
    Filer,
    FilerIdentity,
    Right,
    RightsHolder,
)
from complaints.models.base import Moment
from complaints.models.rights import PROVEN
from complaints.queries.authority.respelt import respelt
from complaints.rules.authority import proof
from complaints.rules.authority.proof import Standing
from complaints.rules.kinds import CheckKind, FilerKind, IdentityKind

# How many statements of one right, or of one holder's rights, are read: the oldest.
STATEMENTS = 100
# How many domains are compared.
DOMAINS = 200
DOMAIN_KINDS = (IdentityKind.EMAIL, IdentityKind.WEBSITE)


@dataclass(frozen=True, slots=True)
class Speaker:
    """An account that has stated a right: as its own, or as `holder`'s (in the one spelling).

    `first` is its first complaint on it, None where it has filed none; `account` its own name, ""
    for a person. `standing` is by the levels of its right, or of its best permission by the holder.
    """

    right_id: int
    filer_id: int
    own: bool
    account: str
    holder: str
    first: datetime | None
    standing: Standing


_MINE = select(Filer.id).where(Filer.party_id == bindparam("party", type_=Integer()))


def _statements(*conditions: ColumnElement[bool] | TextClause) -> Select[Any]:
    # Cut before the joins: each statement costs a look at its first complaint. Proven ones are
    # read by themselves, so that a crowd of mere statements hides none.
    others = select(Right.id).where(*conditions, Right.filer_id.not_in(_MINE))
    proven = others.where(PROVEN).limit(STATEMENTS).subquery()
    some = union(
        select(others.limit(STATEMENTS).subquery().c.id), select(proven.c.id)
    ).subquery()  # fmt: skip
    first, first_id = (
        select(column)
        .where(Complaint.right_id == Right.id)
        .order_by(Complaint.filed_at)
        .limit(1)
        .correlate(Right)
        .scalar_subquery()
        for column in (Complaint.filed_at, Complaint.id)
    )
    # A statement whose own authority is not verified proves nothing about others.
    statement = select(Check.id).where(
        Check.complaint_id == first_id,
        Check.kind == CheckKind.AUTHORITY,
        Check.verified_at.is_(None),
    )
    return (
        select(
            Right.id, Filer.id, Filer.folded_name, Filer.kind, RightsHolder.folded_name, first,
            statement.exists(), Right.proof, Right.proof_by, _permission(Authorization.proof),
            _permission(Authorization.proof_by),
        )
        .join(some, some.c.id == Right.id)
        .join(Filer, Filer.id == Right.filer_id)
        .outerjoin(RightsHolder, RightsHolder.id == Right.rights_holder_id)
    )  # fmt: skip


def _permission(column: InstrumentedAttribute[Any]) -> Any:
    """Return the column of the best permission by the holder that a person compared, or that the
    holder confirmed by itself."""
    return (
        select(column)
        .where(
            Authorization.filer_id == Right.filer_id,
            Authorization.rights_holder_id == Right.rights_holder_id,
            Authorization.proof_by.is_not(None),
            Authorization.revoked_on.is_(None),
        )
        .limit(1)
        .correlate(Right)
        .scalar_subquery()
    )


_NAME: BindParameter[str] = bindparam("name")
_NAMED = select(RightsHolder.id).where(RightsHolder.folded_name == _NAME).limit(STATEMENTS)
_NAMESAKES = select(Filer.id).where(Filer.folded_name == _NAME).limit(STATEMENTS)
_BY_RIGHT = _statements(Right.key == bindparam("key"))
_RESPELT = _statements(Right.id.in_(bindparam("rights", expanding=True)), PROVEN)
_BY_NAME = union_all(
    _statements(Right.rights_holder_id.in_(_NAMED)),
    _statements(Right.filer_id.in_(_NAMESAKES), Right.rights_holder_id.is_(None)),
)
_DOMAINS = (
    select(FilerIdentity.filer_id, FilerIdentity.domain)
    .where(
        FilerIdentity.filer_id.in_(bindparam("filers", expanding=True)),
        FilerIdentity.kind.in_(DOMAIN_KINDS),
        FilerIdentity.domain.is_not(None),
    )
    .limit(DOMAINS)
)
_CONFIRMED_DOMAINS = (
    select(FilerIdentity.filer_id, FilerIdentity.domain)
    .where(
        FilerIdentity.filer_id.in_(bindparam("filers", expanding=True)),
        FilerIdentity.kind == IdentityKind.EMAIL,
        FilerIdentity.domain.is_not(None),
        FilerIdentity.origin == Origin.CONFIRMED,
        FilerIdentity.known_since <= bindparam("as_of", type_=Moment()),
    )
    .distinct()
    .limit(DOMAINS)
)
_FIRST = (
    select(Complaint.filed_at)
    .where(Complaint.filer_id == bindparam("filer"))
    .order_by(Complaint.filed_at)
    .limit(1)
)
_WINDOW = select(func.count()).select_from(
    select(Complaint.id)
    .where(
        Complaint.filer_id == bindparam("filer"),
        Complaint.filed_at > bindparam("after", type_=Moment()),
        Complaint.filed_at <= bindparam("until", type_=Moment()),
    )
    .limit(bindparam("most"))
    .subquery()
)


def speakers_by_right(session: Session, right_key: str, *, party: int) -> list[Speaker]:
    """Return the accounts that have stated this right, except those of a party; typed otherwise
    too, where it is proven."""
    connection = session.connection()
    rows = list(connection.execute(_BY_RIGHT, {"key": right_key, "party": party}))
    if typed_otherwise := respelt(session, right_key):
        rows += connection.execute(_RESPELT, {"rights": typed_otherwise, "party": party})
    return _speakers(rows)


def speakers_by_name(session: Session, name: str, *, party: int) -> list[Speaker]:
    """Return the accounts that have stated a right as this holder's, or have the holder's name,
    except those of a party."""
    rows = session.connection().execute(_BY_NAME, {"name": name, "party": party})
    return _speakers(rows)


def _speakers(rows: Iterable[Row[Any]]) -> list[Speaker]:
    speakers = []
    for right_id, filer_id, name, kind, holder, first, asked, *levels in rows:
        own = holder == name or (holder is None and kind != FilerKind.AGENT)
        level, compared_by = levels[:2] if own else levels[2:]
        standing = proof.standing(level or "stated", compared=compared_by is not None)
        if (first is None or asked) and standing is Standing.STATED:
            continue
        account = "" if kind == FilerKind.INDIVIDUAL else name
        holder = account if own else holder or ""
        speakers.append(Speaker(right_id, filer_id, own, account, holder, first, standing))
    return speakers


def domains_of(session: Session, filer_ids: Collection[int]) -> list[tuple[int, str]]:
    """Return the email and website domains of these filers, as (filer id, domain). Most are only
    typed: they may speak against a filer, and never for it."""
    rows = session.connection().execute(_DOMAINS, {"filers": sorted(filer_ids)}).tuples()
    return [(filer_id, domain) for filer_id, domain in rows if domain]


def confirmed_domains_of(
    session: Session, filer_ids: Collection[int], as_of: datetime
) -> list[tuple[int, str]]:
    """Return the domains of mailboxes that these filers had confirmed by a moment, as (filer id,
    domain). This alone is to write from a domain; a website is never confirmed."""
    asked = {"filers": sorted(filer_ids), "as_of": as_of}
    rows = session.connection().execute(_CONFIRMED_DOMAINS, asked).tuples()
    return [(filer_id, domain) for filer_id, domain in rows if domain]


def first_filed(session: Session, filer_id: int) -> datetime | None:
    """Return when the filer filed its first complaint."""
    return session.connection().execute(_FIRST, {"filer": filer_id}).scalar()


def filed_since(
    session: Session, filer_id: int, after: datetime, until: datetime, *, most: int
) -> int:
    """Return how many complaints a filer filed after `after` and up to `until`; counting stops at
    `most`."""
    window = {"filer": filer_id, "after": after, "until": until, "most": most}
    return session.connection().execute(_WINDOW, window).scalar() or 0
