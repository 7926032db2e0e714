"""Codes by which the holder of a link shows that it is the letter's addressee: written, confirmed.

A code goes out in a letter of its own, the way that the letter with the link goes. Ground of the
services: a letter that is delivered by hand has its code written at once.
"""

from __future__ import annotations

import hmac
import secrets

from sqlalchemy import select

from complaints.models import Letter, LinkCode, SecretLink
from complaints.queries.mailing import addressees
from complaints.queries.mailing.secret_links import HeldLink
from complaints.rules.mailing import secret_links as rules
from complaints.rules.mailing.inboxes import Reach
from complaints.services.logins import attempts
from complaints.services.mailing import account_letters, outbox, secret_links
from complaints.services.upkeep import ledger
from complaints.storage.vault import Vault
from complaints.words.letters import links as letters
from complaints.work import UnitOfWork


def request_code(work: UnitOfWork, held: HeldLink, *, vault: Vault) -> Reach:
    """Write a code to whom the link's letter went, and return how it goes.

    Refuses with: link-expired; too-many-attempts, for the link, whoever asks.
    """
    held.require_current(work.now)
    attempts.count_attempt(work.session, f"link-code:{held.id}", rules.ASKED, now=work.now)
    attempts.count_attempt(
        work.session, f"link-code-day:{held.id}", rules.ASKED_A_DAY, now=work.now
    )
    return make_code(work, held.link, held.letter, vault=vault)


def make_code(work: UnitOfWork, link: SecretLink, letter: Letter, *, vault: Vault) -> Reach:
    """Make a code for a link and put it into the outbox; return how it goes."""
    reach = addressees.way_of(work, letter)
    code = f"{secrets.randbelow(10**rules.CODE_DIGITS):0{rules.CODE_DIGITS}}"
    ends_at = work.now + rules.code_lasts(reach)
    work.session.add(
        LinkCode(
            secret_link_id=link.id,
            digest=_digest(vault, link.id, code),
            made_at=work.now,
            ends_at=ends_at,
        )
    )
    half = rules.CODE_DIGITS // 2
    text = letters.code(
        f"{code[:half]} {code[half:]}", subject=letter.subject.partition(" / ")[0], until=ends_at
    )
    reading = outbox.reading_of(work.session, outbox.addressee_of(letter))
    account_letters.write_to_link(
        work, link.id, text, order=reading.languages, zone=reading.zone, vault=vault
    )
    ledger.record(work, "code_sent", "letter", letter.id, link=link.id, reach=str(reach))
    return reach


def use_code(work: UnitOfWork, held: HeldLink, code: str, *, vault: Vault) -> bool:
    """Say whether the code is one of this link's that is good; it is used up by that.

    A wrong code is counted, so the caller commits it.
    Refuses with: link-expired; too-many-attempts, after 5 codes of a link in a quarter of an hour.
    """
    held.require_current(work.now)
    # Of two who try at once, the second waits.
    work.session.execute(select(SecretLink.id).where(SecretLink.id == held.id).with_for_update())
    attempts.count_attempt(work.session, f"link-try:{held.id}", rules.WRONG, now=work.now)
    good = select(LinkCode).where(
        LinkCode.secret_link_id == held.id,
        LinkCode.used_at.is_(None),
        LinkCode.ends_at > work.now,
        LinkCode.wrong < rules.MOST_WRONG,
    )
    typed = _digest(vault, held.id, "".join(filter(str.isdecimal, code)))
    rows = work.session.scalars(good.execution_options(populate_existing=True)).all()
    for row in rows:
        if hmac.compare_digest(row.digest, typed):
            row.used_at = work.now
            ledger.record(work, "confirmed_link", "letter", held.letter.id, link=held.id)
            secret_links.end_others(work, held.link)
            return True
    for row in rows:
        row.wrong += 1
    return False


def _digest(vault: Vault, link_id: int, code: str) -> str:
    return vault.digest("link-code", f"{link_id}:{code}")
