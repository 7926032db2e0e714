"""New links to cases that a letter was written about: to its addressee alone, whoever asks.

Somebody who lost the letter itself names the listing and its own mailbox (`find_again`). Nobody
learns from that whether there is a case: a letter goes to the mailbox on record, or nothing does.
"""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select

from complaints.base.errors import invalid_fields
from complaints.models import Letter, SellerInbox
from complaints.queries.filing import complaints
from complaints.queries.mailing import letters, lost_letters
from complaints.rules.filing.listing_urls import UrlProblem, recognise
from complaints.rules.kinds import InboxKind
from complaints.rules.mailing import secret_links as rules
from complaints.rules.mailing.inboxes import AddressError, read_address
from complaints.services.logins import attempts
from complaints.services.mailing import outbox
from complaints.services.upkeep import ledger
from complaints.storage.links import PLACE, SellerOf
from complaints.storage.vault import Vault
from complaints.words.letters import links as to_accounts
from complaints.words.letters.claims import renewed
from complaints.work import UnitOfWork

# A request that comes sooner writes no second letter.
RENEWED_AT_MOST_EACH = timedelta(hours=12)


def renew(work: UnitOfWork, old: Letter) -> bool:
    """Write a letter with a new link to whom the old letter was written, whoever asked for it.

    Returns False, and writes nothing, within 12 hours of the last one.
    """
    # Of two who ask at once, the second waits.
    work.session.execute(select(Letter.id).where(Letter.id == old.id).with_for_update())
    latest = letters.latest_renewal(work.session, old)
    if latest is not None and work.now < latest + RENEWED_AT_MOST_EACH:
        return False
    if old.suspension_id is not None:
        outbox.write(
            work, "link_renewed", to_accounts.renewed_to_seller(PLACE), store_id=old.store_id,
            suspension_id=old.suspension_id,
        )  # fmt: skip
        return True
    if old.filer_id is None:
        remind(work, SellerOf(old.complaint_id or 0, old.store_id, old.claim_id))
        return True
    # About a notice without an account the outbox says where the link leads.
    letter = to_accounts.asked_again() if old.complaint_id else to_accounts.renewed(PLACE)
    outbox.write(
        work, "link_renewed", letter, filer_id=old.filer_id, boycott_id=old.boycott_id,
        joining_id=old.joining_id, complaint_id=old.complaint_id,
    )  # fmt: skip
    return True


def remind(work: UnitOfWork, seller: SellerOf) -> None:
    """Write a seller a letter with a link to a complaint about it."""
    letter = renewed(complaints.reference_of(work.session, seller.complaint_id))
    outbox.write_to_seller(work, seller, "link_renewed", letter)


def find_again(work: UnitOfWork, *, url: str, mailbox: str, network: str, vault: Vault) -> None:
    """Write new links to the seller of a listing that lost its letters, where `mailbox` is the one
    on record for it. It returns the same, and nothing, where there is no case and where there is.

    Refuses with: invalid-request, for what is no address of a listing, or of a mailbox, before
    anything is looked up; too-many-attempts, by the network that it comes from. It is not counted
    by the mailbox: a stranger who types it would keep its owner out, and `renew` sees to it that
    no mailbox is filled.
    """
    place, stated = _read(url, mailbox)
    key = vault.digest("lost-letter", network)
    attempts.count_attempt(work.session, f"lost-letter:{key}", rules.LOST, now=work.now)
    written = lost_letters.letters_about(
        work, place, is_theirs=lambda inbox: _is_of(stated, inbox, vault)
    )
    for letter in written:
        if renew(work, letter):
            subject = "complaint" if letter.suspension_id is None else "suspension"
            about = letter.complaint_id or letter.suspension_id or 0
            ledger.record(work, "found_again", subject, about)


def _read(url: str, mailbox: str) -> tuple[tuple[str, str], str]:
    """Return the listing that an address names, and the mailbox in its one spelling."""
    wrong, place, stated = [], ("", ""), ""
    try:
        seen = recognise(url)
        place = seen.marketplace, seen.listing_id
    except UrlProblem as problem:
        wrong.append(problem.at("/url"))
    try:
        stated = read_address(InboxKind.MAILBOX, mailbox).text
    except AddressError as error:
        wrong.append(error.at("/mailbox"))
    if wrong:
        raise invalid_fields(wrong)
    return place, stated


def _is_of(mailbox: str, inbox: SellerInbox, vault: Vault) -> bool:
    """Say whether the inbox is this mailbox, as it was typed or in small letters: nobody need
    remember how it was stated, and no address is opened for it."""
    spelt = {mailbox, mailbox.lower()}
    return any(vault.is_digest(inbox.digest, f"inbox-{inbox.kind}", each) for each in spelt)
