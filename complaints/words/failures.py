"""Why a letter did not go out by mail, as staff read it, with what to do about it."""

from __future__ import annotations

from complaints.words import Message
from complaints.words import message as _
from complaints.words.labels import label

# Where trying again is of no use.
FOR_GOOD = {
    "recipient": _(
        "The email address does not exist. Add another one and the letter goes there; until then "
        "it has to be delivered by post."
    ),
    "refused": _("The mail server refuses this letter. It has to be delivered by post."),
    "bounced": _(
        "The mail server took the letter and gave it back. Add another email address and the "
        "letter goes there; until then it has to be delivered by post."
    ),
    "too_old": _("The contents of this letter are out of date. Have a new one written."),
    "restored": _(
        "It may have gone already, before the database was put back from a backup. Have it tried "
        "again where it did not."
    ),
}


def why_not(failure: str, answer: int | None, *, for_good: bool) -> Message:
    """Return why a letter did not go; `answer` is the code of the mail server's refusal."""
    sentence = FOR_GOOD.get(failure) if for_good else None
    sentence = sentence or label("failure", failure)
    if answer is None:
        return sentence
    return _("%(sentence)s (It answered %(code)s.)", sentence=sentence, code=str(answer))
