"""The letter to a filer that answered what staff looked at, before any warning."""

from __future__ import annotations

from datetime import date

from complaints.words import message as _
from complaints.words.letters import Letter
from complaints.words.letters.pages import NOTHING_TO_DO, read_on


def answer_taken(answered: date, *, why: str, page: str) -> Letter:
    """Tell a filer that a person read its answer and closed the matter, with the reason."""
    return Letter(
        _("We have read your answer and closed the matter"),
        (
            _(
                "On %(day)s you answered about what our staff looked at in your account. A "
                "person has read your answer and closed the matter.",
                day=answered,
            ),
        ),
        why=(_("The reason\n%(why)s", why=why),),
        means=(
            _(
                "There is no warning, and we process your complaints as before. We do not "
                "bring this up again because of the same facts alone."
            ),
        ),
        can=(NOTHING_TO_DO,),
        where=(read_on(page),),
    )
