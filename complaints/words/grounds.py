"""What the grounds of a counter-notice are called, by whom they are read, and what each asks.

One record a ground: the filer and staff read its label and its answer in short, the seller chooses
it by its title. Which grounds there are, and which fit which right, is in
`rules/sellers/counter_notices`.
"""

from __future__ import annotations

from dataclasses import dataclass

from abuse.words.message import Message
from abuse.words.message import message as _


@dataclass(frozen=True, slots=True)
class PaperFields:
    """How the fields for the paper that a ground rests on are called."""

    party: Message
    reference: Message
    dated_on: Message


@dataclass(frozen=True, slots=True)
class GroundMessages:
    """A ground's words. `short` is the seller's answer where it gives none of its own.

    `paper` is there where the ground says who, by what paper and when.
    """

    label: Message
    title: Message
    hint: Message
    short: Message
    paper: PaperFields | None = None


GROUNDS: dict[str, GroundMessages] = {
    "licence": GroundMessages(
        label=_("Licence"),
        title=_("I have a licence or a permission"),
        hint=_("The rights holder, or somebody who may give permission, allows you to."),
        short=_("I have a licence."),
        paper=PaperFields(
            party=_("Who gave it to you"),
            reference=_("Number or title of the licence"),
            dated_on=_("Date of the licence"),
        ),
    ),
    "genuine": GroundMessages(
        label=_("Genuine goods"),
        title=_("The goods are genuine"),
        hint=_(
            "The rights holder put them on the market or agreed to it, and you are reselling them."
        ),
        short=_("The goods are genuine and were put on the market with the holder's consent."),
        paper=PaperFields(
            party=_("Who you bought them from"),
            reference=_("Invoice or order number"),
            dated_on=_("Date of the purchase"),
        ),
    ),
    "own_right": GroundMessages(
        label=_("A right of the seller's own"),
        title=_("I have a right of my own"),
        hint=_("For example your own registered mark or design, or your own picture."),
        short=_("I have a right of my own."),
        paper=PaperFields(
            party=_("Owner of your right"),
            reference=_("Its number and office, or where it was published"),
            dated_on=_("Date of filing or first publication"),
        ),
    ),
    "not_the_goods": GroundMessages(
        label=_("Not what the right protects"),
        title=_("What I sell is not what the right protects"),
        hint=_("The marks, works, products or classes differ."),
        short=_("My listing is not what the right protects."),
    ),
    "right_invalid": GroundMessages(
        label=_("The right is not valid"),
        title=_("The right is not valid, or has ended"),
        hint=_("It was cancelled, has expired, or is contested."),
        short=_("The right is not valid or has ended."),
        paper=PaperFields(
            party=_("Which office or court"),
            reference=_("Number of the entry or the case"),
            dated_on=_("Date of the decision"),
        ),
    ),
    "earlier": GroundMessages(
        label=_("Public or on sale before"),
        title=_("It was public or on sale before the right"),
        hint=_("You, or others, published, used or sold it first."),
        short=_("It was public or on sale before the right."),
        paper=PaperFields(
            party=_("Who published or sold it"),
            reference=_("Where it can be seen: an address, an order, a catalogue"),
            dated_on=_("Since when"),
        ),
    ),
    "permitted_use": GroundMessages(
        label=_("The law permits the use"),
        title=_("The law permits this use"),
        hint=_(
            "For example, you say what a spare part fits, you quote from a work, or you need "
            "no permission."
        ),
        short=_("The law permits the use."),
    ),
    "listing_mistaken": GroundMessages(
        label=_("The wrong listing or seller"),
        title=_("The complaint means another listing or another seller"),
        hint=_("The address is wrong, or the listing is not yours."),
        short=_("The complaint means another listing or another seller."),
    ),
    "other": GroundMessages(
        label=_("Another reason"),
        title=_("Another reason"),
        hint=_("Say it in your own words on the next page."),
        short=_("The complaint is wrong for another reason."),
    ),
}
