"""The ladder of a boycott as its page shows it: steps taken, and what it waits for."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from flask import url_for
from markupsafe import Markup

from complaints.http.languages import say_here
from complaints.models import Boycott, Filer
from complaints.queries.cases.boycotts import BoycottDetail
from complaints.words import Message
from complaints.words import message as _
from complaints.words.labels import label, verbatim

ENDED = ("dropped", "heeded", "lifted", "expired")


def ladder_steps(
    detail: BoycottDetail, names: dict[int | None, str]
) -> list[tuple[Message, str, Message]]:
    """Return the ladder as (text, "done" | "current" | "", who and when)."""
    row, appeal = detail.row, detail.appeal
    rows: list[tuple[Message, datetime | None, Message | str | None]] = [
        (_("Proposed"), row.proposed_at, names.get(row.proposed_by)),
        (_("Warned"), row.warned_at, names.get(row.warned_by)),
        *_delivery(row),
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


def _delivery(row: Boycott) -> list[tuple[Message, datetime | None, Message | str | None]]:
    """Return the step by which the warning reached the filer; none of a case from before such
    steps were kept."""
    if row.delivered_at is None and row.imposed_at is not None:
        return []
    by = None if row.delivered_by is None else label("delivered_by", row.delivered_by)
    return [(_("The warning arrived"), row.delivered_at, by)]


def _answer(row: Boycott) -> Message:
    if row.state == "unanswered" or (row.imposed_at is not None and row.answered_at is None):
        return _("Not answered")
    return _("Answered")


WAITS = {
    "warned": _("Waiting for the filer's answer, or for the end of the time to answer."),
    "undelivered": _(
        "Waiting until the warning reaches the filer. Nothing can be imposed before that."
    ),
    "answered": _("A supervisor who did not propose it imposes it, or it is dropped."),
    "unanswered": _("A supervisor who did not propose it imposes it, or it is dropped."),
    "in_force": _("It is in force. A supervisor can lift it; the filer can appeal."),
    "under_appeal": _("A supervisor, or counsel, who took no part yet decides the appeal."),
    "contested": _("A supervisor, or counsel, who took no part yet decides the appeal."),
    "expired": _("The term of the boycott is over. The filer can still appeal until its deadline."),
}


def waits_for(row: Boycott) -> Message:
    """Return what a boycott waits for, for somebody who can take no step."""
    undelivered = row.state == "warned" and row.delivered_at is None
    return WAITS.get("undelivered" if undelivered else row.state) or _(
        "Nothing more: this case is closed."
    )


def filer_link(filer: Filer) -> Markup:
    """Return a link to the filer's page."""
    return Markup('<a class="govuk-link" href="/console/filers/{}">{}</a>').format(
        filer.id, filer.name
    )


def flag_link(flag_id: int) -> Markup:
    """Return a link to the flag that it was proposed from."""
    return Markup('<a class="govuk-link" href="{}">{}</a>').format(
        url_for("flag_pages.show_flag", flag_id=flag_id),
        say_here(_("Flag %(number)s", number=str(flag_id))),
    )


def joined_ways(ways: Collection[str]) -> str:
    """Return ways by which a warning did not arrive, as one list."""
    return "; ".join(say_here(label("way", way)) for way in sorted(ways))
