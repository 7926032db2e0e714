"""Sends a code to the mailbox that a register shows for a right; who enters it holds the right.

The code is known to the letter alone: here is its keyed hash.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from complaints.base.codes import Code
from complaints.base.errors import Refusal, invalid, not_found
from complaints.models import Filer, RegisterCode, RegisterEntry, Right, RightsHolder
from complaints.queries.authority import registers
from complaints.rules.authority import registers as rules
from complaints.rules.authority.registers import Verdict
from complaints.rules.kinds import Proof
from complaints.rules.upkeep import sealed
from complaints.services.authority.proof import prove
from complaints.services.logins import attempts
from complaints.services.mailing import account_letters
from complaints.services.upkeep import ledger
from complaints.storage.vault import Vault
from complaints.words import message as _
from complaints.words.labels import LABELS
from complaints.words.letters import Letter
from complaints.words.letters import registers as letters
from complaints.work import UnitOfWork

# Of what a stored hash is the hash.
CODE = "register-code"


@dataclass(frozen=True, slots=True)
class Sent:
    """Where a code was sent, as far as its asker may know, and until when it is good."""

    domain: str
    ends_at: datetime


def send_code(work: UnitOfWork, right_id: int, *, vault: Vault) -> Sent:
    """Send a new code to the mailbox that the register shows; an earlier one is void.

    Refuses with: not-found, for what is not the actor's own right; wrong-state, where it is
    confirmed; register-names-another; no-register-mailbox; too-many-attempts.
    """
    right = _own(work, right_id)
    if right.proof == Proof.CONFIRMED:
        raise Refusal("wrong-state", _("Its holder has confirmed this right: nothing is needed."))
    view = registers.view_on(work.session, right)
    if view is not None and view.verdict is Verdict.CONTRADICTS:
        # Whoever types a number could otherwise use up the codes of the holder's mailbox.
        raise Refusal(
            "register-names-another",
            _(
                "The register names another holder, so we cannot send a code to the email address "
                "there. Send the certificate instead: register the right again and add the "
                "certificate."
            ),
        )
    entry = view.entry if view else None
    mailbox = None if entry is None else _mailbox(entry, vault)
    if view is None or entry is None or mailbox is None:
        raise Refusal(
            "no-register-mailbox",
            _(
                "We have no email address from a register for this right. Send the certificate "
                "instead: register the right again and add the certificate."
            ),
        )
    _count(work, right, view.verdict, vault.digest("email", mailbox))
    code = "".join(secrets.choice(rules.ALPHABET) for _each in range(rules.CODE_LENGTH))
    ends_at = work.now + rules.CODE_LASTS
    work.session.merge(
        RegisterCode(
            right_id=right.id,
            code_hash=vault.digest(CODE, f"{right.id}:{code}"),
            sent_at=work.now,
            ends_at=ends_at,
            tries=0,
        )
    )
    letter = _letter(work, right, entry, f"{code[:4]}-{code[4:]}")
    account_letters.write_to_register(work, right.id, mailbox, letter, vault=vault)
    ledger.record(work, "code_sent", "right", right.id)
    return Sent(entry.mailbox_domain or "", ends_at)


def confirm_by_code(work: UnitOfWork, right_id: int, *, code: str, vault: Vault) -> int | None:
    """Confirm the right by the code. Return None, or how many tries a wrong code leaves.

    A wrong code is counted, so the caller commits it. The account's other statements of the
    right for the same holder are confirmed too.
    Refuses with: not-found; invalid-request, where no code is good any more.
    """
    right = _own(work, right_id)
    sent = work.session.scalar(
        select(RegisterCode).where(RegisterCode.right_id == right.id).with_for_update()
    )
    if sent is None or sent.ends_at <= work.now or sent.tries >= rules.CODE_TRIES:
        raise invalid(
            "/code", Code.WRONG_SECRET, _("No code is good any more. Send a new one."), left=0
        )
    typed = f"{right.id}:{rules.plain_code(code)}"
    if not vault.is_digest(sent.code_hash, CODE, typed):
        sent.tries += 1
        work.session.flush()
        return rules.CODE_TRIES - sent.tries
    work.session.delete(sent)
    same = select(Right).where(
        Right.filer_id == right.filer_id,
        Right.key == right.key,
        Right.rights_holder_id.is_not_distinct_from(right.rights_holder_id),
    )
    for each in work.session.scalars(same.order_by(Right.id)):
        prove(work, each, Proof.CONFIRMED)
    return None


def wrong_code(left: int) -> Refusal:
    """Return what a door says of a wrong code once its count is committed."""
    if not left:
        return invalid(
            "/code",
            Code.WRONG_SECRET,
            _("That is not the code, and it was the last try. Send a new one."),
            left=0,
        )
    return invalid(
        "/code",
        Code.WRONG_SECRET,
        _("That is not the code. Tries left: %(left)s.", left=left),
        left=left,
    )


def _own(work: UnitOfWork, right_id: int) -> Right:
    mine = select(Right).where(Right.id == right_id, Right.filer_id == work.actor.filer_id)
    right = work.session.scalar(mine.with_for_update())
    if right is None:
        raise not_found(_("right"))
    return right


def _count(work: UnitOfWork, right: Right, verdict: Verdict, mailbox: str) -> None:
    """Refuses with: too-many-attempts, for the right and for the mailbox, whoever asks.

    Whom the register may not name at all uses up no code of whom it names.
    """
    keys = ((f"register-code:{right.id}", rules.RIGHT_LIMIT),
            (f"register-mailbox:{verdict}:{mailbox}", rules.MAILBOX_LIMIT))  # fmt: skip
    for key, limit in keys:
        attempts.count_attempt(work.session, key, limit, now=work.now)


def _mailbox(entry: RegisterEntry, vault: Vault) -> str | None:
    if entry.mailbox is None:
        return None
    about = sealed.register_mailbox(entry.right_key)
    return vault.unseal(entry.mailbox, entry.key_id, about=about)


def _letter(work: UnitOfWork, right: Right, entry: RegisterEntry, code: str) -> Letter:
    account = work.session.get_one(Filer, right.filer_id).name
    named = right.rights_holder_id
    holder = account if named is None else work.session.get_one(RightsHolder, named).name
    kind = LABELS["right_kind"][right.kind]
    return letters.code(code, account=account, holder=holder, kind=kind, number=entry.number)
