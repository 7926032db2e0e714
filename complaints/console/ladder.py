"""The ladder of a boycott as its page shows it: steps taken, steps offered, the form of each."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import url_for
from markupsafe import Markup
from marshmallow import Schema

from complaints.http.languages import say_here
from complaints.kit.pages import PageCall
from complaints.models import Boycott, Filer
from complaints.queries.boycotts import BoycottDetail
from complaints.schemas.boycotts import BoycottAppealDecisionIn, ImpositionIn, LiftIn
from complaints.schemas.common import WhyIn
from complaints.services import boycotts
from complaints.words import Message
from complaints.words import message as _
from complaints.words.labels import label, verbatim

Act = Callable[[PageCall, int, dict[str, Any]], object]
ENDED = ("dropped", "heeded", "lifted", "expired")


@dataclass(frozen=True, slots=True)
class StepForm:
    """One step's page: its events, its texts, the schema of its form and the verb that takes it."""

    events: frozenset[str]
    title: Message
    button: Message
    effect: Message
    done: Message
    act: Act
    schema: type[Schema] | None = None

    @property
    def asks(self) -> bool:
        return self.schema is not None


def _warn(call: PageCall, key: int, _sent: dict[str, Any]) -> object:
    return boycotts.warn(call.work, key, expected=call.expected)


def _impose(call: PageCall, key: int, sent: dict[str, Any]) -> object:
    return boycotts.impose(call.work, key, **sent, expected=call.expected)


def _drop(call: PageCall, key: int, sent: dict[str, Any]) -> object:
    return boycotts.drop(call.work, key, **sent, expected=call.expected)


def _lift(call: PageCall, key: int, sent: dict[str, Any]) -> object:
    return boycotts.lift(call.work, key, **sent, expected=call.expected)


def _decide(call: PageCall, key: int, sent: dict[str, Any]) -> object:
    return boycotts.decide_appeal(
        call.work, key, lifts=sent["decision"] == "lift", reason=sent["reason"],
        expected=call.expected,
    )  # fmt: skip


FORMS: dict[str, StepForm] = {
    "warn": StepForm(
        frozenset({"warn"}),
        _("Warn the filer"),
        _("Send the warning"),
        _("The filer gets this letter with a link to read the case and answer."),
        _("The filer is warned. It can answer now."),
        _warn,
    ),
    "impose": StepForm(
        frozenset({"impose"}),
        _("Impose the boycott"),
        _("Impose it"),
        _("From then on the filer's complaints are stored but not processed."),
        _("The boycott is in force."),
        _impose,
        ImpositionIn,
    ),
    "drop": StepForm(
        frozenset({"drop"}),
        _("Drop it"),
        _("Drop it"),
        _("Then there is no boycott. A filer that was warned gets a letter."),
        _("It is dropped."),
        _drop,
        WhyIn,
    ),
    "lift": StepForm(
        frozenset({"lift"}),
        _("Lift the boycott"),
        _("Lift it"),
        _("The filer can file again at once."),
        _("The boycott is lifted."),
        _lift,
        LiftIn,
    ),
    "decide": StepForm(
        frozenset({"uphold"}),
        _("Decide the appeal"),
        _("Decide"),
        _("You judge what two colleagues decided; the filer reads your reason."),
        _("The appeal is decided."),
        _decide,
        BoycottAppealDecisionIn,
    ),
}


def offered(detail: BoycottDetail) -> list[str]:
    """Return the steps that this person can take now; an open appeal is decided, not bypassed."""
    possible = set(detail.possible)
    if "uphold" in possible:
        possible.discard("lift")
    return [name for name, form in FORMS.items() if form.events & possible]


def steps(
    detail: BoycottDetail, names: dict[int | None, str]
) -> list[tuple[Message, str, Message]]:
    """Return the ladder as (text, "done" | "current" | "", who and when)."""
    row, appeal = detail.row, detail.appeal
    rows: list[tuple[Message, datetime | None, Message | str | None]] = [
        (_("Proposed"), row.proposed_at, names.get(row.proposed_by)),
        (_("Warned"), row.warned_at, names.get(row.warned_by)),
        (_answer(row), row.answered_at, _("the filer") if row.answered_at else None),
        (_("Imposed"), row.imposed_at, names.get(row.imposed_by)),
    ]
    if appeal is not None:
        rows.append((_("Appealed"), appeal.filed_at, _("the filer")))
        if appeal.decided_at is not None:
            rows.append(
                (label("state", appeal.state), appeal.decided_at, names.get(appeal.decided_by))
            )
    if row.state in ENDED:
        rows = [step for step in rows if step[1] is not None]
        who = names.get(row.ended_by) or _("the deadline")
        rows.append((label("state", row.state), row.ended_at, who))
    shown = []
    is_next = row.state not in ENDED
    for text, at, by in rows:
        state = "done" if at is not None else ("current" if is_next else "")
        is_next = is_next and at is not None
        by_whom = verbatim("")
        if at is not None:
            when = Message("%(when)s", {"when": at})
            by_whom = _("%(name)s, %(when)s", name=by, when=when) if by else when
        shown.append((text, state, by_whom))
    return shown


def _answer(row: Boycott) -> Message:
    if row.state == "unanswered" or (row.imposed_at is not None and row.answered_at is None):
        return _("Not answered")
    return _("Answered")


WAITS = {
    "warned": _("Waiting for the filer's answer, or for the end of the time to answer."),
    "answered": _("A supervisor who did not propose it imposes it, or it is dropped."),
    "unanswered": _("A supervisor who did not propose it imposes it, or it is dropped."),
    "in_force": _("It is in force. A supervisor can lift it; the filer can appeal."),
    "under_appeal": _("A supervisor, or counsel, who took no part yet decides the appeal."),
}


def waits_for(state: str) -> Message:
    """Return what a boycott waits for, for somebody who can take no step."""
    return WAITS.get(state) or _("Nothing more: this case is closed.")


def filer_link(filer: Filer) -> Markup:
    """Return a link to the filer's page."""
    return Markup('<a class="govuk-link" href="/console/filers/{}">{}</a>').format(
        filer.id, filer.name
    )


def flag_link(flag_id: int) -> Markup:
    """Return a link to the flag that it was proposed from."""
    return Markup('<a class="govuk-link" href="{}">{}</a>').format(
        url_for("flag_pages.show", flag_id=flag_id),
        say_here(_("Flag %(number)s", number=str(flag_id))),
    )
