"""The letter to the mailbox that a register shows for a right: with a code that confirms it."""

from __future__ import annotations

from typing import Final

from complaints.words import Message
from complaints.words import message as _
from complaints.words.letters import Letter

# The kind of this letter among those that are kept sealed.
REGISTER_CODE: Final = "register_code"


def code(code: str, *, account: str, holder: str, kind: Message, number: str) -> Letter:
    """Send the code to whoever reads the register's mailbox, and say who asks for it."""
    opening = _(
        "The register gives this email address for a right: %(kind)s %(number)s. At "
        "Clean Hands, where rights holders complain about listings on online "
        "marketplaces, the account “%(account)s” has added it as a right of “%(holder)s”.",
        kind=kind,
        number=number,
        account=account,
        holder=holder,
    )
    middle = _(
        "If this account is yours, or may file complaints about this right, enter this "
        "code there or give it to the owner of the account: %(code)s. It works for seven "
        "days. The right then counts as confirmed by its holder.",
        code=code,
    )
    last = _(
        "If not, keep the code to yourself. You do not have to do anything: without the "
        "code the right is not confirmed."
    )
    return Letter(_("A code to confirm a right in the register"), (opening, middle, last))
