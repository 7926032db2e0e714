"""Who may take a letter with a link out: whoever reads the link could answer for the addressee."""

from __future__ import annotations

from collections.abc import Collection

from complaints.base.errors import Refusal
from complaints.rules.actors import Actor, ActorKind
from complaints.rules.mailing.inboxes import Reach
from complaints.words import message as _

WAYS = {
    Reach.MAILBOX: _("This letter goes out by mail, to the mailbox on record."),
    Reach.PLATFORM: _("This letter goes out by the platform's inbox."),
    Reach.BY_HAND: _("This letter is printed and delivered on paper."),
}


def require_way(actor: Actor, reach: Reach, *, goes: Reach) -> None:
    """Refuses with: goes-another-way, unless the letter goes as it is taken out (`reach`). The
    operator's command line takes out any letter by hand.
    """
    if reach is goes or (reach is Reach.BY_HAND and actor.kind is ActorKind.SYSTEM):
        return
    raise Refusal("goes-another-way", WAYS[goes], goes=str(goes))


def require_no_part(actor: Actor, taking_part: Collection[int]) -> None:
    """Refuses with: takes-part, where a person takes part in the case, or had the other half of
    the secret, link or code, in hand. The operator's command line takes no part.
    """
    if actor.kind is ActorKind.SYSTEM:
        return
    if actor.person_id is None or actor.person_id in taking_part:
        raise Refusal(
            "takes-part",
            _(
                "You have a part in this case, printed its other letter with a link or code, or "
                "count as one person with somebody who did. Ask a colleague who has no part in "
                "it, or the operator: “cleanhands letters send”."
            ),
        )


def require_not_last_judge(*, last: bool) -> None:
    """Refuses with: nobody-to-judge-appeal, where nobody else would be left who could: whoever
    takes a letter out decides and judges nothing in its case."""
    if last:
        raise Refusal(
            "nobody-to-judge-appeal",
            _(
                "Anybody who prints this letter can no longer decide or judge anything in its "
                "case, and then nobody would be left who could judge an appeal. Ask a colleague "
                "who judges no appeals, or the operator: “cleanhands letters send”."
            ),
        )
