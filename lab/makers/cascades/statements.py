"""What complaints say: sentences by kind of right, in each filer's own habit or a template."""

from __future__ import annotations

from typing import Final

from lab.makers.cascades.draws import Draws
from lab.makers.cascades.filers import Filer, Manner
from lab.makers.cascades.rights import Right

OPENINGS: Final = (
    "We are the owner of {title}.", "I write on behalf of the owner of {title}.",
    "Our company holds {title}.", "I made {title} myself.", "{title} is ours.",
    "Please see our rights in {title}.", "This concerns {title}.",
)  # fmt: skip
REASONS: Final = {
    "counterfeit": (
        "The goods sold as \"{item}\" are counterfeit: the label and the packing differ from ours.",
        "A test purchase of \"{item}\" showed a copy of poor quality.",
        "We never made \"{item}\" and the seller has no leave to use our mark.",
    ),
    "trademark": (
        "The listing \"{item}\" uses our mark in its title.",
        "The seller shows our logo on \"{item}\" without permission.",
    ),
    "copyright": (
        "The pictures of \"{item}\" were taken from our site.",
        "\"{item}\" reproduces our work without a licence.",
        "The images and the text of this listing are copied from us.",
    ),
    "patent": (
        "\"{item}\" has every feature of claim 1.",
        "The product works in the way that our patent protects; a claim chart is attached.",
    ),
    "design": (
        "\"{item}\" has the same overall look as our registered design.",
        "The shape of the goods is that of our design.",
    ),
    "unauthorised_channel": ("\"{item}\" is sold outside our authorised dealers.",),
    "other": ("\"{item}\" infringes our rights.",),
}  # fmt: skip
CLOSINGS: Final = (
    "Please remove it.", "I state in good faith that this use is not authorised.", "",
    "The information given is accurate.", "We ask for removal of the listing at once.", "Thank you.",
)  # fmt: skip
# Words that a help page, a clinic or a trade body offers, and honest people copy.
SHARED: Final = (
    "I have a good faith belief that use of the material is not authorised by the owner, its agent or the law.",
    "Under penalty of perjury I state that I am authorised to act for the owner of the right named above.",
    "The goods offered infringe our intellectual property. Kindly delist them and inform us of the steps taken.",
)


def statement(
    draws: Draws, filer: Filer, manner: Manner, right: Right, basis: str, item: str
) -> str | None:
    """A statement or none; a filer keeps its opening and its close, the reason is the case's."""
    if manner.template is not None:
        return manner.template
    habit = Draws(f"habit/{filer.reference}/{right.holder.reference}")
    if habit.chance(0.08):
        return None
    if habit.chance(0.12):
        return habit.choice(SHARED)
    opening, closing = habit.choice(OPENINGS), habit.choice(CLOSINGS)
    reason = draws.choice(REASONS.get(basis, REASONS["other"]))
    return f"{opening} {reason} {closing}".strip().format(title=right.title, item=item)
