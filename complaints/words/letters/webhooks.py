"""Letters about webhooks: one was made, or rests; to whoever signs in for its account or, where
nobody does, to administrators."""

from __future__ import annotations

from typing import Final

from complaints.words import message as _
from complaints.words.letters import Letter

WEBHOOK: Final = "webhook"


def webhook_made(url: str, *, page: str) -> Letter:
    """Say that events are sent somewhere from now on."""
    opening = _("From now on we send what changes in your cases to %(url)s.", url=url)
    wrong = _("If you do not know of it, remove it on this page, and revoke the key that made it:")
    return Letter(_("A webhook was made"), (opening, wrong, page))


def webhook_paused(url: str, *, page: str) -> Letter:
    """Say that an address took nothing for three days, or said that nobody is there any more."""
    opening = _(
        "We could not deliver events to %(url)s, and send nothing more there for now. Nothing is "
        "lost: what changed waits.",
        url=url,
    )
    mend = _("Read what it answered, put it right, and resume it on this page or by the API:")
    return Letter(_("Your webhook rests"), (opening, mend, page))
