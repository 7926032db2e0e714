"""What forms of decisions share: the reasons to choose from, the version seen, names of steps."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from flask_babel.speaklater import LazyString
from werkzeug.datastructures import MultiDict

from complaints.errors import FieldError, Refusal, invalid
from complaints.kit.labels import label
from complaints.rules.kinds import Merit
from complaints.rules.reasons import TEMPLATES

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
    """A reason to choose: its words in the reader's language, and the grade that goes with it."""

    code: str
    words: str
    decisions: tuple[str, ...]
    merit: Merit | None


def template_options() -> list[tuple[str, str]]:
    """Return the reasons to choose from as pairs for a select, by decision."""
    return [
        (each.code, f"{' / '.join(str(STEP_TEXTS[one]) for one in each.decisions)}: {each.words}")
        for each in templates()
    ]


def merit_options() -> list[tuple[str, LazyString | str]]:
    """Return the grades as pairs for radios; the first leaves it open."""
    return [("", _("Not graded")), *((str(each), label("merit", each)) for each in Merit)]


def templates() -> list[Offered]:
    """Return the reasons to choose from, in the page's language."""
    return [
        Offered(each.code, gettext(each.words.text), each.decisions, each.merit)
        for each in TEMPLATES
    ]


def reason_of(form: MultiDict[str, str]) -> MultiDict[str, str]:
    """Return the form with the chosen template's words where no reason was written."""
    filled = MultiDict(form.items(multi=True))
    words = {each.code: str(each.words) for each in TEMPLATES}
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
        raise invalid("/version", "Reload the page: its version cannot be read.")
    return int(text)


def part(form: MultiDict[str, str], name: str) -> MultiDict[str, str]:
    """Return the fields of one of a page's forms: those below `name`, without it."""
    start = f"{name}."
    return MultiDict(
        (field.removeprefix(start), value)
        for field, value in form.items(multi=True)
        if field.startswith(start)
    )


@contextmanager
def below(name: str) -> Iterator[None]:
    """Let what is refused point at the fields of the form `name`, and not at another's."""
    try:
        yield
    except Refusal as refusal:
        fields = [FieldError(f"/{name}{each.pointer}", each.detail) for each in refusal.fields]
        raise Refusal(refusal.slug, refusal.detail, fields=fields, **refusal.facts) from refusal
