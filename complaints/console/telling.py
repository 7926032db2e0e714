"""Timelines in words: the events of a complaint as the pages' timeline takes them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from flask_babel import gettext as _
from flask_babel import ngettext
from flask_babel.speaklater import LazyString

from complaints.kit.labels import label
from complaints.kit.sentences import reason
from complaints.queries.claims import EventView


@dataclass(frozen=True, slots=True)
class Happening:
    """One entry of a timeline."""

    title: str
    at: datetime
    by: LazyString | str | None
    text: str


def happened(events: Sequence[EventView]) -> list[Happening]:
    """Return a complaint's events, the newest first."""
    return [_told(view) for view in reversed(events)]


def _told(view: EventView) -> Happening:
    event = view.event
    title = str(label("event", event.kind))
    count = len(view.claim_ids)
    if count > 1:
        title = ngettext(
            "%(title)s (%(num)s claim)", "%(title)s (%(num)s claims)", count, title=title
        )
    said = [reason(event.reason) if event.reason else None, event.note]
    if event.merit:
        said.append(_("Grade: %(merit)s", merit=label("merit", event.merit)))
    return Happening(title, event.at, label("by", event.by) if event.by else None, _joined(said))


def _joined(said: Iterable[str | None]) -> str:
    return " ".join(each for each in said if each)
