"""Letters about times that run out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from complaints.words import Message
from complaints.words import message as _
from complaints.words.letters import Letter
from complaints.words.letters.pages import act_on

ON_THE_SELLERS_PAGE: Final = _("Answer on the page that the link below leads to.")


@dataclass(frozen=True, slots=True)
class _Waits:
    """What a clock waits for: how it came to run, what its end does, and what its reader can do."""

    happened: Message
    means: Message
    can: Message


_DECIDED_ON_WHAT_IS_KNOWN: Final = _("After that day we decide on what we know.")
WAITED_FOR: Final = {
    "complete": _Waits(
        _("We asked you for something about %(listing)s and have no answer yet."),
        _("Without it the claim is closed without a decision, and the listing is not taken down."),
        _("Send us what is missing."),
    ),
    "hear": _Waits(
        _("We asked you about %(listing)s and have no answer yet."),
        _("Until then nothing is taken down. After that day we decide on what we know."),
        ON_THE_SELLERS_PAGE,
    ),
    "restore": _Waits(
        _("The seller of %(listing)s has sent a counter-notice to claim %(claim)s."),
        _("The listing comes back after that day, unless you tell us of a suit before."),
        _(
            "If you have filed an action for a court order against the seller, or a claim before "
            "the US Copyright Claims Board, tell us."
        ),
    ),
    "wait": _Waits(
        _("The seller of %(listing)s has declared that it does not infringe (claim %(claim)s)."),
        _("The listing comes back after that day, unless you tell us of a complaint or a suit."),
        _("If you have complained to the authority or sued, tell us."),
    ),
    "reply": _Waits(
        _("The seller of %(listing)s has answered claim %(claim)s."),
        _DECIDED_ON_WHAT_IS_KNOWN,
        _("You can reply to the seller."),
    ),
    "rejoin": _Waits(
        _("The complainant has answered you about %(listing)s."),
        _DECIDED_ON_WHAT_IS_KNOWN,
        _("You can answer once more, on the page that the link below leads to."),
    ),
}
# Of any other kind.
OTHER: Final = _Waits(
    _("We wait for your answer about %(listing)s (claim %(claim)s)."),
    _("Until then nothing changes."),
    _("Please answer us."),
)
MAY_MOVE: Final = _(
    "This day may move: days off that lie before it are not announced yet. We write again only if "
    "there is time for another reminder; the page of the claim shows the day as it is."
)


def reminder(
    kind: str, claim_id: int, listing: str, *, due: Message, is_certain: bool, page: str | None
) -> Letter:
    """Remind a filer or a seller of what a clock waits for; `due` says its last day. `page` is the
    filer's, None for a seller, whose link ends the letter."""
    waits = WAITED_FOR.get(kind, OTHER)
    opening = Message(waits.happened.text, {"listing": listing, "claim": str(claim_id)})
    day = _("Your time runs until %(due)s.", due=due)
    return Letter(
        _("Claim %(claim)s: time until %(due)s", claim=str(claim_id), due=due),
        (opening,),
        means=(waits.means,),
        can=(waits.can,),
        by_when=(day,) if is_certain else (day, MAY_MOVE),
        where=(act_on(page),) if page else (),
    )
