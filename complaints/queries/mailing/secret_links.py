"""Links in letters, as their holders show them: which letter one came in, and whether it is good.

A link is found by the hash of its token; where there is none, there is no page.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import Session

from complaints.base.errors import Refusal, not_found
from complaints.models import Complaint, Letter, SecretLink
from complaints.queries.sellers import marketplaces
from complaints.rules.actors import HandKind
from complaints.rules.mailing.inboxes import CameBy, Reach
from complaints.rules.mailing.secret_links import Door, door_of
from complaints.storage.links import SellerOf
from complaints.storage.vault import hash_secret
from complaints.words import message as _
from complaints.work import UnitOfWork


@dataclass(frozen=True, slots=True)
class HeldLink:
    """A link with the letter that it came in.

    `other_side`: the partner that delivered it is by now on the filer's side, as an account of its
    own was counted to one party with the filer.
    """

    link: SecretLink
    letter: Letter
    other_side: bool = False

    @property
    def id(self) -> int:
        return self.link.id

    @property
    def reach(self) -> Reach:
        return Reach(self.link.reach)

    @property
    def seller(self) -> SellerOf:
        """The seller that a letter about a complaint or a suspension was written to."""
        letter = self.letter
        about = letter.store_id, letter.claim_id, letter.suspension_id
        return SellerOf(letter.complaint_id or 0, *about)

    def is_over(self, now: datetime) -> bool:
        """Say whether the link is past its term, was revoked, or is in the other side's hands."""
        return self.other_side or self.link.revoked_at is not None or now >= self.link.ends_at

    def require_current(self, now: datetime) -> None:
        """Refuses with: link-expired, for a link that is past its term or was revoked."""
        if self.is_over(now):
            raise Refusal(
                "link-expired",
                _(
                    "This link no longer works. Ask for a new one: we send it to the same address "
                    "as the first one."
                ),
            )


def get_link(session: Session, door: Door, token: str) -> HeldLink:
    """Return the link of this token, also one that is over (`HeldLink.require_current`).

    Refuses with: not-found, for an unknown token and for one of another door.
    """
    row = session.execute(
        select(SecretLink, Letter, _is_the_filers())
        .join(Letter, Letter.id == SecretLink.letter_id)
        .outerjoin(Complaint, Complaint.id == Letter.complaint_id)
        .where(SecretLink.token_hash == hash_secret(token))
    ).one_or_none()
    if row is None or door_of(row[1]) is not door:
        raise not_found(_("page"))
    return HeldLink(row[0], row[1], other_side=bool(row[2]))


def came_by(work: UnitOfWork) -> CameBy | None:
    """Return how the words of a side came that the actor sends now: by a link, as its letter went;
    entered by staff or an operator; None where that side sends them itself, or its partner."""
    hand, link_id = work.actor.hand, work.actor.link_id
    if work.actor.is_staff or (hand is not None and hand.kind is HandKind.COMMAND):
        return CameBy.ENTERED
    return None if link_id is None else CameBy(work.session.get_one(SecretLink, link_id).reach)


def _is_the_filers() -> ColumnElement[bool]:
    """Return the condition that the partner that delivered a letter is on the filer's side."""
    return and_(
        SecretLink.partner_id.is_not(None),
        or_(
            marketplaces.is_of_partner(SecretLink.partner_id, Complaint.filer_id),
            marketplaces.is_named_by(SecretLink.partner_id, Letter.suspension_id),
        ),
    )
