"""Lets people file notices without an account: who asks, and whose mailbox the link confirms.

A request waits for its turn (`rules/logins/notice_requests.py`), gets one letter, and its link
opens a session that is good for notices alone. Who files is an ordinary filer whose log-in has no
password; the same mailbox finds it again, and once a password is set it is an account as any other
(docs/adr/0113-notices-without-an-account.md).
"""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import delete, func, select
from sqlalchemy.exc import IntegrityError

from complaints.base.codes import Code
from complaints.base.errors import Refusal, invalid
from complaints.models import Account, NoticeRequest
from complaints.queries.logins import notice_requests as requests
from complaints.rules.actors import SYSTEM
from complaints.rules.kinds import FilerKind
from complaints.rules.logins import notice_requests as rules
from complaints.rules.logins.accounts import AccountRole, mailbox_of, one_spelling
from complaints.services.logins import attempts, people, sessions, sign_ups
from complaints.services.mailing import account_letters
from complaints.storage.vault import Vault
from complaints.words import message as _
from complaints.words.forms import AN_EMAIL
from complaints.work import UnitOfWork


def ask(work: UnitOfWork, *, email: str, network: str, language: str, vault: Vault) -> int:
    """Put a mailbox into the queue and return the id of its place; its letter is written at once
    where nobody waits. The answer is alike for every mailbox, whoever has it.

    Refuses with: invalid-request, for an invalid address; too-many-attempts, where many from the
    same network wait already.
    """
    try:
        spelt = one_spelling(email)
    except ValueError:
        raise invalid("/email", Code.WRONG_FORMAT, AN_EMAIL, format="email") from None
    digest = vault.digest("notice-network", network)
    mailbox = mailbox_of(spelt)
    waits = NoticeRequest.written_at.is_(None)
    mine = NoticeRequest.network == digest
    known = select(NoticeRequest.id).where(waits, mine, NoticeRequest.mailbox == mailbox)
    there = work.session.scalar(known)
    if there is not None:
        return there
    count = select(func.count()).select_from(NoticeRequest).where(waits, mine)
    if work.session.scalars(count).one() >= rules.MOST_WAITING:
        raise _full()
    request = NoticeRequest(
        email=spelt, mailbox=mailbox, network=digest, language=language, asked_at=work.now,
        turn=_turn(work, digest),
    )  # fmt: skip
    try:
        with work.session.begin_nested():
            work.session.add(request)
    except IntegrityError:
        # Of two who asked at once the other was first.
        return work.session.scalars(known).one()
    if requests.ahead_of(work.session, request.id) == 0 and requests.room_now(work):
        _write(work.by(SYSTEM), request, vault)
    return request.id


def _turn(work: UnitOfWork, network: str) -> int:
    waits, turn = NoticeRequest.written_at.is_(None), NoticeRequest.turn
    served = work.session.scalar(select(func.min(turn)).where(waits))
    last = work.session.scalar(select(func.max(turn)).where(NoticeRequest.network == network))
    latest = work.session.scalar(select(func.max(turn)))
    return rules.turn(served, last, latest)


def _full() -> Refusal:
    return Refusal(
        "too-many-attempts",
        _(
            "Too many people on your network are waiting for our letter just now. Try again in "
            "some minutes: whoever waits already gets it."
        ),
        retry_after=int(timedelta(minutes=5).total_seconds()),
    )


def write_due(work: UnitOfWork, *, vault: Vault) -> int:
    """Write the letters whose turn has come, as many as may go in this minute; return how many
    requests had theirs."""
    room = requests.room_now(work)
    if not room:
        return 0
    due = (
        select(NoticeRequest)
        .where(NoticeRequest.written_at.is_(None))
        .order_by(NoticeRequest.turn, NoticeRequest.id)
        .limit(room)
        .with_for_update(skip_locked=True)
    )
    written: set[str] = set()
    for request in work.session.scalars(due).all():
        # Another network had asked for the same mailbox: one letter is enough.
        if request.mailbox not in written:
            _write(work, request, vault)
            written.add(request.mailbox)
    return len(written)


def _write(work: UnitOfWork, request: NoticeRequest, vault: Vault) -> None:
    """Write the letter of a request, and take out what else waits for the same mailbox."""
    session, mailbox = work.session, request.mailbox
    request.written_at = work.now
    session.flush()
    session.execute(
        delete(NoticeRequest).where(
            NoticeRequest.mailbox == mailbox, NoticeRequest.written_at.is_(None)
        )
    )
    key = f"notice:{vault.digest('attempt-mailbox', mailbox)}"
    if not attempts.is_left(session, key, rules.OF_A_MAILBOX, now=work.now):
        return
    notifier, known = requests.notifier_of(session, mailbox), requests.known_to(session, mailbox)
    link = work.links.notice(request.id)
    if known is not None:
        if known.active:
            account_letters.write_account_letter(
                work, known, "notice_known", holds=work.links.page("/sign-in"), vault=vault,
                language=request.language,
            )  # fmt: skip
    elif notifier is not None:
        account_letters.write_account_letter(
            work, notifier, "notice", holds=link, vault=vault, language=request.language
        )
    else:
        account_letters.write_to_sign_up(
            work, sign_ups.keep_mailbox(work, request.email), "notice", holds=link, vault=vault,
            language=request.language,
        )  # fmt: skip


def open_form(
    work: UnitOfWork, token: str, *, name: str | None, browser: str, network: str, vault: Vault
) -> str | None:
    """Begin the session of whoever followed the link in a letter, and return its secret; None where
    the link opens nothing any more, or the mailbox signs in by now.

    Refuses with: invalid-request, where `name` is missing and the mailbox has filed nothing before.
    """
    request = requests.find_request(work, token)
    if request is None:
        return None
    lock = select(NoticeRequest).where(NoticeRequest.id == request.id).with_for_update()
    work.session.scalars(lock.execution_options(populate_existing=True)).one()
    if request.opened_at is not None or requests.known_to(work.session, request.mailbox):
        return None
    account = requests.notifier_of(work.session, request.mailbox)
    if account is None:
        account = _make(work.by(SYSTEM), request, name, vault)
    request.opened_at = work.now
    return begin_session(work, account, browser=browser, network=network)


def _make(work: UnitOfWork, request: NoticeRequest, name: str | None, vault: Vault) -> Account:
    """Open the log-in without a password, and the filer that it is for."""
    if not name:
        raise invalid("/name", Code.REQUIRED, _("Enter your name."))
    filer = people.add_filer(
        work, reference=people.new_reference(), name=name, kind=FilerKind.INDIVIDUAL
    )
    account = sign_ups.open_for_filer(
        work, filer.id, email=request.email, password_hash=None, language=request.language
    )
    sign_ups.confirm_address(work, account, vault=vault)
    return account


def begin_session(work: UnitOfWork, account: Account, *, browser: str, network: str) -> str:
    """Begin a session that is good for notices alone, and return its secret."""
    return sessions.begin_session(
        work.session, account, AccountRole.NOTIFIER, browser=browser, network=network,
        with_second_factor=False, now=work.now,
    )  # fmt: skip
