"""The letter with the code by which the holder of a link shows that it is the addressee, and the
letter with a new link."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Final

from complaints.words import Message
from complaints.words import message as _
from complaints.words.letters import Letter
from complaints.words.letters.pages import by_link

LINK_CODE: Final = "link_code"


def code(code: str, *, subject: str, until: datetime) -> Letter:
    """Send the code to whom the letter with the link went; `subject` is that letter's."""
    opening = _(
        "We sent you a letter with a link: “%(subject)s”. To answer or appeal, open that "
        "link and enter this code: %(code)s. The code works until %(until)s.",
        subject=subject,
        code=code,
        until=until,
    )
    last = _(
        "Give the code only to somebody who answers for you. If you did not ask for it, ignore "
        "this letter: the code alone changes nothing."
    )
    return Letter(_("The code for your link"), (opening, last))


def renewed_to_seller(link: str) -> Letter:
    """Send a seller a new link to the case about its store that an earlier letter was about."""
    return replace(renewed(link), where=(case_by_link(link),))


def case_by_link(link: str) -> Message:
    """Say on which page a seller answers or appeals in a case about its store."""
    return _(
        "Read the case, answer it and appeal on this page. You need no account: %(link)s\nAnybody "
        "who has this link can read the case, so do not pass it on. To answer or appeal you also "
        "need a code, which we send you separately from this letter.",
        link=link,
    )


def renewed(link: str) -> Letter:
    """Send an account a new link to the case that an earlier letter was about."""
    return replace(asked_again(), where=(by_link(link),))


def asked_again() -> Letter:
    """Say that somebody asked for a new link."""
    opening = _(
        "We were asked for a new link, by you or by somebody who has the link that we "
        "sent you earlier."
    )
    return Letter(_("Your new link"), (opening,))
