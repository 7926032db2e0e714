"""What forms of decisions share: reasons to choose from, who reads words, the version seen."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

from werkzeug.datastructures import MultiDict

from complaints.base.codes import Code
from complaints.base.errors import Refusal, invalid
from complaints.models import Claim
from complaints.queries.decisions.pending import PendingView
from complaints.rules.kinds import Merit, Side
from complaints.words import Message, counted
from complaints.words import message as _
from complaints.words.labels import label

STEP_TEXTS = {
    "ask": _("Ask the filer"),
    "complete": _("Complete for the filer"),
    "lapse": _("Close without a decision"),
    "take_down": _("Take down"),
    "reject": _("Reject"),
    "gone": _("The listing is gone"),
    "counter": _("Counter-notice for the seller"),
    "stand": _("Keep it taken down"),
    "reinstate": _("Reinstate the listing"),
    "withdraw": _("Withdraw for the filer"),
    "take_up": _("Take up"),
    "discard": _("Discard"),
    "grade": _("Grade the merit"),
    "demand": _("The seller was asked for money or a favour"),
    "enter_appeal": _("Enter an appeal for a side"),
}


JUDGED = {"uphold": _("Let the decision stand"), "overturn": _("Change the decision")}
# In the order in which they are offered.
DECISION_KEYS = {
    "take_down": "d", "stand": "d", "reject": "e", "reinstate": "e", "uphold": "d", "overturn": "e",
}  # fmt: skip


def reader_options() -> list[tuple[str, Message]]:
    """Return who reads the words beside a reason, as pairs for radios."""
    return [
        ("", _("Both sides")),
        (str(Side.FILER), _("Only the filer")),
        (str(Side.SELLER), _("Only the seller")),
    ]


def decided(rows: Sequence[Claim], waits: Sequence[PendingView]) -> Message | None:
    """Return the sentence that says that a decision of these claims has taken effect; None where it
    does so later, which a bar on each page says."""
    ids = {row.id for row in rows}
    if any(ids & set(view.claim_ids) for view in waits):
        return None
    return counted("%(num)s claim is decided.", "%(num)s claims are decided.", len(rows))


def merit_options() -> list[tuple[str, Message]]:
    """Return the grades as pairs for radios; the first leaves the claim ungraded."""
    return [("", _("No grade")), *((str(merit), label("merit", merit)) for merit in Merit)]


def require_version(form: MultiDict[str, str]) -> int | None:
    """Return the version that the page showed. Refuses with: invalid-request."""
    text = form.get("version", "")
    if not text:
        return None
    if not (text.isascii() and text.isdigit() and len(text) < 10):
        raise invalid(
            "/version",
            Code.WRONG_TYPE,
            _("Reload the page: its version cannot be read."),
            type="integer",
        )
    return int(text)


def fields_of_form(form: MultiDict[str, str], name: str) -> MultiDict[str, str]:
    """Return the fields of one form of the page: those with the prefix `name`, without it."""
    start = f"{name}."
    return MultiDict(
        (field.removeprefix(start), value)
        for field, value in form.items(multi=True)
        if field.startswith(start)
    )


def refusal_of(require: Callable[[], None]) -> Message | None:
    """Return why the reader would be refused by what asks; None where it would not."""
    try:
        require()
    except Refusal as refusal:
        return refusal.message
    return None


@contextmanager
def below(name: str) -> Iterator[None]:
    """Point the errors of a refusal at the fields of the form `name`, and not at another form's."""
    try:
        yield
    except Refusal as refusal:
        fields = [error.below(f"/{name}") for error in refusal.fields]
        raise Refusal(refusal.slug, refusal.message, fields=fields, **refusal.facts) from refusal
