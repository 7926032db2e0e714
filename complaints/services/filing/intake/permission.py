"""Finds the permission by which an account files for a rights holder, and what is wrong with it.

An agent needs one: sent with the notice, named by its id, or registered before. Stating a revoked
one again does not bring it back.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from abuse.identity.keys import fold
from complaints.base.codes import Code
from complaints.base.errors import FieldError, Refusal
from complaints.models import Authorization, Filer, Marketplace, Right, RightsHolder
from complaints.queries.authority import authorizations, rights
from complaints.rules.filing import admissibility
from complaints.rules.filing.admissibility import Permission, Use
from complaints.services.filing.intake.notices import Notice
from complaints.services.registry import Aim
from complaints.services.registry.keys import Facts
from complaints.words import Message
from complaints.words import message as _
from complaints.work import UnitOfWork

NEEDED = _(
    "You need the rights holder's authorization to file for it. Ask the rights holder to "
    "authorize you, or add the authorization that you have on the page “Authorizations”."
)


def find_permission(
    work: UnitOfWork, filer: Filer, right: Right, notice: Notice, aims: Sequence[Aim]
) -> tuple[int | None, list[FieldError]]:
    """Return the registered authorization that is used, and what is wrong with the permission."""
    if notice.authorization_id is not None:
        return _named(work, filer, notice.authorization_id, _use(work.session, right, aims))
    if notice.authorization is not None:
        return None, list(_shown(work, filer, right, notice.authorization))
    for_another = _is_for_another(work.session, filer, right)
    if not admissibility.needs_permission(filer.kind, for_another=for_another):
        return None, []
    use = _use(work.session, right, aims)
    for row in authorizations.authorizations_of_filer(
        work.session, filer.id, right.rights_holder_id
    ):
        if admissibility.is_covering(authorizations.terms(row), use, now=work.now):
            return row.id, []
    return None, [FieldError("/authorization", Code.REQUIRED, NEEDED)]


def _use(session: Session, right: Right, aims: Sequence[Aim]) -> Use:
    slugs = {aim.marketplace for aim in aims}
    places = session.scalars(select(Marketplace.id).where(Marketplace.slug.in_(slugs))).all()
    # A marketplace that is not in the record yet cannot be the one of an authorization.
    known = places if len(places) == len(slugs) else [*places, 0]
    return Use(right.rights_holder_id, right.id, right.kind, known)


def permission_problems(work: UnitOfWork, right_id: int) -> list[FieldError]:
    """Return what is wrong with the actor's permission to file by one of its registered rights,
    on whichever marketplace. Refuses with: not-found."""
    right = rights.get_right(work, right_id)
    filer = work.session.get_one(Filer, right.filer_id)
    _used, problems = find_permission(work, filer, right, Notice("other", ()), ())
    return problems


def _named(
    work: UnitOfWork, filer: Filer, authorization_id: int, use: Use
) -> tuple[int, list[FieldError]]:
    mine = select(Authorization).where(
        Authorization.id == authorization_id, Authorization.filer_id == filer.id
    )
    row = work.session.scalar(mine)
    if row is None:
        raise not_yours("/authorization_id", _("authorization"))
    terms, at = authorizations.terms(row), "/authorization_id"
    offered = authorizations.offer_of(work.session, row.id)
    if offered is not None and offered.accepted_at is None:
        return row.id, [
            FieldError(
                at,
                Code.NOT_IN_FORCE,
                _("You have not accepted this authorization yet. Accept it first."),
                {"status": "offered"},
            )
        ]
    return row.id, [
        *admissibility.check_term(terms, at, now=work.now),
        *admissibility.check_scope(terms, use, at),
    ]


def _is_for_another(session: Session, filer: Filer, right: Right) -> bool:
    """Say whether the right is somebody else's; an account may name itself as the holder.

    Names are compared with their legal form: an account whose name differs in it needs a
    permission.
    """
    if right.rights_holder_id is None:
        return False
    return fold(session.get_one(RightsHolder, right.rights_holder_id).name) != fold(filer.name)


def _shown(
    work: UnitOfWork, filer: Filer, right: Right, authorization: Facts
) -> Iterator[FieldError]:
    earlier = authorizations.revoked_like(
        work.session,
        filer.id,
        right.rights_holder_id,
        reference=authorization.get("reference"),
        valid_from=authorization.get("valid_from"),
        valid_to=authorization.get("valid_to"),
    )
    if earlier is not None:
        yield from admissibility.check_not_revoked(earlier.revoked_on, "/authorization")
    terms = Permission(
        valid_from=authorization.get("valid_from"),
        valid_to=authorization.get("valid_to"),
        revoked_on=authorization.get("revoked_on"),
    )
    yield from admissibility.check_terms_in_order(terms, "/authorization")
    yield from admissibility.check_term(terms, "/authorization", now=work.now)


def not_yours(pointer: str, what: Message) -> Refusal:
    sentence = _(
        "There is no such %(what)s of this account. Register it first, or send it in full.",
        what=what,
    )
    return Refusal("not-found", sentence, fields=[FieldError(pointer, Code.NOT_FOUND, sentence)])
