"""Makes and revokes the links of letters. Only the letter that goes out holds the token.

Ground: calls no other service but the ledger.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, exists, select, update

from complaints.models import Letter, LinkCode, SecretLink
from complaints.queries.logins import notice_requests
from complaints.queries.mailing import inboxes
from complaints.rules.mailing.inboxes import Reach
from complaints.rules.mailing.letter_leases import LEASED_FOR
from complaints.rules.mailing.secret_links import NOTICE_LASTS, Door, door_of
from complaints.services.upkeep import ledger
from complaints.storage.links import PLACE
from complaints.storage.vault import hash_secret
from complaints.work import UnitOfWork


@dataclass(frozen=True, slots=True)
class Linked:
    """A letter's text as its addressee reads it; its link, with its row, where it has one."""

    body: str = field(repr=False)
    link: str | None = field(default=None, repr=False)
    row: SecretLink | None = None


def put_into(work: UnitOfWork, letter: Letter, reach: Reach) -> Linked:
    """Return the letter's text as its addressee reads it, with a link made for this going out.

    `reach` is how it goes. Links of the same letter that went before stay good until one is opened
    with its code: whether one arrived is not always known. But a platform says what arrived: of
    what it fetched before, links end that it acknowledged nothing of. A letter without the place of
    a link is returned as it is.
    """
    door = door_of(letter)
    if door is None or PLACE not in letter.body:
        return Linked(letter.body)
    filer = letter.filer_id
    if door is Door.NOTICE and not (filer and notice_requests.comes_by_link(work.session, filer)):
        # Whoever signs in, if only since the letter was written, reads it on a page of its own. A
        # letter may quote the place that somebody typed: nobody gets a link by it.
        page = work.links.page(f"/complaints/{letter.complaint_id}")
        return Linked(letter.body.replace(PLACE, page))
    leased = reach is Reach.PLATFORM
    if leased:
        _end_leases(work, letter.id)
    lasts = NOTICE_LASTS if door is Door.NOTICE else timedelta(days=work.links.reply_days)
    if door is Door.NOTICE:
        _prolong(work, letter, work.now + lasts)
    token = secrets.token_urlsafe(32)
    row = SecretLink(
        token_hash=hash_secret(token),
        letter_id=letter.id,
        reach=str(reach),
        handed_by=work.actor.person_id,
        partner_id=work.actor.partner_id or _stated_by(work, letter, reach),
        made_at=work.now,
        ends_at=work.now + lasts,
        leased_until=work.now + LEASED_FOR if leased else None,
    )
    work.session.add(row)
    work.session.flush()
    link = work.links.at(door, token)
    return Linked(letter.body.replace(PLACE, link), link, row)


def _prolong(work: UnitOfWork, letter: Letter, until: datetime) -> None:
    """Let the links of earlier letters about the same notice live as long as the newest one."""
    about = select(Letter.id).where(
        Letter.filer_id == letter.filer_id, Letter.complaint_id == letter.complaint_id
    )
    work.session.execute(
        update(SecretLink)
        .where(SecretLink.letter_id.in_(about), SecretLink.ends_at > work.now)
        .values(ends_at=until)
    )


def end_others(work: UnitOfWork, opened: SecretLink) -> None:
    """Revoke the links of this link's letter that nobody has opened, now that its addressee opened
    this one with its code: of a letter that went out twice, one has arrived."""
    _revoke(work, opened.letter_id, SecretLink.id != opened.id, ~_was_opened())


def _end_leases(work: UnitOfWork, letter_id: int) -> None:
    """Revoke the links with which a letter was leased, of which nobody said that it arrived."""
    unsaid = SecretLink.leased_until.is_not(None), SecretLink.acknowledged_at.is_(None)
    _revoke(work, letter_id, *unsaid, ~_was_opened())


def end_lease(work: UnitOfWork, lease: SecretLink) -> None:
    """Revoke the link of a lease whose letter did not arrive."""
    _revoke(work, lease.letter_id, SecretLink.id == lease.id)


def _was_opened() -> ColumnElement[bool]:
    used = LinkCode.secret_link_id == SecretLink.id, LinkCode.used_at.is_not(None)
    return exists().where(*used)


def _stated_by(work: UnitOfWork, letter: Letter, reach: Reach) -> int | None:
    """Return the partner that stated the mailbox that a letter goes to; it can be the partner's."""
    inbox = inboxes.of_letters(work.session, [letter]).get(letter.id)
    return inbox.partner_id if inbox is not None and reach is Reach.MAILBOX else None


def revoke_links(work: UnitOfWork, letter_id: int) -> int:
    """Revoke all links that went out with a letter; return how many were good until now."""
    return _revoke(work, letter_id)


def _revoke(work: UnitOfWork, letter_id: int, *which: ColumnElement[bool]) -> int:
    good = select(SecretLink).where(
        *which,
        SecretLink.letter_id == letter_id,
        SecretLink.revoked_at.is_(None),
        SecretLink.ends_at > work.now,
    )
    rows = work.session.scalars(good.with_for_update()).all()
    for row in rows:
        row.revoked_at, row.revoked_by = work.now, work.actor.person_id
    if rows:
        ledger.record(work, "revoked", "letter", letter_id, links=len(rows))
    return len(rows)
