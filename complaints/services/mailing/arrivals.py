"""Notes what is reported of letters on their way: bounced, posted, returned, taken by an inbox.

No address is kept, and no words of a mail server. What is said of a letter undoes nothing that its
addressee proved: who opened a letter with its code has it.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import exists, func, select, true

from complaints.base.codes import Code
from complaints.base.errors import Refusal, invalid, not_found
from complaints.models import (
    AccountLetter,
    Delivery,
    Letter,
    LetterReport,
    LinkCode,
    SecretLink,
)
from complaints.queries.mailing import handing_out, letter_leases, letters
from complaints.queries.sellers import marketplaces
from complaints.rules.actors import ActorKind, require_staff
from complaints.rules.cases.warnings import DeliveredBy, WarningWay, is_still_to_prove
from complaints.rules.decisions.reasons import require_text
from complaints.rules.kinds import Failure
from complaints.rules.mailing.arrivals import (
    Reported,
    is_bounce,
    posted_at,
    require_printed,
    require_sent,
)
from complaints.rules.mailing.bounces import named
from complaints.rules.mailing.deliveries import is_under_way
from complaints.rules.mailing.inboxes import Reach
from complaints.rules.mailing.letter_leases import Became
from complaints.rules.mailing.secret_links import door_of
from complaints.services.cases import warnings
from complaints.services.mailing import reaching, secret_links
from complaints.services.upkeep import ledger
from complaints.storage.links import PLACE
from complaints.words import message as _
from complaints.work import UnitOfWork

# What a partner's word is among the reports of a letter, and in the ledger.
SAID = {
    Became.DELIVERED: Reported.ARRIVED, Became.READ: Reported.READ,
    Became.BOUNCED: Reported.FAILED,
}  # fmt: skip
VERBS = {Became.DELIVERED: "arrived", Became.READ: "read_there", Became.BOUNCED: "not_arrived"}


def note_bounce(
    work: UnitOfWork, *, message_id: str, status: str, action: str | None = None
) -> bool:
    """Note that a mail server gave a letter up that it had taken; say whether that counts.

    A delay does not, and nothing counts twice. The letter then waits to go another way: to another
    mailbox once there is one, else by hand. Refuses with: not-found, for a message that is none of
    ours; wrong-state, while it is being sent: it could bounce before we note that it went.
    """
    by_name = select(Delivery).where(Delivery.message_id == named(message_id))
    delivery = work.session.scalar(by_name.with_for_update())
    if delivery is None:
        raise not_found(_("letter"))
    if is_bounce(action, status):
        sending = delivery.gone_at is None and is_under_way(delivery.trying_since, work.now)
        require_sent(sending=sending)
    if not is_bounce(action, status) or delivery.gone_at is None or _is_told(work, delivery):
        return False
    noun = "letter" if delivery.letter_id is not None else "account_letter"
    letter_id = delivery.letter_id or delivery.account_letter_id or 0
    _store(
        work, Reported.FAILED, Reach.MAILBOX, status=status, letter_id=delivery.letter_id,
        account_letter_id=delivery.account_letter_id, identity_id=delivery.identity_id,
    )  # fmt: skip
    ledger.record(work, "bounced", noun, letter_id, status=status)
    if delivery.letter_id is None:
        work.session.get_one(AccountLetter, letter_id).sent_at = None
        _give_back(work, delivery)
        return True
    letter = work.session.get_one(Letter, letter_id)
    if not _is_proven(work, letter):
        went_at = [each for each in (letter.sent_at, delivery.gone_at) if each is not None]
        is_elsewhere = _went_otherwise(work, letter)
        if not is_elsewhere:
            letter.sent_at = None
        _give_back(work, delivery)
        if not is_elsewhere:
            reaching.came_back(work, letter, went_at)
    warnings.note_not_arrived(work, letter, WarningWay.MAIL)
    return True


def _give_back(work: UnitOfWork, delivery: Delivery) -> None:
    delivery.gone_at = delivery.due_at = delivery.trying_since = None
    delivery.failure, delivery.answer = str(Failure.BOUNCED), None
    delivery.failed_at = work.now


def _is_told(work: UnitOfWork, delivery: Delivery) -> bool:
    """Say whether the bounce of this message was noted: one that counted for nothing leaves the
    letter as it was."""
    same = (
        LetterReport.letter_id == delivery.letter_id
        if delivery.letter_id is not None
        else LetterReport.account_letter_id == delivery.account_letter_id
    )
    noted = select(LetterReport.id).where(
        same, LetterReport.reach == Reach.MAILBOX, LetterReport.report == Reported.FAILED,
        LetterReport.noted_at >= delivery.gone_at,
    )  # fmt: skip
    return work.session.scalar(noted.limit(1)) is not None


def _is_proven(work: UnitOfWork, letter: Letter) -> bool:
    """Say whether the addressee showed that it has the letter: by a code that came apart from its
    link, or as the warning that the letter is was read."""
    opened = select(LinkCode.id).join(SecretLink, SecretLink.id == LinkCode.secret_link_id)
    used = opened.where(SecretLink.letter_id == letter.id, LinkCode.used_at.is_not(None))
    if work.session.scalar(used.limit(1)) is not None:
        return True
    case = warnings.lock_case_of(work, letter) if warnings.is_warning(letter) else None
    return case is not None and not is_still_to_prove(case.delivered_by)


def _went_otherwise(work: UnitOfWork, letter: Letter) -> bool:
    """Say whether the letter also went out another way than by mail."""
    other = exists().where(SecretLink.letter_id == letter.id, SecretLink.reach != Reach.MAILBOX)
    return bool(work.session.scalar(select(other)))


def note_posted(work: UnitOfWork, letter_id: int, *, on: date) -> LetterReport:
    """Note on which day a letter was posted that somebody took out by hand.

    A warning counts as delivered once the policy's days for the post are over. Refuses with:
    not-found; invalid-request, for a day to come, or before it was printed or last came back;
    wrong-state, where nobody printed it; takes-part and one-let-in-the-other, for who takes part
    in its case.
    """
    letter = _of_no_part(work, letter_id)
    ready_at = _ready_to_post(work, letter)
    require_printed(printed=ready_at is not None)
    at = posted_at(on, ready_at=ready_at or work.now, now=work.now)
    report = _store(work, Reported.POSTED, Reach.BY_HAND, at=at, letter_id=letter.id)
    ledger.record(work, "posted", "letter", letter.id, on=on.isoformat())
    # Also of one that came back, and is posted to another address as it is.
    reaching.went_out(work, letter)
    case = warnings.lock_case_of(work, letter) if warnings.is_warning(letter) else None
    if case is not None:
        warnings.deliver_if_due(work, case)
    return report


def _ready_to_post(work: UnitOfWork, letter: Letter) -> datetime | None:
    """Return since when the letter is there to be posted: since it was printed first, and since it
    last came back; None where it went by mail alone, or not at all.

    A letter with a link has one for each time that it was printed."""
    if letter.sent_at is None:
        return None
    ready_at: datetime | None = letter.sent_at
    if door_of(letter) is not None and PLACE in letter.body:
        printed = select(func.min(SecretLink.made_at, type_=SecretLink.made_at.type)).where(
            SecretLink.letter_id == letter.id, SecretLink.reach == Reach.BY_HAND
        )
        ready_at = work.session.scalar(printed)
    back = select(func.max(LetterReport.noted_at, type_=LetterReport.noted_at.type)).where(
        LetterReport.letter_id == letter.id, LetterReport.reach == Reach.BY_HAND,
        LetterReport.report == Reported.FAILED,
    )  # fmt: skip
    came_back = work.session.scalar(back)
    return ready_at if ready_at is None or came_back is None else max(ready_at, came_back)


def note_returned(work: UnitOfWork, letter_id: int, *, why: str) -> LetterReport:
    """Note that the post brought a letter back, or that there is no address to post it to.

    Refuses with: not-found; invalid-request, without a reason; takes-part and one-let-in-the-other,
    for who takes part in its case.
    """
    letter = _of_no_part(work, letter_id)
    why = require_text("/why", why, _("Say what happened to the letter; staff read it."))
    report = _store(work, Reported.FAILED, Reach.BY_HAND, letter_id=letter.id)
    ledger.record(work, "not_arrived", "letter", letter.id, why=why, reach=str(Reach.BY_HAND))
    _came_back(work, letter)
    warnings.note_not_arrived(work, letter, WarningWay.POST)
    return report


def acknowledge(
    work: UnitOfWork, letter_id: int, *, became: Became, lease: int | None = None
) -> LetterReport:
    """Note what a partner says became of a letter that it puts into an inbox of its own. To fetch a
    letter says nothing. A letter to a seller is named with its `lease`: what arrived is the link.

    The same word again changes nothing. Refuses with: not-found, for a letter that is not the
    partner's to deliver, or no lease of it; invalid-request, without one; wrong-state, where the
    letter was leased anew since; two-sides, for one that delivered or spoke for a seller in a
    complaint of the filer's party.
    """
    letter = letters.get_letter(work, letter_id)
    arrived = became is not Became.BOUNCED
    leased = None
    if letter.filer_id is not None:
        marketplaces.require_one_side(work, letter.filer_id)
    else:
        work = work.by(work.actor.on_sellers_side())
        if work.actor.partner_id is not None:
            leased = _lock_lease(work, letter, lease)
    before = _last_said(work, letter, since=None if leased is None else leased.made_at)
    waits = arrived and letter.sent_at is None and (leased is None or leased.revoked_at is None)
    if before is not None and before.report == str(SAID[became]) and not waits:
        return before
    if leased is not None:
        _close_lease(work, leased, arrived=arrived)
    if arrived and letter.sent_at is None:
        letter.sent_at = work.now
    report = _store(work, SAID[became], Reach.PLATFORM, letter_id=letter.id)
    ledger.record(work, VERBS[became], "letter", letter.id, reach=str(Reach.PLATFORM))
    if arrived:
        # Also of one that could not be put there at first.
        reaching.went_out(work, letter)
    if arrived and warnings.is_warning(letter):
        warnings.note_letter_delivered(work, letter, DeliveredBy.ACKNOWLEDGED)
    if not arrived:
        _came_back(work, letter, went=lease is not None)
        warnings.note_not_arrived(work, letter, WarningWay.INBOX)
    return report


def _lock_lease(work: UnitOfWork, letter: Letter, lease: int | None) -> SecretLink:
    if lease is None:
        raise invalid(
            "/lease", Code.REQUIRED, _("Send the lease with which you fetched this letter.")
        )
    return letter_leases.lock_lease(work, letter.id, lease)


def _close_lease(work: UnitOfWork, row: SecretLink, *, arrived: bool) -> None:
    """Note that the link of a lease arrived, or end it."""
    if row.revoked_at is not None:
        raise Refusal(
            "wrong-state",
            _("This lease is over, and its link with it. Fetch the letter again and deliver that."),
        )
    if not arrived and row.acknowledged_at is None:
        secret_links.end_lease(work, row)
    elif arrived:
        row.acknowledged_at = row.acknowledged_at or work.now


def _last_said(work: UnitOfWork, letter: Letter, *, since: datetime | None) -> LetterReport | None:
    """Return what the partner said last of a letter, of a leased one since it was leased."""
    said = select(LetterReport).where(
        true() if since is None else LetterReport.noted_at >= since,
        LetterReport.letter_id == letter.id,
        LetterReport.reach == Reach.PLATFORM,
        LetterReport.partner_id == work.actor.partner_id,
    )
    return work.session.scalar(said.order_by(LetterReport.id.desc()).limit(1))


def _came_back(work: UnitOfWork, letter: Letter, *, went: bool = False) -> None:
    """Let what counts from a letter wait that no addressee proved, and no mail server still has,
    where it went out at all: by what is noted, or as the caller knows (`went`)."""
    mailed = select(Delivery.id).where(
        Delivery.letter_id == letter.id, Delivery.gone_at.is_not(None)
    )
    went_at = [] if letter.sent_at is None else [letter.sent_at]
    if not (went or went_at) or _is_proven(work, letter) or work.session.scalar(mailed):
        return
    reaching.came_back(work, letter, went_at)


def _of_no_part(work: UnitOfWork, letter_id: int) -> Letter:
    """Return the letter, locked, for the operator, and for staff who take no part in its case."""
    if work.actor.kind is not ActorKind.SYSTEM:
        require_staff(work.actor)
    letters.require_may_send(work, letter_id)
    letter = work.session.scalars(
        select(Letter).where(Letter.id == letter_id).with_for_update()
    ).one()
    handing_out.require_entry(work, letter)
    return letter


def _store(
    work: UnitOfWork, report: Reported, reach: Reach, *, at: datetime | None = None,
    status: str | None = None, **of: Any,
) -> LetterReport:  # fmt: skip
    row = LetterReport(
        **of, reach=str(reach), report=str(report), at=at or work.now, status=status,
        noted_at=work.now, person_id=work.actor.person_id, partner_id=work.actor.partner_id,
    )  # fmt: skip
    work.session.add(row)
    work.session.flush()
    return row
