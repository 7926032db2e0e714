"""Letters on their way by mail: what is to be tried, and what did not go and why."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import islice
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, exists, func, or_, select, union_all
from sqlalchemy.orm import Session

from abuse.identity.origins import Origin
from complaints.base.errors import Refusal
from complaints.models import (
    Account,
    AccountLetter,
    Claim,
    Delivery,
    FilerIdentity,
    Letter,
    LetterReport,
    SecretLink,
    SellerInbox,
    Store,
)
from complaints.queries.mailing import addressees, mail_choices
from complaints.queries.mailing.addressees import Mailbox
from complaints.queries.sellers import their_ids
from complaints.queries.sellers.their_ids import Addressee
from complaints.rules.kinds import Failure, IdentityKind, InboxKind
from complaints.rules.mailing.arrivals import Reported
from complaints.rules.mailing.deliveries import (
    BY_ITSELF_FOR,
    GIVEN_UP_AFTER,
    GOOD_FOR,
    TOO_FAR_AHEAD,
    is_good,
)
from complaints.rules.mailing.inboxes import Reach
from complaints.storage.vault import Vault

_AT_ONCE = 500
EVER = datetime(1970, 1, 1, tzinfo=UTC)


def going_by_mail(session: Session, vault: Vault, *, now: datetime, limit: int) -> list[int]:
    """Return the ids of up to `limit` letters that wait, are not on their way by mail yet, and
    whose addressees have a mailbox on record, the oldest first.

    One that was written long ago goes where it went by mail before; else somebody says so.
    """
    going: list[int] = []
    for letters in _waiting(session, now):
        reaches = addressees.reaches(session, letters)
        by_mail = [x for x in letters if reaches[x.id] is Reach.MAILBOX]
        # It may be sealed under another key.
        going += [x.id for x in by_mail if mailbox(session, x, vault) is not None]
        if len(going) >= limit:
            break
    return going[:limit]


def _waiting(session: Session, now: datetime) -> Iterator[Sequence[Letter]]:
    last = 0
    by_itself = or_(Letter.created_at > now - BY_ITSELF_FOR, Delivery.id.is_not(None))
    while True:
        # Those that surely go by hand are not looked at, however many wait.
        statement = _with_store(_not_on_its_way(Letter, Delivery.letter_id)).where(
            Letter.id > last, by_itself, _is_on_record(), mail_choices.goes_at_once()
        )
        letters = session.scalars(statement.order_by(Letter.id).limit(_AT_ONCE)).all()
        if not letters:
            return
        yield letters
        last = letters[-1].id


def mailbox(session: Session, letter: Letter, vault: Vault) -> Mailbox | None:
    """Return the mailbox that a letter goes to; None also where its sealed address was damaged:
    one letter must not hold the others up."""
    try:
        return addressees.mailbox_of(session, letter, vault)
    except Refusal:
        return None


def _takes_mail(session: Session, linked: Letter, vault: Vault) -> bool:
    has_mailbox = mailbox(session, linked, vault) is not None
    return has_mailbox and addressees.may_arrive(session, linked)


def account_letters_to_go(
    session: Session, vault: Vault, *, now: datetime, limit: int
) -> list[int]:
    """Return the ids of up to `limit` letters to accounts, registers and holders of links that
    wait, are not on their way by mail yet, and whose content is still good, the oldest first.

    The code of a link goes to the mailbox on record of whom the letter with the link was to.
    """
    statement = (
        _not_on_its_way(AccountLetter, Delivery.account_letter_id)
        .outerjoin(SecretLink, SecretLink.id == AccountLetter.secret_link_id)
        .outerjoin(Letter, Letter.id == SecretLink.letter_id)
        .add_columns(Letter)
        .where(AccountLetter.created_at > now - max(GOOD_FOR.values()))
        .order_by(AccountLetter.id)
    )
    rows = session.execute(statement).tuples().all()
    going = (
        row.id
        for row, linked in rows
        if is_good(row.kind, row.created_at, now)
        and (linked is None or _takes_mail(session, linked, vault))
    )
    return list(islice(going, limit))


def _not_on_its_way(letter: type[Any], link: Any) -> Select[Any]:
    """Return the letters that were not sent and have no row, or one of an earlier going out."""
    return (
        select(letter)
        .outerjoin(Delivery, link == letter.id)
        .where(letter.sent_at.is_(None), or_(Delivery.id.is_(None), Delivery.gone_at.is_not(None)))
    )


def with_another_mailbox() -> Select[tuple[Delivery]]:
    """Return the deliveries that the mailbox did not take, or that bounced, where there is another
    one: a confirmed one of the account that did not refuse the letter yet, or one that was stated
    for the seller since."""
    return _with_store(select(Delivery).join(Letter, Letter.id == Delivery.letter_id)).where(
        Letter.sent_at.is_(None),
        Delivery.gone_at.is_(None),
        Delivery.trying_since.is_(None),
        Delivery.failure.in_((Failure.RECIPIENT, Failure.BOUNCED)),
        or_(_came_since(Delivery.failed_at), _has_next()),
    )


def _has_next() -> ColumnElement[bool]:
    """Say whether the filer has a confirmed mailbox that did not refuse the letter, as another one
    of its did. Of what was refused before that was kept, nobody knows."""
    failed = exists().where(
        LetterReport.letter_id == Letter.id, LetterReport.reach == Reach.MAILBOX,
        LetterReport.report == Reported.FAILED,
    )  # fmt: skip
    refused = failed.where(LetterReport.identity_id == FilerIdentity.id)
    another = exists().where(
        FilerIdentity.filer_id == Letter.filer_id, *_proven(),
        ~refused.correlate(Letter, FilerIdentity),
    )  # fmt: skip
    return and_(failed.correlate(Letter), another.correlate(Letter))


def _proven() -> tuple[ColumnElement[bool], ...]:
    return (
        FilerIdentity.kind == IdentityKind.EMAIL,
        FilerIdentity.origin == Origin.CONFIRMED,
        FilerIdentity.sealed.is_not(None),
    )


def _with_store(statement: Select[Any]) -> Select[Any]:
    """Join the store that a letter to a seller is for, where it is known."""
    return statement.outerjoin(Claim, Claim.id == Letter.claim_id).outerjoin(
        Store, Store.id == func.coalesce(Letter.store_id, Claim.store_id)
    )


def _is_on_record() -> ColumnElement[bool]:
    """Say whether something is on record by which the letter might go."""
    shown = exists().where(
        FilerIdentity.filer_id == Letter.filer_id, FilerIdentity.kind == IdentityKind.EMAIL
    )
    return or_(_came_since(EVER), shown.correlate(Letter))


def _came_since(moment: Any) -> ColumnElement[bool]:
    """Say whether a mailbox came on record later than a moment: a confirmed one of the account, or
    one that was stated for the seller."""
    known = (
        select(Account.id).where(
            Account.filer_id == Letter.filer_id, Account.confirmed_at > moment
        ),
        select(FilerIdentity.id).where(
            FilerIdentity.filer_id == Letter.filer_id,
            FilerIdentity.known_since > moment,
            *_proven(),
        ),
        select(SellerInbox.id).where(
            or_(SellerInbox.store_id == Store.id, SellerInbox.operator_id == Store.operator_id),
            SellerInbox.kind == InboxKind.MAILBOX,
            SellerInbox.stated_at > moment,
        ),
    )
    return or_(*(exists(one.correlate(Delivery, Letter, Store)) for one in known))


def due(now: datetime, *, in_doubt: bool = False) -> Select[tuple[Delivery]]:
    """Return the deliveries that are to be tried now: codes and passwords, which do not keep,
    before letters, the one that has waited longest first.

    A letter that went out another way meanwhile is not tried. Where the clock is `in_doubt`, nobody
    knows how long ago an attempt began.
    """
    is_tried = Delivery.trying_since.is_not(None) if in_doubt else is_under_way(now)
    return (
        select(Delivery)
        .outerjoin(Letter, Letter.id == Delivery.letter_id)
        .outerjoin(AccountLetter, AccountLetter.id == Delivery.account_letter_id)
        .where(
            Delivery.gone_at.is_(None),
            func.coalesce(Letter.sent_at, AccountLetter.sent_at).is_(None),
            or_(Delivery.due_at <= now, Delivery.due_at > now + TOO_FAR_AHEAD),
            ~is_tried,
        )
        .order_by(Delivery.account_letter_id.is_(None), Delivery.due_at, Delivery.id)
    )


def is_under_way(now: datetime) -> ColumnElement[bool]:
    """Say whether an attempt can still be under way, as `rules.deliveries.is_under_way` does."""
    return and_(
        Delivery.trying_since.is_not(None),
        Delivery.trying_since > now - GIVEN_UP_AFTER,
        Delivery.trying_since < now + GIVEN_UP_AFTER,
    )


def did_not_go(letter: type[Any]) -> ColumnElement[bool]:
    """Say whether the last attempt failed, and the letter did not go out since, by any way."""
    return and_(letter.sent_at.is_(None), Delivery.gone_at.is_(None), Delivery.failure.is_not(None))


@dataclass(frozen=True, slots=True)
class Followed:
    """A letter, to which seller, how it will reach its addressee, and how it fares by mail."""

    letter: Letter
    to: Addressee
    reaches: Reach
    delivery: Delivery | None


def followed(session: Session, letters: Sequence[Letter]) -> list[Followed]:
    """Return the letters in their order, each with how it goes and fares."""
    reaches, deliveries = addressees.reaches(session, letters), of_letters(session, letters)
    to = their_ids.addressees_of(session, letters)
    return [Followed(x, to[x.id], reaches[x.id], deliveries.get(x.id)) for x in letters]


def of_letters(session: Session, letters: Sequence[Letter]) -> dict[int, Delivery]:
    """Return by each letter's id how it fares by mail; letters that go otherwise are not in it."""
    rows = session.scalars(select(Delivery).where(Delivery.letter_id.in_([x.id for x in letters])))
    return {row.letter_id: row for row in rows if row.letter_id is not None}


