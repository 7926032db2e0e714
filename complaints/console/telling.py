"""Timelines in words: the events of a complaint as the pages' timeline takes them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from complaints.http.languages import say_here
from complaints.queries.claims import EventView
from complaints.rules.reasons import in_words
from complaints.words import Message, counted
from complaints.words import message as _
from complaints.words.labels import label


@dataclass(frozen=True, slots=True)
class Happening:
    """One entry of a timeline."""

    title: Message
    at: datetime
    by: Message | None
    text: str


def happened(events: Sequence[EventView]) -> list[Happening]:
    """Return a complaint's events, the newest first."""
    return [_told(view) for view in reversed(events)]


def _told(view: EventView) -> Happening:
    event = view.event
    title = label("event", event.kind)
    count = len(view.claim_ids)
    if count > 1:
        title = counted(
            "%(title)s (%(num)s claim)", "%(title)s (%(num)s claims)", count, title=title
        )
    said = [say_here(in_words(event.reason)) if event.reason else None, event.note]
    if event.merit:
        said.append(say_here(_("Grade: %(merit)s", merit=label("merit", event.merit))))
    return Happening(title, event.at, label("by", event.by) if event.by else None, _joined(said))


def _joined(said: Iterable[str | None]) -> str:
    return " ".join(each for each in said if each)
