"""Sentences that several letters say: above all on which page their reader reads on and acts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from complaints.words import Listed, Message, counted
from complaints.words import message as _

NOTHING_TO_DO: Final = _("You do not have to do anything.")


def act_on(page: str) -> Message:
    """Say on which page a reader who has something to do does it."""
    return _("Sign in and do it on this page: %(page)s", page=page)


def read_on(page: str) -> Message:
    """Say on which page a reader sees how it stands, and can act where it wants to."""
    return _("Sign in to follow it on this page: %(page)s", page=page)


def by_link(link: str) -> Message:
    """Say on which page an account answers or appeals by a link, without signing in."""
    return _(
        "Read the case and answer it on this page: %(link)s\nYou need no account. "
        "Anybody who has this link can read the case, so do not pass it on. To answer, "
        "you also need a code, which we send you separately, or you can sign in.",
        link=link,
    )


def ask_us(mailbox: str, marketplace: Message) -> Message:
    """Say whom a seller writes to with a question: us, where there is a mailbox for that."""
    if mailbox:
        return _(
            "If you have a question, write to %(mailbox)s and name the number of the complaint.",
            mailbox=mailbox,
        )
    return _(
        "If you have a question, write to the support for sellers of %(marketplace)s and name the "
        "number of the complaint.",
        marketplace=marketplace,
    )


def without_account(page: str) -> Message:
    """Say how somebody who files without an account comes to the pages that a letter names."""
    return _(
        "You need no account: ask for a link here with this email address, then open the page: "
        "%(page)s",
        page=page,
    )


def notice_by_link(link: str, page: str) -> Message:
    """Say where somebody who files without an account reads what became of a notice, and how it
    comes to all else that it can do about it."""
    return _(
        "You need no account. Read our decision, and appeal, on this page: %(link)s\n"
        "The link works until six months after our last letter about this complaint. Anybody who "
        "has it can read the complaint, so do not pass it on. To appeal you also need a code, "
        "which we send you separately. For everything else, such as to send what we ask for, get "
        "another link with this email address, and find the complaint under My complaints: "
        "%(page)s",
        link=link,
        page=page,
    )


def because(reason: str) -> Message:
    """Say why somebody decided so, in that person's words."""
    return _("The reason\n%(reason)s", reason=reason)


def some(items: Sequence[str], shown: int = 5) -> Listed:
    """Return the first of these addresses or numbers as a list, and how many more there are."""
    more = len(items) - shown
    rest = [counted("%(num)s more", "%(num)s more", more)] if more > 0 else []
    return Listed([*items[:shown], *rest])
