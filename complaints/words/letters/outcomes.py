"""What a decision did, for the subject and the beginning of the letter about it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from complaints.words import Listed, Message, counted
from complaints.words import message as _
from complaints.words.letters.listings import true_now
from complaints.words.letters.reasons import Accused, Reasons

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
    back = sum(not each.now.is_down for each in reasons.listings)
    if not back:
        return _("no listing is off sale because of it any more")
    return counted("the listing comes back", "%(num)s listings come back", back)


def appeal(reasons: Reasons) -> Message:
    """Return how an appeal ended."""
    if reasons.decision == "uphold":
        return _(
            "A different person has looked at the case again, with everything that both sides "
            "said. The decision stands."
        )
    return _(
        "A different person has looked at the case again, with everything that both sides said. "
        "The decision is changed."
    )


def happened(reasons: Reasons) -> Message:
    """Return the sentence above the listings."""
    num, day = len(reasons.listings), reasons.decided_at.date()
    if reasons.decision == "lapse":
        return counted(
            "We asked you for what was missing and did not receive it in time. So we have closed "
            "your complaint about this listing without a decision:",
            "We asked you for what was missing and did not receive it in time. So we have closed "
            "your complaint about these listings without a decision:",
            num,
        )
    if reasons.decision == "gone":
        return counted(
            "We were told that this listing no longer exists. So we have closed your complaint "
            "about it without a decision:",
            "We were told that these listings no longer exist. So we have closed your complaint "
            "about them without a decision:",
            num,
        )
    if reasons.decision == "discard":
        return counted(
            "We kept your complaint about this listing and did not process it. We have now closed "
            "it without a decision:",
            "We kept your complaint about these listings and did not process it. We have now "
            "closed it without a decision:",
            num,
        )
    if reasons.decision == "not_processed":
        return counted(
            "We have kept your complaint about this listing and the date on which you "
            "sent it. We do not process it for now:",
            "We have kept your complaint about these listings and the date on which you "
            "sent it. We do not process it for now:",
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
            "On %(day)s we rejected the complaint about this listing:",
            "On %(day)s we rejected the complaint about these listings:",
            num,
            day=day,
        )
    return counted(
        "On %(day)s we decided that this listing is no longer off sale because of this complaint:",
        "On %(day)s we decided that these listings are no longer off sale because of this "
        "complaint:",
        num,
        day=day,
    )


def true_of(listings: Sequence[Accused]) -> Iterator[Message]:
    """Say what is true of each listing now, once where it is the same of all."""
    alike: dict[str, list[Accused]] = {}
    for each in listings:
        alike.setdefault(str(true_now(each.now)), []).append(each)
    for group in alike.values():
        now = true_now(group[0].now)
        if len(listings) == 1:
            yield now
        elif len(alike) == 1:
            yield _("For each of these listings: %(now)s", now=now)
        else:
            addresses = Listed([each.address for each in group])
            yield _("%(listings)s: %(now)s", listings=addresses, now=now)
