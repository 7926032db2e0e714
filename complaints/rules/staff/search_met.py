"""Says where in a text a question is met, and cuts out the place.

A text meets a question's words as the index does, and its phrases as they stand there: units side
by side, whatever sign is between them.

Pure.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from complaints.rules.staff.search_units import bare_units, spelt, units
from complaints.rules.staff.search_words import Asked, TextPlace, is_called

# So much of a text is shown around the first place that is met.
_BEFORE: Final = 50
_SHOWN: Final = 180


@dataclass(frozen=True, slots=True)
class MetPart:
    """A piece of a text; `is_met` where it is what was asked for."""

    text: str
    is_met: bool


@dataclass(frozen=True, slots=True)
class Met:
    """A text that meets a question: what it is of the thing, and its parts around the first place
    that does, with … where something is left out."""

    place: TextPlace
    parts: tuple[MetPart, ...]


def has_phrases(texts: Iterable[str], sought: Asked) -> bool:
    """Say whether each phrase of a question stands in one of the texts."""
    missing = set(sought.phrases)
    for text in texts:
        if not missing:
            break
        there = list(bare_units(spelt(text)))
        missing = {phrase for phrase in missing if next(_stands(there, phrase), None) is None}
    return not missing


def met(texts: Iterable[tuple[TextPlace, str]], sought: Asked, *, most: int) -> list[Met]:
    """Return up to `most` of the texts that meet a question, each for a word that none before it
    has; one that is called exactly so is met as a whole."""
    these: list[Met] = []
    known: set[str] = set()
    for place, text in texts:
        whole = is_called(text, sought)
        spans, words = ([(0, len(text))], {text}) if whole else _spans(text, sought)
        if words - known and len(these) < most:
            known |= words
            these.append(Met(place, _cut(text, spans)))
    return these


def _spans(text: str, sought: Asked) -> tuple[list[tuple[int, int]], set[str]]:
    """Return the places of a text that a question meets, in their order and apart from each other,
    and by which of its words."""
    there = units(text)
    wanted = set(sought.words)
    start = sought.words[-1] if sought.begins else None
    spans: list[tuple[int, int]] = []
    words: set[str] = set()
    for at, unit in enumerate(there):
        follower = there[at + 1] if at + 1 < len(there) else None
        if unit.text in wanted:
            spans.append((unit.start, unit.end))
            words.add(unit.text)
        elif start and not unit.is_cjk and unit.text.startswith(start):
            spans.append((unit.start, unit.end))
            words.add(start)
        if follower and follower.run == unit.run and unit.text + follower.text in wanted:
            spans.append((unit.start, follower.end))
            words.add(unit.text + follower.text)
    for phrase in sought.phrases:
        for at in _stands([unit.text for unit in there], phrase):
            spans.append((there[at].start, there[at + len(phrase) - 1].end))
    return list(_joined(sorted(spans))), words


def _stands(there: Sequence[str], phrase: tuple[str, ...]) -> Iterator[int]:
    """Yield where a phrase begins among the units of a text."""
    for at in range(len(there) - len(phrase) + 1):
        if there[at] == phrase[0] and tuple(there[at : at + len(phrase)]) == phrase:
            yield at


def _joined(spans: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Yield spans in their order; those that overlap or touch are one."""
    begun: int | None = None
    done = 0
    for start, end in spans:
        if begun is None or start > done:
            if begun is not None:
                yield begun, done
            begun, done = start, end
        done = max(done, end)
    if begun is not None:
        yield begun, done


def _cut(text: str, spans: Sequence[tuple[int, int]]) -> tuple[MetPart, ...]:
    first = max(0, spans[0][0] - _BEFORE) if len(text) > _SHOWN else 0
    if first:
        # Not from the middle of a word, where one begins soon.
        space = text.find(" ", first, spans[0][0])
        first = space + 1 if space >= 0 else first
    last = min(len(text), first + _SHOWN)
    if last < len(text):
        # Nor to the middle of one.
        last = text.rfind(" ", spans[0][1], last) + 1 or last
    parts = [MetPart("…", False)] if first else []
    at = first
    for start, end in spans:
        if start >= last:
            break
        parts += [MetPart(text[at:start], False)] if start > at else []
        parts.append(MetPart(text[max(start, at) : min(end, last)], True))
        at = min(end, last)
    parts += [MetPart(text[at:last], False)] if at < last else []
    parts += [MetPart("…", False)] if last < len(text) else []
    return tuple(parts)
