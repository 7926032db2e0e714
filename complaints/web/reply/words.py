"""What the grounds of a counter-notice are called when a seller chooses one, and what each asks."""

from __future__ import annotations

from dataclasses import dataclass

from complaints.rules.counter_notices import Ground
from complaints.words import Message
from complaints.words import message as _


@dataclass(frozen=True, slots=True)
class Paper:
    """How the fields for the paper that a ground rests on are called."""

    party: Message
    reference: Message
    dated_on: Message


GROUNDS: dict[Ground, Message] = {
    Ground.LICENCE: _("I have a licence or a permission"),
    Ground.GENUINE: _("The goods are genuine"),
    Ground.OWN_RIGHT: _("I have a right of my own"),
    Ground.NOT_THE_GOODS: _("What I sell is not what the right protects"),
    Ground.RIGHT_INVALID: _("The right is not valid, or has ended"),
    Ground.EARLIER: _("It was public or on sale before the right"),
    Ground.PERMITTED_USE: _("The law permits this use"),
    Ground.LISTING_MISTAKEN: _("The complaint means another listing or another seller"),
    Ground.OTHER: _("Another reason"),
}
GROUND_HINTS: dict[Ground, Message] = {
    Ground.LICENCE: _("The holder, or somebody who may give it, lets you."),
    Ground.GENUINE: _(
        "They were put on the market by the holder or with its consent, and you sell them on."
    ),
    Ground.OWN_RIGHT: _("For example your own registered mark or design, or your own picture."),
    Ground.NOT_THE_GOODS: _("The marks, works, products or classes differ."),
    Ground.RIGHT_INVALID: _("It was cancelled, has expired, or is contested."),
    Ground.EARLIER: _("You, or others, published, used or sold it first."),
    Ground.PERMITTED_USE: _(
        "For example to say what a spare part fits, to quote, or a use that needs no permission."
    ),
    Ground.LISTING_MISTAKEN: _("The address is wrong, or the listing is not yours."),
    Ground.OTHER: _("Say it in your own words on the next page."),
}
PAPERS: dict[Ground, Paper] = {
    Ground.LICENCE: Paper(
        _("Who gave it to you"), _("Number or title of the licence"), _("Date of the licence")
    ),
    Ground.GENUINE: Paper(
        _("Whom you bought them from"), _("Invoice or order number"), _("Date of the purchase")
    ),
    Ground.OWN_RIGHT: Paper(
        _("In whose name your right is"),
        _("Its number and office, or where it was published"),
        _("Date of filing or first publication"),
    ),
    Ground.RIGHT_INVALID: Paper(
        _("Which office or court"), _("Number of the entry or the case"), _("Date of the decision")
    ),
    Ground.EARLIER: Paper(
        _("Who published or sold it"),
        _("Where it can be seen: an address, an order, a catalogue"),
        _("Since when"),
    ),
}
