"""What filers write: the platform's own sample, lawyers' forms, robots' forms, and plain words."""

from __future__ import annotations

import numpy as np

from lab.makers.unseen.words import pick

# The sample that the help page offers is the most copied text of all, by honest filers above all.
SAMPLE = (
    "I am the owner of {title} or authorised by the owner. I have a good faith belief that the "
    "listings named use it without permission. The information in this notice is accurate."
)
OPENINGS = (
    "We act for the owner of {title}.", "{title} is our registered {kind}.",
    "Our company made {title} and sells it.", "This concerns {title} ({number}).",
    "To whom it may concern: {title} belongs to us.", "Please look at these items.",
    "Our client has held {title} for years.", "Hello, I am the maker of {title}.",
)  # fmt: skip
MIDDLES = {
    "counterfeit": (
        "The goods are fake.",
        "A test purchase showed poor stitching and a false label.",
        "The seller was never supplied by us.",
        "Packaging and batch code are not ours.",
        "These are counterfeit goods, sold far below cost.",
    ),
    "trademark": (
        "Our name stands in the title.",
        "The mark is used without licence.",
        "Buyers take the goods for ours.",
        "The logo on the picture is our mark.",
    ),
    "copyright": (
        "The pictures were taken from our shop.",
        "Our photographs were copied.",
        "The print is our drawing, mirrored.",
        "Text and images are ours.",
    ),
    "patent": (
        "All features of claim 1 are present.",
        "The hinge works as in our patent.",
        "The product falls under our utility model.",
        "See the attached claim chart.",
    ),
    "design": (
        "The overall impression is the same.",
        "Shape and lines are those of our design.",
        "It copies the look of our product.",
    ),
    "unauthorised_channel": (
        "The seller is no partner of ours.",
        "Genuine goods, not for this market.",
        "The seller sells below the agreed price.",
    ),
}
CLOSINGS = (
    "Please remove the listings.", "We ask for removal without delay.", "Kind regards",
    "We reserve all rights.", "Under penalty of perjury, the above is true.",
    "Please act before the sale begins.", "Thank you for your help.", "Remove at once!",
)  # fmt: skip
ASIDES = (
    "We found {count} items today.", "It is the second time this month.", "Buyers complain to us.",
    "See the pictures.", "The shop knows us well.", "Our stock is dated, theirs is not.",
)  # fmt: skip


def statement(
    rng: np.random.Generator,
    voice: int,
    *,
    basis: str,
    kind: str,
    title: str,
    number: str,
    count: int,
) -> str | None:
    """A complaint's text. A `voice` keeps to its opening and close, and varies what lies between.

    A twelfth of voices write nothing, three in ten paste the platform's sample.
    """
    habit = voice % 120
    if habit < 10:
        return None
    if habit < 46:
        text = SAMPLE
    else:
        middles = MIDDLES.get(basis, MIDDLES["trademark"])
        own = middles[voice // 7 % len(middles)]
        parts = [OPENINGS[voice // 11 % len(OPENINGS)], own if habit < 90 else pick(rng, middles)]
        if rng.random() < 0.35:
            parts.append(pick(rng, ASIDES))
        parts.append(CLOSINGS[voice // 13 % len(CLOSINGS)])
        text = " ".join(parts)
    return text.format(title=title, kind=kind, number=number, count=count)
