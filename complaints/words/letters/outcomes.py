"""What a decision did, for the subject and the beginning of the letter about it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from complaints.words import Listed, Message, counted
from complaints.words import message as _
from complaints.words.letters.reasons import Reasons

_OUTCOMES: Final = {
    "lapse": _("closed without a decision"),
    "gone": _("closed without a decision"),
    "discard": _("closed without a decision"),
    "not_processed": _("not processed for now"),
    "uphold": _("the decision stands"),
}


def outcome(reasons: Reasons) -> Message:
    """Return what became of it, as the subject says it."""
    num = len(reasons.listings)
    if reasons.decision in _OUTCOMES:
        return _OUTCOMES[reasons.decision]
    if reasons.restriction == "removed":
        return counted("the listing is taken down", "%(num)s listings are taken down", num)
    if reasons.restriction == "stays_removed":
        return counted("the listing stays off sale", "%(num)s listings stay off sale", num)
    if reasons.restriction == "none":
        return counted("rejected", "rejected for %(num)s listings", num)
    if all(each.held_by for each in reasons.listings):
        return _("it keeps nothing off sale any more")
    return counted("the listing comes back", "%(num)s listings come back", num)


def appeal(reasons: Reasons) -> Message:
    """Return how an appeal ended."""
    if reasons.decision == "uphold":
        return _(
            "Another person has looked at the case again, with all that both sides said. The "
            "decision stands."
        )
    return _(
        "Another person has looked at the case again, with all that both sides said. The decision "
        "is changed."
    )


def happened(reasons: Reasons) -> Message:
    """Return the sentence above the listings."""
    num, day = len(reasons.listings), reasons.decided_at.date()
    if reasons.decision == "lapse":
        return counted(
            "We asked you for what was missing and it did not come in time. So your complaint "
            "about this listing is closed without a decision:",
            "We asked you for what was missing and it did not come in time. So your complaint "
            "about these listings is closed without a decision:",
            num,
        )
    if reasons.decision == "gone":
        return counted(
            "We were told that this listing is gone. So your complaint about it is closed without "
            "a decision:",
            "We were told that these listings are gone. So your complaint about them is closed "
            "without a decision:",
            num,
        )
    if reasons.decision == "discard":
        return counted(
            "Your complaint about this listing was kept and not processed. It is closed now, "
            "without a decision:",
            "Your complaint about these listings was kept and not processed. It is closed now, "
            "without a decision:",
            num,
        )
    if reasons.decision == "not_processed":
        return counted(
            "We keep your complaint about this listing with its time and do not process it for "
            "now:",
            "We keep your complaint about these listings with its time and do not process it for "
            "now:",
            num,
        )
    if reasons.decision == "uphold":
        return counted(
            "Nothing changes for this listing:", "Nothing changes for these listings:", num
        )
    if reasons.restriction == "removed":
        return counted(
            "On %(day)s we took this listing off sale:",
            "On %(day)s we took these listings off sale:",
            num,
            day=day,
        )
    if reasons.restriction == "stays_removed":
        return counted(
            "On %(day)s we decided that this listing stays off sale:",
            "On %(day)s we decided that these listings stay off sale:",
            num,
            day=day,
        )
    if reasons.restriction == "none":
        return counted(
            "On %(day)s we rejected the complaint about this listing. It does not go down by it:",
            "On %(day)s we rejected the complaint about these listings. They do not go down by it:",
            num,
            day=day,
        )
    return counted(
        "On %(day)s we ended what this complaint did to this listing. It comes back, unless "
        "another complaint keeps it off sale:",
        "On %(day)s we ended what this complaint did to these listings. They come back, unless "
        "another complaint keeps them off sale:",
        num,
        day=day,
    )


def held(reasons: Reasons) -> Iterator[Message]:
    """Say which listings stay down all the same. A filer does not read whose complaint it is."""
    if reasons.is_down:
        return
    for each in reasons.listings:
        if each.held_by and reasons.side == "seller":
            yield _(
                "%(listing)s stays off sale all the same, because of complaint %(others)s.",
                listing=each.address,
                others=Listed(each.held_by),
            )
        elif each.held_by:
            yield _(
                "%(listing)s stays off sale all the same, because of another complaint.",
                listing=each.address,
            )