def of_account_letters(session: Session, letters: Sequence[AccountLetter]) -> dict[int, Delivery]:
    """As `of_letters`, for letters to accounts."""
    ids = [x.id for x in letters]
    rows = session.scalars(select(Delivery).where(Delivery.account_letter_id.in_(ids)))
    return {row.account_letter_id: row for row in rows if row.account_letter_id is not None}


def account_letters_that_did_not_go(
    session: Session, *, limit: int
) -> Sequence[tuple[AccountLetter, Delivery]]:
    """Return letters to accounts that did not go, with why, the newest first."""
    statement = (
        select(AccountLetter, Delivery)
        .join(Delivery, Delivery.account_letter_id == AccountLetter.id)
        .where(did_not_go(AccountLetter))
        .order_by(AccountLetter.id.desc())
        .limit(limit)
    )
    return session.execute(statement).tuples().all()


def count_of_those_that_did_not_go(session: Session) -> int:
    """Return how many letters did not go, those to accounts too."""
    to_accounts = (
        select(Delivery.id)
        .join(AccountLetter, AccountLetter.id == Delivery.account_letter_id)
        .where(did_not_go(AccountLetter))
    )
    both = union_all(ids_that_did_not_go(), to_accounts).subquery()
    return session.scalar(select(func.count()).select_from(both)) or 0


def ids_that_did_not_go() -> Select[tuple[int | None]]:
    """Return the ids of letters to filers and sellers that did not go."""
    return (
        select(Delivery.letter_id)
        .join(Letter, Letter.id == Delivery.letter_id)
        .where(did_not_go(Letter))
    )
