"""What forms of decisions share: the reasons to choose from, the version seen, names of steps."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from werkzeug.datastructures import MultiDict

from complaints.errors import FieldError, Refusal, invalid
from complaints.http.languages import say_here
from complaints.rules.kinds import Merit
from complaints.rules.reasons import TEMPLATES
from complaints.words import Message
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
    "stand": _("Let the takedown stand"),
    "reinstate": _("Reinstate the listing"),
    "withdraw": _("Withdraw for the filer"),
    "take_up": _("Take up"),
    "discard": _("Discard"),
    "grade": _("Grade the merit"),
    "demand": _("The seller was asked for money or a favour"),
}


DECISION_KEYS = {"take_down": "d", "reject": "e", "stand": "d", "reinstate": "e"}


@dataclass(frozen=True, slots=True)
class Offered:
    """A reason to choose: its words, and the grade that goes with it."""

    code: str
    words: Message
    decisions: tuple[str, ...]
    merit: Merit | None


def template_options() -> list[tuple[str, Message]]:
    """Return the reasons to choose from as pairs for a select, by decision."""
    return [
        (
            template.code,
            _(
                "%(decisions)s: %(words)s",
                decisions=" / ".join(say_here(STEP_TEXTS[step]) for step in template.decisions),
                words=template.words,
            ),
        )
        for template in templates()
    ]


def merit_options() -> list[tuple[str, Message]]:
    """Return the grades as pairs for radios; the first leaves the claim ungraded."""
    return [("", _("Not graded")), *((str(merit), label("merit", merit)) for merit in Merit)]


def templates() -> list[Offered]:
    """Return the reasons to choose from."""
    return [
        Offered(template.code, template.words, template.decisions, template.merit)
        for template in TEMPLATES
    ]


def reason_of(form: MultiDict[str, str]) -> MultiDict[str, str]:
    """Return the form with the chosen template's words where no reason was written."""
    filled = MultiDict(form.items(multi=True))
    words = {template.code: str(template.words) for template in TEMPLATES}
    chosen = words.get(filled.get("template", ""))
    if chosen is not None and not (filled.get("reason") or "").strip():
        filled["reason"] = chosen
    return filled


def the_version(form: MultiDict[str, str]) -> int | None:
    """Return the version that the page showed. Refuses with: invalid-request."""
    text = form.get("version", "")
    if not text:
        return None
    if not (text.isascii() and text.isdigit() and len(text) < 10):
        raise invalid("/version", _("Reload the page: its version cannot be read."))
    return int(text)


def part(form: MultiDict[str, str], name: str) -> MultiDict[str, str]:
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
        fields = [FieldError(f"/{name}{error.pointer}", error.message) for error in refusal.fields]
        raise Refusal(refusal.slug, refusal.message, fields=fields, **refusal.facts) from refusal
