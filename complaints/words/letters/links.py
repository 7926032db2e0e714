"""The letter with the code by which the holder of a link shows that it is the addressee, and the
letter with a new link."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from complaints.words import message as _
from complaints.words.letters import Letter

LINK_CODE: Final = "link_code"


def code(code: str, *, subject: str, until: datetime) -> Letter:
    """Send the code to whom the letter with the link went; `subject` is that letter's."""
    opening = _(
        "You got a letter from us with a link: “%(subject)s”. To answer or appeal by that link, "
        "enter this code on its page: %(code)s. It is good until %(until)s.",
        subject=subject,
        code=code,
        until=until,
    )
    last = _(
        "Give the code to nobody who does not answer for you. If you do not want to answer, you "
        "need not do anything."
    )
    return Letter(_("The code for your link"), (opening, last))


def renewed(link: str) -> Letter:
    """Send an account a new link to the case that an earlier letter was about."""
    opening = _(
        "You, or somebody who had the link that you were sent earlier, asked for a new one. Read "
        "the case here: %(link)s\n"
        "Whoever holds this link reads the case, so keep it to yourselves. To answer or appeal you "
        "also need a code, which comes apart from it, or your log-in.",
        link=link,
    )
    return Letter(_("Your new link"), (opening,))
