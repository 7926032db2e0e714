"""Letters about times that run out."""

from __future__ import annotations

from typing import Final

from complaints.words import Message
from complaints.words import message as _
from complaints.words.letters import Letter

# What a clock waits for, and what its end does: by its kind.
WAITED_FOR: Final = {
    "complete": _(
        "We asked you for something about %(listing)s and have no answer yet. It counts until "
        "%(due)s; then the claim is closed without a decision. Send it on the page of claim "
        "%(claim)s, under “My complaints”."
    ),
    "hear": _(
        "We asked you about %(listing)s and have no answer yet. Nothing is taken down before "
        "%(due)s; after that we decide on what we know. Answer on the page that the link below "
        "leads to."
    ),
    "restore": _(
        "The seller of %(listing)s has sent a counter-notice to claim %(claim)s. The listing comes "
        "back after %(due)s, unless you tell us until then that you have filed an action for a "
        "court order against the seller, or a claim before the US Copyright Claims Board. Tell us "
        "on the page of the claim, under “My complaints”."
    ),
    "wait": _(
        "The seller of %(listing)s has declared that it does not infringe (claim %(claim)s). Our "
        "measure ends after %(due)s, unless you tell us until then that you have complained to the "
        "authority or sued. Tell us on the page of the claim, under “My complaints”."
    ),
    "reply": _(
        "The seller of %(listing)s has answered claim %(claim)s. You can answer until %(due)s; "
        "after that we decide on what we know. Answer on the page of the claim, under “My "
        "complaints”."
    ),
    "rejoin": _(
        "The complainant has answered you about %(listing)s. You can answer once more until "
        "%(due)s; after that we decide on what we know. Answer on the page that the link below "
        "leads to."
    ),
}
# Of any other kind.
ANSWER: Final = _(
    "We wait for your answer about %(listing)s until %(due)s (claim %(claim)s). Give it where you "
    "read the claim."
)
MAY_MOVE: Final = _(
    "This day may move: days off that lie before it are not announced yet. We write again only if "
    "there is time for another reminder; the page of the claim shows the day as it is."
)


def reminder(kind: str, claim_id: int, listing: str, *, due: Message, is_certain: bool) -> Letter:
    """Remind a filer or a seller of what a clock waits for; `due` says its last day."""
    what = WAITED_FOR.get(kind, ANSWER)
    said = Message(what.text, {"listing": listing, "claim": str(claim_id), "due": due})
    subject = _("Claim %(claim)s: time until %(due)s", claim=str(claim_id), due=due)
    return Letter(subject, (said,) if is_certain else (said, MAY_MOVE))
