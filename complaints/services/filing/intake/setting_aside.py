"""Leaves the wrong targets out of a notice, where its sender chose that the others be filed."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace

from complaints.base.errors import FieldError, invalid_fields
from complaints.rules.filing.targets import Target, WrongTarget
from complaints.services.filing.intake.notices import Notice
from complaints.services.filing.intake.recognising import find_aims
from complaints.services.filing.intake.statements import check_pages
from complaints.services.registry.keys import Facts
from complaints.work import UnitOfWork


def set_aside(work: UnitOfWork, notice: Notice) -> Notice:
    """Return the notice with its good targets alone; `aside` says what is wrong with the others.

    One that chose nothing is returned as it is. A paper that is evidence only for targets that are
    set aside is left out: it would else be for all of them. Refuses with: invalid-request, where
    no target is good.
    """
    if notice.aside is None:
        return notice
    wrong = {each.place: each for each in notice.aside}
    places = [p for p in range(len(notice.targets) + len(wrong)) if p not in wrong]
    good: list[Target] = []
    errors = _errors(work, notice.targets)
    for index, (place, target) in enumerate(zip(places, notice.targets, strict=True)):
        if index in errors:
            wrong[place] = WrongTarget(place, target.url, errors[index])
        else:
            good.append(target)
    aside = [wrong[place] for place in sorted(wrong)]
    if not good:
        raise invalid_fields(list(_pointed(aside)))
    dropped = {each.url for each in aside if each.url} - {target.url for target in good}
    papers = list(_papers(notice.documents, dropped))
    return replace(notice, targets=good, documents=papers, aside=aside)


def _errors(work: UnitOfWork, targets: Sequence[Target]) -> dict[int, list[FieldError]]:
    """Return what is wrong with targets, by their index; each error points into its target."""
    _aims, problems = find_aims(targets, work.now)
    errors: dict[int, list[FieldError]] = {}
    for problem in [*problems, *check_pages(work, targets)]:
        index, slash, inside = problem.pointer.removeprefix("/targets/").partition("/")
        errors.setdefault(int(index), []).append(replace(problem, pointer=slash + inside))
    return errors


def _pointed(aside: Sequence[WrongTarget]) -> Iterator[FieldError]:
    for each in aside:
        for error in each.errors:
            yield error.below(f"/targets/{each.place}")


def _papers(papers: Sequence[Facts], dropped: Collection[str]) -> Iterator[Facts]:
    for paper in papers:
        meant = paper.get("targets") or ()
        left = [url for url in meant if url not in dropped]
        if left or not meant:
            yield {**paper, "targets": left}
