"""Letters about times that run out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from complaints.words import Message
from complaints.words import message as _
from complaints.words.letters import Letter
from complaints.words.letters.pages import act_on

ON_THE_SELLERS_PAGE: Final = _("Use the link below to answer.")


@dataclass(frozen=True, slots=True)
class _Waits:
    """What a clock waits for: how it came to run, what its end does, and what its reader can do."""

    happened: Message
    means: Message
    can: Message


_DECIDED_ON_WHAT_IS_KNOWN: Final = _("After that day we decide based on what we know.")
WAITED_FOR: Final = {
    "complete": _Waits(
        _("We asked you for something about %(listing)s and have not had an answer yet."),
        _(
            "Without it we close this part of your complaint without a decision, and the listing "
            "is not taken down."
        ),
        _("Send us what is missing."),
    ),
    "hear": _Waits(
        _("We asked you about %(listing)s and have not had an answer yet."),
        _("Until then nothing is taken down. After that day we decide based on what we know."),
        ON_THE_SELLERS_PAGE,
    ),
    "restore": _Waits(
        _(
            "The seller of %(listing)s has answered your complaint (no. %(claim)s) with a "
            "counter-notice."
        ),
        _(
            "The listing comes back on sale after that day, unless you tell us before then that "
            "you have gone to court."
        ),
        _(
            "If you have filed an action for a court order against the seller, or a claim before "
            "the US Copyright Claims Board, tell us."
        ),
    ),
    "wait": _Waits(
        _(
            "The seller of %(listing)s has declared that it does not infringe your right "
            "(complaint no. %(claim)s)."
        ),
        _(
            "The listing comes back on sale after that day, unless you tell us before then that "
            "you have complained to the authority or sued."
        ),
        _("If you have complained to the authority or sued, tell us."),
    ),
    "reply": _Waits(
        _("The seller of %(listing)s has answered your complaint (no. %(claim)s)."),
        _DECIDED_ON_WHAT_IS_KNOWN,
        _("You can reply to the seller."),
    ),
    "rejoin": _Waits(
        _("The complainant has answered you about %(listing)s."),
        _DECIDED_ON_WHAT_IS_KNOWN,
        _("You can answer once more. Use the link below."),
    ),
}
# Of any other kind.
OTHER: Final = _Waits(
    _("We are waiting for your answer about %(listing)s (complaint no. %(claim)s)."),
    _("Until then nothing changes."),
    _("Send us your answer."),
)
MAY_MOVE: Final = _(
    "The day may still change, because the public holidays before it have not been announced yet. "
    "The page of your complaint about this listing always shows the current day. We write again "
    "only if there is time for another reminder."
)


def reminder(
    kind: str, claim_id: int, listing: str, *, due: Message, is_certain: bool, page: str | None
) -> Letter:
    """Remind a filer or a seller of what a clock waits for; `due` says its last day. `page` is the
    filer's, None for a seller, whose link ends the letter."""
    waits = WAITED_FOR.get(kind, OTHER)
    opening = Message(waits.happened.text, {"listing": listing, "claim": str(claim_id)})
    day = _("You have until %(due)s.", due=due)
    return Letter(
        _(
            "Reminder: you have until %(due)s (complaint no. %(claim)s)",
            claim=str(claim_id),
            due=due,
        ),
        (opening,),
        means=(waits.means,),
        can=(waits.can,),
        by_when=(day,) if is_certain else (day, MAY_MOVE),
        where=(act_on(page),) if page else (),
    )
