"""Which notice a counter-notice, a retraction or a reversal answers.

In this order: the notice that it names by its published address; a notice of the same filer
against the same repository; any notice against that repository; a notice of the same filer.
Of several the nearest earlier one is taken, for each repository by itself. It changes nothing.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Literal

Way = Literal["named", "filer and repository", "repository", "filer"]

_PUBLISHED = re.compile(
    r"github/dmca/(?:blob|tree|commit|raw)/[\w.-]+/(?:\d{4}/)?(?:\d\d/)?"
    r"([\w.%-]*\d{4}-\d\d-\d\d[\w.%-]*)",
    re.IGNORECASE,
)
_IN_STEM = re.compile(r".(\d{4}-\d\d-\d\d-.+?)-(?:counter|retract|revers)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class AnsweredNotice:
    """A notice as far as linking needs it: `keys` are the names of its filer."""

    stem: str
    date: date
    keys: frozenset[str]
    listing_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Answer:
    """A letter that answers notices: the stems and the listings that it names."""

    stem: str
    date: date
    key: str
    named: tuple[str, ...]
    listing_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Link:
    """An answered notice. No `listing_ids`: the answer concerns all of its targets."""

    stem: str
    way: Way
    listing_ids: tuple[str, ...] = ()


def named_files(text: str, stem: str) -> tuple[str, ...]:
    """Stems, in lower case, of the published files that a letter or its own name refers to."""
    names = [
        re.sub(r"\.(?:md|markdown).*$", "", one, flags=re.I) for one in _PUBLISHED.findall(text)
    ]
    within = _IN_STEM.search(stem)
    names += [within[1]] if within else []
    return tuple(dict.fromkeys(one.strip(".").lower() for one in names))  # fmt: skip


class Notices:
    """The notices of a corpus, found by name, by filer and by listing."""

    def __init__(self, notices: Iterable[AnsweredNotice]) -> None:
        self._by_stem: dict[str, AnsweredNotice] = {}
        self._by_key: dict[str, list[AnsweredNotice]] = defaultdict(list)
        self._by_listing: dict[str, list[AnsweredNotice]] = defaultdict(list)
        for one in sorted(notices, key=lambda notice: (notice.date, notice.stem)):
            self._by_stem[one.stem.lower()] = one
            for key in one.keys:
                self._by_key[key].append(one)
            for listing in one.listing_ids:
                self._by_listing[listing].append(one)

    def __contains__(self, stem: str) -> bool:
        return stem.lower() in self._by_stem

    def answered_by(self, answer: Answer) -> list[Link]:
        """Return the notices that an answer is about; empty where none can be found."""
        named = [self._by_stem[stem] for stem in answer.named if stem in self._by_stem]
        if named:
            return [
                Link(one.stem, "named", _named_in(one, answer, sole=len(named) == 1))
                for one in dict.fromkeys(named)
            ]
        return (
            self._by_repository(answer, same_filer=True)
            or self._by_repository(answer, same_filer=False)
            or self._by_filer(answer)
        )

    def _by_repository(self, answer: Answer, *, same_filer: bool) -> list[Link]:
        met: dict[str, list[str]] = defaultdict(list)
        for listing in answer.listing_ids:
            candidates = self._by_listing.get(listing, [])
            if same_filer:
                candidates = [one for one in candidates if answer.key in one.keys]
            nearest = _nearest(candidates, answer.date)
            if nearest is not None:
                met[nearest.stem].append(listing)
        way: Way = "filer and repository" if same_filer else "repository"
        return [Link(stem, way, tuple(listings)) for stem, listings in met.items()]

    def _by_filer(self, answer: Answer) -> list[Link]:
        candidates = self._by_key.get(answer.key, [])
        if answer.listing_ids:
            # A repository that was renamed or mistyped: the same account, or the same name.
            akin = [(one, _akin(one, answer)) for one in candidates]
            candidates = [one for one, listings in akin if listings or len(one.listing_ids) == 1]
        nearest = _nearest(candidates, answer.date)
        if nearest is None:
            return []
        return [Link(nearest.stem, "filer", _akin(nearest, answer))]


def _named_in(notice: AnsweredNotice, answer: Answer, *, sole: bool) -> tuple[str, ...]:
    known = set(notice.listing_ids)
    exact = tuple(one for one in answer.listing_ids if one in known)
    if exact:
        return exact if len(exact) < len(known) else ()
    return _akin(notice, answer) if sole else ()


def _akin(notice: AnsweredNotice, answer: Answer) -> tuple[str, ...]:
    owners = {_owner(one) for one in answer.listing_ids}
    names = {one.split("/")[-1] for one in answer.listing_ids}
    same_owner = tuple(one for one in notice.listing_ids if _owner(one) in owners)
    same_name = tuple(one for one in notice.listing_ids if one.split("/")[-1] in names)
    return same_owner or same_name


def _owner(listing_id: str) -> str:
    return listing_id.removeprefix("pages:").removeprefix("store:").split("/")[0]


def _nearest(candidates: list[AnsweredNotice], day: date) -> AnsweredNotice | None:
    earlier = [one for one in candidates if one.date <= day]
    return earlier[-1] if earlier else None
