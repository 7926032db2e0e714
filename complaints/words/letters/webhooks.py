"""Letters about webhooks: one was made, or rests; to whoever signs in for its account or, where
nobody does, to administrators, who are told whose it is (`account`)."""

from __future__ import annotations

from typing import Final

from complaints.words import message as _
from complaints.words.letters import Letter

WEBHOOK: Final = "webhook"


def webhook_made(url: str, *, page: str, account: str | None = None) -> Letter:
    """Say that events are sent somewhere from now on."""
    opening = (
        _("From now on we send what changes in your cases to %(url)s.", url=url)
        if account is None
        else _(
            "From now on we send %(account)s what changes in its cases, to %(url)s. Nobody "
            "signs in for this account, so this letter comes to you.", account=account, url=url)
    )  # fmt: skip
    wrong = (
        _(
            "If you do not recognise this webhook, remove it on this page, and revoke the "
            "key that made it:")
        if account is None
        else _(
            "Ask whoever runs the program of this account. If nobody there recognises the "
            "webhook, remove it on this page, and revoke the account’s keys:")
    )  # fmt: skip
    return Letter(_("A webhook was made"), (opening, wrong, page))


def webhook_paused(url: str, *, page: str, account: str | None = None) -> Letter:
    """Say that an address took nothing for three days, or said that nobody is there any more."""
    opening = _(
        "We could not deliver events to %(url)s, and send nothing more there for now. Nothing is "
        "lost: what changed waits.",
        url=url,
    )
    if account is None:
        mend = _(
            "Read what your program answered, fix it, and resume the webhook on this page or "
            "by the API:"
        )
        return Letter(_("Your webhook is paused"), (opening, mend, page))
    mend = _(
        "Tell whoever runs the program of %(account)s. Nobody signs in for this account, so "
        "this letter comes to you. Once the program is fixed, they can resume the webhook by "
        "the API, or you can on this page:",
        account=account,
    )
    return Letter(_("The webhook of %(account)s is paused", account=account), (opening, mend, page))
