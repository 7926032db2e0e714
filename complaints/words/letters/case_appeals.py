"""Appeals against cases about filers: asked for their ground, and decided in two parts."""

from __future__ import annotations

from datetime import datetime

from complaints.words import Message
from complaints.words import message as _
from complaints.words.days import at
from complaints.words.letters import Letter
from complaints.words.letters.pages import act_on


def ground_asked(name: str, *, due: datetime, page: str) -> Letter:
    """Return the one question to an appeal that says next to nothing."""
    return Letter(
        _("Your appeal: why is the decision wrong?"),
        (
            _("To %(name)s:", name=name),
            _("We have your appeal. You filed it in time."),
        ),
        why=(_("It does not say why the decision is wrong."),),
        means=(_("We ask this only once. After that we decide based on what we have."),),
        can=(
            _(
                "What you can do\nSay in your own words what we got wrong: which complaint, which "
                "fact, which rule. A few sentences are enough."
            ),
        ),
        by_when=(_("You can add it until %(due)s.", due=at(due)),),
        where=(act_on(page),),
    )


def argued_and_decided(argued: str | None, reason: str) -> Message:
    """Say what an appeal argued and what was found; the reason alone, where there was no appeal."""
    if argued is None:
        return _("The reason\n%(reason)s", reason=reason)
    return _("What you argued\n%(argued)s\nWhat we found\n%(reason)s", argued=argued, reason=reason)
