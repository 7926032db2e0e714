"""Opens accounts: filers sign up themselves; an administrator or an operator opens staff's.

Who signs up names a mailbox and nothing else: name and password are set behind the link in the
letter to it, so that whoever reads the mailbox makes the account, and nobody else's words are in it
(docs/adr/0057-one-life.md). Who files notices without an account waits for a letter, and is a filer
whose log-in has no password (docs/adr/0113-notices-without-an-account.md). Passwords come as
hashes; must not handle them in plain text.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable
from datetime import timedelta

from sqlalchemy import delete, func, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from abuse.identity.attributes import normalise
from abuse.identity.origins import Origin
from complaints.base.codes import Code
from complaints.base.errors import FieldError, Refusal, invalid
from complaints.models import Account, Filer, FilerIdentity, NoticeRequest, Person, SignUp
from complaints.queries.logins import accounts, notice_requests
from complaints.queries.logins.sign_ups import find_sign_up
from complaints.queries.mailing import inboxes
from complaints.rules import actors
from complaints.rules.actors import LOCAL, SYSTEM, Hand, HandKind
from complaints.rules.kinds import IdentityKind
from complaints.rules.logins import notice_requests as waiting
from complaints.rules.logins.accounts import LIMITS, AccountRole, mailbox_of, one_spelling
from complaints.services.cases import matches
from complaints.services.cases.matches import Shown
from complaints.services.logins import attempts, sessions
from complaints.services.logins.keys import revoke_keys
from complaints.services.mailing import account_letters
from complaints.services.registry import Marks, Registry
from complaints.services.upkeep import ledger
from complaints.storage.db import insertion
from complaints.storage.vault import Vault
from complaints.words import Message
from complaints.words import message as _
from complaints.words.forms import AN_EMAIL
from complaints.work import UnitOfWork

# Log-ins that one transaction looks at.
_AT_ONCE = 500


def ask_for_account(
    work: UnitOfWork, *, email: str, network: str, language: str, vault: Vault
) -> None:
    """Write to a mailbox the link behind which its account is made; where it has one already, that
    somebody asked. It returns the same, and nothing, for every mailbox.

    However often a mailbox is named, it gets so many letters an hour and no more: each holds a link
    that is good, so nobody is kept out of it by a stranger. Refuses with: invalid-request, for an
    invalid address; too-many-attempts, by the network that asks.
    """
    spelt = _spelt(email)
    of_mailbox, of_network = LIMITS["sign-up"]
    attempts.count_attempt(
        work.session, f"sign-up:{vault.digest('attempt-network', network)}", of_network,
        now=work.now,
    )  # fmt: skip
    mailbox = vault.digest("attempt-mailbox", mailbox_of(spelt))
    if not attempts.is_left(work.session, f"sign-up:{mailbox}", of_mailbox, now=work.now):
        return
    account = (
        accounts.find_account(work.session, spelt)
        or accounts.staff_of(work.session, spelt)
        # With a password it takes over what it filed without one.
        or notice_requests.notifier_of(work.session, mailbox_of(spelt))
    )
    if account is None:
        sign_up_id = _keep(work, spelt)
        account_letters.write_to_sign_up(
            work, sign_up_id, holds=work.links.sign_up(sign_up_id), vault=vault, language=language
        )
    elif account.active:
        link = work.links.password(account.fs_uniquifier)
        account_letters.write_account_letter(
            work, account, "already", holds=link, vault=vault, language=language
        )


def _keep(work: UnitOfWork, email: str) -> int:
    """Return the id of the sign-up of this address, one row however often it is asked for."""
    row = {"email": email, "created_at": work.now}
    return work.session.scalars(
        insertion(work.session, SignUp)
        .values(row)
        .on_conflict_do_update(index_elements=[SignUp.email], set_={"created_at": work.now})
        .returning(SignUp.id)
    ).one()


def lock_sign_up(work: UnitOfWork, token: str) -> SignUp | None:
    """Return the sign-up of the link in a letter, locked, so that its account is made once."""
    sign_up = find_sign_up(work, token)
    if sign_up is not None:
        work.session.execute(select(SignUp.id).where(SignUp.id == sign_up.id).with_for_update())
    return sign_up


def open_by_sign_up(
    work: UnitOfWork, sign_up: SignUp, filer_id: int, *, password_hash: str, language: str,
    vault: Vault,
) -> Account:  # fmt: skip
    """Open the account of a mailbox whose reader followed the link in our letter: its address is
    confirmed by that.

    Refuses with: taken.
    """
    account = open_for_filer(
        work, filer_id, email=sign_up.email, password_hash=password_hash, language=language
    )
    confirm_address(work, account, vault=vault)
    return account


def open_for_filer(
    work: UnitOfWork, filer_id: int, *, email: str, password_hash: str | None, language: str | None
) -> Account:
    """Open an account for a filer; it can be used once the address is confirmed. One filer can
    have several accounts.

    Refuses with: taken; invalid-request, for an invalid address.
    """
    account = _new(work, email=email, language=language)
    _require_own_mailbox(work.session, account, staff_alone=True)
    account.filer_id = filer_id
    account.password_hash = password_hash
    work.session.add(account)
    work.session.flush()
    ledger.record(_by_owner(work, account), "signed_up", "account", account.id)
    return account


def open_for_person(
    work: UnitOfWork, person_id: int, *, email: str, vault: Vault, language: str | None = None
) -> Account:
    """Open the account of a member of staff, without a password: the link in a letter sets it.

    Refuses with: taken, also for a mailbox where letters to a seller go; invalid-request, for an
    invalid address.
    """
    account = _new(work, email=email, language=language)
    _require_own_mailbox(work.session, account)
    if inboxes.reaches_seller(work.session, email, vault):
        raise _taken(
            _(
                "Letters to a seller go to this email address, and staff answer for no seller. "
                "Enter another address."
            )
        )
    account.person_id = person_id
    account.active = work.session.get_one(Person, person_id).active
    account.confirmed_at = work.now
    work.session.add(account)
    work.session.flush()
    ledger.record(work, "opened", "account", account.id)
    return account


def invite(
    work: UnitOfWork, person_id: int, *, email: str, vault: Vault, language: str | None = None
) -> Account:
    """Open the account of a member of staff and write the letter whose link sets the password;
    where the person waits for a second approval, that writes it.

    Refuses with: taken; invalid-request, for an invalid address.
    """
    account = open_for_person(work, person_id, email=email, vault=vault, language=language)
    if account.active:
        link = work.links.password(account.fs_uniquifier)
        account_letters.write_account_letter(work, account, "invited", holds=link, vault=vault)
    return account


def invite_for_filer(work: UnitOfWork, filer_id: int, *, email: str, vault: Vault) -> Account:
    """Open an account for a filer that is there already, and write the letter whose link sets the
    password and confirms the address: that an operator typed it says nothing of whose it is.

    Refuses with: taken; invalid-request, for an invalid address.
    """
    account = open_for_filer(work, filer_id, email=email, password_hash=None, language=None)
    link = work.links.password(account.fs_uniquifier)
    account_letters.write_account_letter(work, account, "filer_invited", holds=link, vault=vault)
    return account


def confirm_address(work: UnitOfWork, account: Account, *, vault: Vault) -> None:
    """Confirm the account's address. Only now it becomes an identity attribute of the filer, a
    confirmed one, so that nobody is linked with a stranger whose address they typed, and that the
    account is matched with bound and flagged parties. With a filer's first log-in its keys of
    before end: who had them need not be who has the mailbox."""
    if account.filer_id is not None and not accounts.has_log_in(work.session, account.filer_id):
        revoke_keys(work, filer_id=account.filer_id)
    account.confirmed_at = account.confirmed_at or work.now
    if account.filer_id is None:
        return
    filer = work.session.scalars(select(Filer).where(Filer.id == account.filer_id)).one()
    shown = {"email": account.email, "country": filer.country}
    Registry(work.session, vault, source=LOCAL, now=work.now).identities(
        [Marks(filer.id, shown, work.now, {"email": Origin.CONFIRMED})]
    )
    # Nothing is held yet: staff see the match on the filer's page.
    matches.match(work.by(SYSTEM), filer, Shown())
    ledger.record(_by_owner(work, account), "confirmed", "account", account.id)


def mark_confirmed_mailboxes(work: UnitOfWork, *, after: int, vault: Vault) -> int | None:
    """Mark as confirmed the mailboxes of some log-ins that were confirmed before it was kept how a
    mark is known, where the filer shows them. Return the last id, None at the end."""
    unnoted = select(FilerIdentity.id).where(
        FilerIdentity.filer_id == Account.filer_id,
        FilerIdentity.kind == IdentityKind.EMAIL,
        FilerIdentity.origin != Origin.CONFIRMED,
    )
    statement = (
        select(Account)
        .where(Account.id > after, Account.confirmed_at.is_not(None), unnoted.exists())
        .order_by(Account.id)
        .limit(_AT_ONCE)
    )
    log_ins = work.session.scalars(statement).all()
    for account in log_ins:
        digests = [
            digest
            for kind, mailbox in normalise(IdentityKind.EMAIL, account.email)
            for digest in (vault.digest(kind, mailbox), vault.old_digest(kind, mailbox))
        ]
        work.session.execute(
            update(FilerIdentity)
            .where(
                FilerIdentity.filer_id == account.filer_id,
                FilerIdentity.kind == IdentityKind.EMAIL,
                FilerIdentity.digest.in_(digests),
                FilerIdentity.origin != Origin.CONFIRMED,
            )
            .values(origin=str(Origin.CONFIRMED), known_since=account.confirmed_at)
        )
    return log_ins[-1].id if log_ins else None


def ask_for_notice(
    work: UnitOfWork, *, email: str, network: str, language: str, vault: Vault
) -> int:
    """Put a mailbox into the queue and return the id of its place; its letter is written at once
    where nobody waits. The answer is alike for every mailbox, whoever has it.

    Refuses with: invalid-request, for an invalid address; too-many-attempts, where many from the
    same network wait already.
    """
    spelt = _spelt(email)
    digest = vault.digest("notice-network", network)
    mailbox = mailbox_of(spelt)
    waits = NoticeRequest.written_at.is_(None)
    mine = NoticeRequest.network == digest
    known = select(NoticeRequest.id).where(waits, mine, NoticeRequest.mailbox == mailbox)
    there = work.session.scalar(known)
    if there is not None:
        return there
    count = select(func.count()).select_from(NoticeRequest).where(waits, mine)
    if work.session.scalars(count).one() >= waiting.MOST_WAITING:
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
    if notice_requests.ahead_of(work.session, request.id) == 0 and notice_requests.room_now(work):
        _write(work.by(SYSTEM), request, vault)
    return request.id


def _turn(work: UnitOfWork, network: str) -> int:
    waits, turn = NoticeRequest.written_at.is_(None), NoticeRequest.turn
    served = work.session.scalar(select(func.min(turn)).where(waits))
    last = work.session.scalar(select(func.max(turn)).where(NoticeRequest.network == network))
    latest = work.session.scalar(select(func.max(turn)))
    return waiting.turn_of(served, last, latest)


def _full() -> Refusal:
    return Refusal(
        "too-many-attempts",
        _(
            "Too many people on your network are waiting for our letter just now. Try again in "
            "some minutes: whoever waits already gets it."
        ),
        retry_after=int(timedelta(minutes=5).total_seconds()),
    )


def write_to_notifiers(work: UnitOfWork, *, vault: Vault) -> int:
    """Write the letters whose turn has come, as many as may go in this minute; return how many
    requests had theirs."""
    room = notice_requests.room_now(work)
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
    if not attempts.is_left(session, key, waiting.OF_A_MAILBOX, now=work.now):
        return
    notifier, known = (
        notice_requests.notifier_of(session, mailbox),
        notice_requests.known_to(session, mailbox),
    )
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
            work, _keep(work, request.email), "notice", holds=link, vault=vault,
            language=request.language,
        )  # fmt: skip


def open_for_notice(
    work: UnitOfWork,
    token: str,
    *,
    make_filer: Callable[[], int],
    browser: str,
    network: str,
    vault: Vault,
) -> str | None:
    """Begin the session of whoever followed the link in a letter, and return its secret; None where
    the link opens nothing any more, or the mailbox signs in by now.

    `make_filer` makes the filer of a mailbox that has filed nothing before, and may refuse.
    """
    request = notice_requests.find_request(work, token)
    if request is None:
        return None
    lock = select(NoticeRequest).where(NoticeRequest.id == request.id).with_for_update()
    work.session.scalars(lock.execution_options(populate_existing=True)).one()
    if request.opened_at is not None or notice_requests.known_to(work.session, request.mailbox):
        return None
    account = notice_requests.notifier_of(work.session, request.mailbox)
    if account is None:
        account = _make(work.by(SYSTEM), request, make_filer(), vault)
    request.opened_at = work.now
    return _begin_session(work, account, browser=browser, network=network)


def _make(work: UnitOfWork, request: NoticeRequest, filer_id: int, vault: Vault) -> Account:
    """Open the log-in without a password for the filer."""
    account = open_for_filer(
        work, filer_id, email=request.email, password_hash=None, language=request.language
    )
    confirm_address(work, account, vault=vault)
    return account


def _begin_session(work: UnitOfWork, account: Account, *, browser: str, network: str) -> str:
    """Begin a session that is good for notices alone, and return its secret."""
    return sessions.begin_session(
        work.session, account, AccountRole.NOTIFIER, browser=browser, network=network,
        with_second_factor=False, now=work.now,
    )  # fmt: skip


def choose_language(session: Session, account_id: int, language: str) -> None:
    """Store the language that the account reads."""
    session.get_one(Account, account_id).language = str(language)


def _spelt(email: str) -> str:
    try:
        return one_spelling(email)
    except ValueError:
        raise invalid("/email", Code.WRONG_FORMAT, AN_EMAIL, format="email") from None


def _new(work: UnitOfWork, *, email: str, language: str | None) -> Account:
    spelt = _spelt(email)
    if accounts.find_account(work.session, email) is not None:
        raise _taken(_("There is an account with this email address."))
    return Account(
        email=spelt,
        mailbox=mailbox_of(spelt),
        language=None if language is None else str(language),
        active=True,
        fs_uniquifier=secrets.token_hex(16),
        passkey_handle=secrets.token_hex(16),
        created_at=work.now,
    )


def _require_own_mailbox(session: Session, account: Account, *, staff_alone: bool = False) -> None:
    """Refuses with: taken, where another account has the same mailbox: one person is one member of
    staff, and does not file for a filer. A filer may have several log-ins of one mailbox
    (`staff_alone`)."""
    if accounts.of_mailbox(session, account.mailbox, staff_alone=staff_alone) is not None:
        raise _taken(
            _(
                "This email address already has an account. Each person has one account: enter "
                "the address of somebody else."
            )
        )


def _taken(why: Message) -> Refusal:
    return Refusal("taken", why, fields=[FieldError("/email", Code.DUPLICATE, why)])


def _by_owner(work: UnitOfWork, account: Account) -> UnitOfWork:
    """Return the work as the filer's own: by the operator's command, else by the log-in itself."""
    hand = work.actor.hand or Hand(HandKind.LOG_IN, account.id)
    return work.by(actors.filer(account.filer_id or 0).by(hand.kind, hand.id))
