"""What is true of a listing after a step, and how it stands: one wording for letters and pages."""

from __future__ import annotations

from dataclasses import dataclass

from complaints.words import Fact, Listed, Message
from complaints.words import message as _


@dataclass(frozen=True, slots=True)
class Now:
    """How a listing stands, as the reader of one claim may know it.

    `by_this` is whether that claim holds it down; `complaints` are the references of others that
    do and that the reader may know; `another` whether one does that the reader may not know. A
    filer reads no more of those of others than that the listing is down. `was_down` is how it stood
    before the step.
    """

    by_this: bool = False
    complaints: tuple[str, ...] = ()
    another: bool = False
    was_down: bool = True
    for_filer: bool = False

    @property
    def is_down(self) -> bool:
        return self.by_this or self.another or bool(self.complaints)


def true_now(now: Now) -> Message:
    """Say what is true of the listing after a step: it comes back, stays down, is taken down."""
    others = _others(now)
    if now.by_this and others:
        return _(
            "The listing is off sale because of this complaint, and also because of %(others)s.",
            others=others,
        )
    if now.by_this:
        return _("The listing stays off sale.") if now.was_down else _("The listing is taken down.")
    if others:
        return _("The listing stays off sale because of %(others)s.", others=others)
    if now.is_down:
        return _("The listing stays off sale for a reason other than this complaint.")
    return _("The listing comes back on sale.") if now.was_down else _("The listing stays on sale.")


def stands(now: Now) -> Message:
    """Say how the listing stands, for a page."""
    others = _others(now)
    if now.by_this and others:
        return _("off sale because of this complaint and %(others)s", others=others)
    if now.by_this:
        return _("off sale because of this complaint")
    if others:
        return _("off sale because of %(others)s", others=others)
    return _("off sale for a reason other than this complaint") if now.is_down else _("on sale")


def _others(now: Now) -> Listed | None:
    items: list[Fact] = [
        _("complaint %(reference)s", reference=reference) for reference in now.complaints
    ]
    if now.another and not now.for_filer:
        items.append(_("another complaint"))
    return Listed(items) if items else None
