"""Turns the events of a complaint into the entries that the timeline macro shows."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from complaints.http.languages import say_here
from complaints.queries.decisions.claims import EventView
from complaints.words import Message, counted
from complaints.words import message as _
from complaints.words.labels import label


@dataclass(frozen=True, slots=True)
class TimelineEntry:
    """One entry of a timeline."""

    title: Message
    at: datetime
    by: Message | None
    text: str


def timeline_of(events: Sequence[EventView]) -> list[TimelineEntry]:
    """Return a complaint's events, the newest first."""
    return [_entry(view) for view in reversed(events)]


def _entry(view: EventView) -> TimelineEntry:
    event = view.event
    title = label("event", event.kind)
    count = len(view.claim_ids)
    if count > 1:
        title = counted(
            "%(title)s (%(num)s claim)", "%(title)s (%(num)s claims)", count, title=title
        )
    sentences = [say_here(view.reason) if view.reason else None, _note(view)]
    if event.merit:
        sentences.append(say_here(_("Grade: %(merit)s", merit=label("merit", event.merit))))
    return TimelineEntry(
        title, event.at, label("by", event.by) if event.by else None, _joined(sentences)
    )


def _note(view: EventView) -> str | None:
    """Return the words beside a reason, with the one side that reads them."""
    if view.note is None or view.note_to is None:
        return view.note
    return say_here(
        _("Only to %(side)s: %(note)s", side=label("role", view.note_to), note=view.note)
    )


def _joined(sentences: Iterable[str | None]) -> str:
    return " ".join(sentence for sentence in sentences if sentence)
