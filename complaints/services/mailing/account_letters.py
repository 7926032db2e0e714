"""Writes letters to accounts in the transaction that they report, and hands them out to be sent.

They are kept sealed: a link or a code in one signs in as its addressee. So are those to the
mailboxes of registers, whose codes confirm a right, those with the code of a letter's link, and
those to mailboxes that have no account yet.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from complaints import models
from complaints.base.errors import Refusal, not_found
from complaints.models import Account, AccountLetter, SecretLink, SignUp
from complaints.queries.mailing import addressees
from complaints.rules.upkeep import sealed
from complaints.services.upkeep import ledger
from complaints.storage.vault import Vault
from complaints.words import ENGLISH, LANGUAGES
from complaints.words import message as _
from complaints.words.letters import Letter, compose
from complaints.words.letters.accounts import BY_KIND, SIGN_UP
from complaints.words.letters.links import LINK_CODE
from complaints.words.letters.registers import REGISTER_CODE
from complaints.work import UnitOfWork

# How long the text of a letter is kept after it went.
KEPT_FOR = timedelta(days=7)
ERASED = b""


@dataclass(frozen=True, slots=True)
class OpenLetter:
    """A letter as its addressee reads it; `email` is empty where no mailbox is on record."""

    email: str
    subject: str
    body: str = field(repr=False)


def write_account_letter(
    work: UnitOfWork,
    account: Account,
    kind: str,
    *,
    holds: str,
    vault: Vault,
    language: str = ENGLISH,
) -> None:
    """Put a letter into the outbox, in the account's language, else in `language`.

    `holds` is the link or, in a letter of kind ``code``, the code that the letter is about.
    """
    write_whole(work, account, kind, BY_KIND[kind](holds), vault=vault, language=language)


def write_whole(
    work: UnitOfWork, account: Account, kind: str, letter: Letter, *, vault: Vault,
    language: str = ENGLISH,
) -> None:  # fmt: skip
    """Put a letter that is made already into the outbox, in the language as `write_account_letter`
    does."""
    chosen = account.language or language
    subject, body = compose(letter, [chosen], test=work.links.test)
    _put(work, "account", account.id, kind, chosen, [subject, body], vault)


def write_to_register(
    work: UnitOfWork, right_id: int, mailbox: str, letter: Letter, *, vault: Vault
) -> None:
    """Put a letter to the mailbox that a register shows for a right into the outbox.

    Nobody knows what its reader speaks, so it comes in every language of the house.
    """
    subject, body = compose(letter, LANGUAGES, test=work.links.test)
    texts = [subject, body, mailbox]
    _put(work, "right", right_id, REGISTER_CODE, ENGLISH, texts, vault)


def write_to_link(
    work: UnitOfWork, link_id: int, letter: Letter, *, order: Sequence[str], zone: str, vault: Vault
) -> None:
    """Put a letter into the outbox that goes where the letter with this link went, with the code
    to act by. It comes in these languages, and says moments by the clocks of this zone."""
    subject, body = compose(letter, order, zone=zone, test=work.links.test)
    _put(work, "secret_link", link_id, LINK_CODE, order[0], [subject, body], vault)


def write_to_sign_up(
    work: UnitOfWork, sign_up_id: int, kind: str = SIGN_UP, *, holds: str, vault: Vault,
    language: str,
) -> None:  # fmt: skip
    """Put a letter into the outbox to a mailbox for which somebody wants an account, or to file a
    notice. It `holds` the link behind which that is made."""
    subject, body = compose(BY_KIND[kind](holds), [language], test=work.links.test)
    _put(work, "sign_up", sign_up_id, kind, language, [subject, body], vault)


def _put(
    work: UnitOfWork,
    noun: str,
    owner_id: int,
    kind: str,
    language: str,
    texts: list[str],
    vault: Vault,
) -> None:
    """Put a letter into the outbox, sealed for its row; `noun` names the column of its owner."""
    about = sealed.account_letter(noun, owner_id, kind, work.now)
    owner: dict[str, Any] = {f"{noun}_id": owner_id}
    work.session.add(
        AccountLetter(
            **owner,
            kind=kind,
            language=language,
            sealed=vault.seal(json.dumps(texts), about=about),
            key_id=vault.key_id,
            created_at=work.now,
        )
    )


def note_sent(work: UnitOfWork, letter_id: int, *, vault: Vault) -> OpenLetter:
    """Note that the letter is sent now, where it was not sent before, and return it.

    Who may is the caller's to say. Refuses with: not-found.
    """
    letter = work.session.scalar(
        select(AccountLetter).where(AccountLetter.id == letter_id).with_for_update()
    )
    if letter is None or letter.sealed == ERASED:
        raise not_found(_("letter"))
    letter.sent_at = letter.sent_at or work.now
    ledger.record(work, "sent", "account_letter", letter.id, kind=letter.kind)
    return unsealed(work.session, letter, vault)


def erase_old(work: UnitOfWork, *, limit: int = 1_000) -> int:
    """Erase the texts of up to `limit` letters that went a week ago; return how many.

    What was written to whom, and when, stays. A letter that waits keeps its text.
    """
    old = (
        select(AccountLetter.id)
        .where(AccountLetter.sent_at <= work.now - KEPT_FOR, AccountLetter.sealed != ERASED)
        .limit(limit)
    )
    erased = (
        update(AccountLetter)
        .where(AccountLetter.id.in_(old))
        .values(sealed=ERASED, key_id="")
        .returning(AccountLetter.id)
    )
    return len(work.session.execute(erased).all())


def unsealed(session: Session, letter: AccountLetter, vault: Vault) -> OpenLetter:
    """Return the letter with its text, which is empty once it was erased.

    Refuses with: damaged; wrong-state, where its key is not there any more.
    """
    if letter.sealed == ERASED:
        return OpenLetter("", "", "")
    text = vault.unseal(letter.sealed, letter.key_id, about=sealed.of_account_letter(letter))
    if text is None:
        raise Refusal(
            "wrong-state",
            _("The key that protected this letter is lost: have it sent again."),
        )
    subject, body, *mailbox = json.loads(text)
    if letter.secret_link_id is not None:
        return OpenLetter(_mailbox_of_link(session, letter.secret_link_id, vault), subject, body)
    if letter.sign_up_id is not None:
        return OpenLetter(session.get_one(SignUp, letter.sign_up_id).email, subject, body)
    if letter.account_id is None:
        return OpenLetter(mailbox[0], subject, body)
    return OpenLetter(session.get_one(Account, letter.account_id).email, subject, body)


def opened_letters(
    session: Session, letters: Iterable[AccountLetter], vault: Vault
) -> Iterator[tuple[AccountLetter, OpenLetter]]:
    """Yield those letters with their texts whose keys are there."""
    for letter in letters:
        if letter.key_id in ("", *vault.key_ids):
            yield letter, unsealed(session, letter, vault)


def _mailbox_of_link(session: Session, link_id: int, vault: Vault) -> str:
    """Return the mailbox on record of whom the letter with this link is to; empty for none."""
    letter = select(models.Letter).join(SecretLink, SecretLink.letter_id == models.Letter.id)
    linked = session.scalars(letter.where(SecretLink.id == link_id)).one()
    mailbox = addressees.mailbox_of(session, linked, vault)
    return "" if mailbox is None else mailbox.address
