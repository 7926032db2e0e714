"""The history of an account or of a store as a picture, with the same as a table beside it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from complaints.console.findings.pictures import Chart, stacked
from complaints.http.languages import current, say_here
from complaints.kit.lanes import Lane, lanes
from complaints.queries.findings.life_lines import LifeLine, Time
from complaints.queries.sellers.downtimes import DownMonth
from complaints.words import Message
from complaints.words import message as _

# One word each for days down, wherever they are drawn.
UNDONE = _("Undone later: reinstated, withdrawn or unfounded")
STANDING = _("Not undone so far")
KINDS = {
    "filed": (_("Filed complaints"), "blue"),
    "flagged": (_("Flagged"), "amber"),
    "warned": (_("Warned"), "orange"),
    "bound": (_("Complaints not processed"), "red"),
    "complained_of": (_("Complained about"), "blue"),
    "down": (_("A listing was down"), "red"),
    "answered": (_("The seller answered"), "green"),
    "demanded": (_("The seller was asked for money"), "magenta"),
}


def life_chart(title: Message, lines: Sequence[LifeLine], now: datetime) -> Chart | None:
    """Return what happened when, a lane a kind; None where nothing has."""
    if not lines:
        return None
    drawn = [
        Lane(
            say_here(KINDS[line.kind][0]),
            KINDS[line.kind][1],
            [(each.since, _until(each, now), say_here(_said(each))) for each in line.times],
        )
        for line in lines
    ]
    text = say_here(title)
    return Chart(
        text,
        lanes(text, drawn),
        "lanes",
        [say_here(_("What")), say_here(_("From")), say_here(_("Until"))],
        [
            [say_here(KINDS[line.kind][0]), current().brief(each.since.date()), _end(each)]
            for line in lines
            for each in line.times
        ],
        [],
    )


def days_chart(title: Message, months: Sequence[DownMonth]) -> Chart | None:
    """Return the days that listings were down by month; None where there were none."""
    return stacked(title, months, ((UNDONE, "undone", "red"), (STANDING, "standing", "green")))


def _until(time: Time, now: datetime) -> datetime:
    return max(time.since, now) if time.until is None else time.until


def _end(time: Time) -> str:
    return "–" if time.until is None else current().brief(time.until.date())


def _said(time: Time) -> Message:
    since = time.since.date()
    if time.until is None:
        return _("since %(day)s", day=since)
    if time.until.date() == since:
        return _("%(day)s", day=since)
    return _("%(first)s to %(last)s", first=since, last=time.until.date())
