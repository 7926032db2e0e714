"""What filers write: the portal's sample, an office's own form, or a few words of their own."""

from __future__ import annotations

from typing import Final

from lab.makers.motives.draws import Chance

SAMPLE: Final = (
    "I have a good faith belief that the use of the material is not authorised by the owner, its "
    "agent or the law. The information in this notice is accurate."
)
OPENINGS: Final = (
    "We found that this shop sells", "The listed item shows", "Please remove", "Our product is being copied:",
    "This seller offers", "On checking the page we saw", "A customer told us of", "I noticed",
)  # fmt: skip
REASONS: Final = {
    "counterfeit": ("fake {brand} goods; seams and labels differ from ours.", "counterfeit {brand}.",
                    "{brand} goods that we never made; a test purchase showed it."),
    "trademark": ("our mark {brand} used without licence.", "the sign {brand} in title and picture."),
    "copyright": ("pictures taken from our {brand} page.", "our drawing, published first by {brand}."),
    "design": ("the shape that {brand} registered.", "a copy of the {brand} design."),
    "patent": ("a device that reads on claim 1 of the {brand} patent.", "the {brand} mechanism."),
    "unauthorised_channel": ("{brand} goods outside our dealers.",),
    "other": ("material of {brand} without consent.",),
}  # fmt: skip
CLOSINGS: Final = ("Thank you.", "We ask for removal.", "Papers are attached.", "", "Please act soon.",
                   "We have not licensed this seller.", "This harms our customers.")  # fmt: skip


def written(chance: Chance, basis: str, brand: str, *, habit: str) -> str:
    """A statement by somebody with a habit: `sample`, `own`, or the text of an office."""
    if habit == "sample":
        return SAMPLE
    reason = chance.choice(REASONS.get(basis, REASONS["other"])).format(brand=brand)
    if habit == "own":
        return f"{chance.choice(OPENINGS)} {reason} {chance.choice(CLOSINGS)}".strip()
    return f"{habit} The listings named below concern {reason} {SAMPLE}"
