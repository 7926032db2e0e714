"""What each sealed value is bound to: its table and what stays the same in its row.

A value that is copied to another row, or to another column, does not open there.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any


def identity(row_id: int, filer_id: int, kind: str) -> str:
    """Name the original of one identity attribute."""
    return f"filer_identity:{row_id}:{filer_id}:{kind}"


def inbox(noun: str, owner_id: int, kind: str) -> str:
    """Name the address by which letters reach a store or an operator."""
    return f"seller_inbox:{noun}:{owner_id}:{kind}"


def seller_contact(event_id: int) -> str:
    """Name the contact of the seller who sent the counter-notice of an event."""
    return f"counter_notice:{event_id}"


def register_mailbox(right_key: str) -> str:
    """Name the mailbox that a register shows for a right."""
    return f"register_entry:{right_key}"


def import_row(import_id: int, number: int) -> str:
    """Name a complaint of a file that waits to be filed."""
    return f"import_row:{import_id}:{number}"


def account_letter(noun: str, owner_id: int, kind: str, written_at: datetime) -> str:
    """Name a letter to an account, to a right's register mailbox, or about a link or a sign-up."""
    return f"account_letter:{noun}:{owner_id}:{kind}:{written_at.astimezone(UTC).isoformat()}"


def of_account_letter(letter: Any) -> str:
    """Name a stored letter by its columns."""
    owners = (
        ("account", letter.account_id),
        ("right", letter.right_id),
        ("secret_link", letter.secret_link_id),
        ("sign_up", letter.sign_up_id),
    )
    noun, owner_id = next((noun, each) for noun, each in owners if each is not None)
    return account_letter(noun, owner_id, letter.kind, letter.created_at)


def of_inbox(row: Any) -> str:
    """Name the address of a stored inbox by its columns."""
    if row.store_id is not None:
        return inbox("store", row.store_id, row.kind)
    return inbox("operator", row.operator_id, row.kind)


def webhook(row_id: int) -> str:
    """Name the secrets by which what is sent to an address is signed."""
    return f"webhook:{row_id}"
