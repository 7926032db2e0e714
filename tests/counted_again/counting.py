"""Counts a period's figures from what the ledger tells."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime
from typing import Any, Final

from sqlalchemy.orm import Session

from complaints.exporters.transparency import UNRECORDED
from complaints.rules.decisions.reasons import REASONS
from complaints.rules.kinds import Basis
from complaints.rules.law.transparency import CATEGORIES, NOTICE_FIGURES, ComplainedOf, Period
from tests.counted_again.orders import count_orders
from tests.counted_again.replay import DECIDED, Act, Asked, Record, Told, read_ledger
from tests.counted_again.ways import (
    ALL_APPEALS,
    ALL_DISPUTES,
    APPEALS,
    AUTOMATED,
    BY_PEOPLE,
    BY_PROGRAM,
    FOR_CONTENT,
    FOR_NOTICES,
    NEWLY,
    NOTICES,
    READ_BY_PEOPLE,
    READ_BY_PROGRAM,
    Place,
    middle_hours,
)

_ON_TERMS: Final = {str(each.words) for each in REASONS if each.ground == "terms"}
_UP: Final = {"rejected", "reinstated", "withdrawn", "moot"}


def count_again(session: Session, period: Period) -> dict[Place, Any]:
    """Return each figure of a period that is known, by its place in the export."""
    record = Record(session)
    told = read_ledger(session, record, period.until)
    counted: dict[Place, Any] = {}
    counted |= _notices(record, told, period)
    counted |= _appeals(record, told, period)
    counted |= _hands(record, told, period)
    counted |= count_orders(session, record, period)
    return counted


def _received(record: Record, told: Told, period: Period) -> dict[int, int]:
    """Return the notices of a period and how many listings each names under the Act."""
    return {
        complaint: items
        for complaint, items in record.items().items()
        if _within(told.filed.get(complaint, record.filed[complaint]), period)
    }


def _taken_down(record: Record, told: Told, period: Period) -> Iterator[tuple[int, Act]]:
    """Yield the complaint and the act of each listing under the Act that went down upon it."""
    for claim in record.under:
        down = False
        for act in told.acts.get(claim, ()):
            newly = act.to == "removed" and not down
            down = act.to == "removed" or (down and act.to not in _UP)
            if newly and not act.on_appeal and _within(act.at, period):
                yield record.complaint[claim], act


def _notices(record: Record, told: Told, period: Period) -> Iterator[tuple[Place, Any]]:
    received = _received(record, told, period)
    taken = list(_taken_down(record, told, period))
    for category in CATEGORIES:
        ours = {complaint for complaint, basis in record.basis.items() if basis in category.bases}
        for group, columns in (
            (ours, NOTICE_FIGURES[::2]),
            (ours & told.flagged, NOTICE_FIGURES[1::2]),
        ):
            items = [count for complaint, count in received.items() if complaint in group]
            done = [(complaint, act) for complaint, act in taken if complaint in group]
            on_terms = sum(_is_on_terms(act, record.basis[complaint]) for complaint, act in done)
            spans = [
                act.at - told.filed.get(complaint, record.filed[complaint])
                for complaint, act in done
            ]
            figures = (len(items), sum(items), middle_hours(spans), len(done) - on_terms, on_terms)
            for column, figure in zip(columns, figures, strict=True):
                yield (NOTICES, category.code + category.other, column), figure


def _is_on_terms(act: Act, basis: str) -> bool:
    return basis == Basis.UNAUTHORISED_CHANNEL or act.why in _ON_TERMS


def _appeals(record: Record, told: Told, period: Period) -> Iterator[tuple[Place, Any]]:
    by_kind: dict[ComplainedOf, list[Asked]] = {about: [] for about in ComplainedOf}
    for appeal in told.appeals.values():
        about = _complained_of(record, told, appeal)
        if about is not None and _within(appeal.at, period):
            by_kind[about].append(appeal)
    ends = {
        "uphold": "Decisions upheld",
        "overturn": "Decisions reversed",
        None: "Decision omitted",
    }
    for about, those in by_kind.items():
        if about not in UNRECORDED:
            yield from _ended(str(about), those, [ends[each.ended] for each in those])
    every = [each for those in by_kind.values() for each in those]
    yield from _ended(ALL_APPEALS, every, [ends[each.ended] for each in every], omitted=True)
    won = {
        appeal.about["claim"]
        for appeal in told.appeals.values()
        if "claim" in appeal.about and appeal.side == "filer" and appeal.ended == "overturn"
        and appeal.ended_at is not None and _within(appeal.ended_at, period)
    }  # fmt: skip
    yield (APPEALS, NEWLY, "Total number"), len(won & record.under)
    disputes = [
        each for each in told.disputes.values()
        if _within(each.at, period) and record.under.intersection(each.about["claims"])
    ]  # fmt: skip
    ended = [_of_dispute(each, period) for each in disputes]
    yield from _ended(ALL_DISPUTES, disputes, ended, omitted=True)
    over = [each for each, end in zip(disputes, ended, strict=True) if end != "Decision omitted"]
    share = sum(each.carried_out for each in over) / len(over) if over else None
    place = (APPEALS, ALL_DISPUTES, "Percentage of outcomes implemented")
    yield place, None if share is None else round(100 * share, 1)
    for indicator, imposed, counts in (
        (FOR_CONTENT, told.suspensions, lambda number: told.rests_on[number] & record.under),
        (FOR_NOTICES, told.boycotts,
         lambda number: told.grounds[number] == "manifestly_unfounded" and told.stops[number]),
    ):  # fmt: skip
        number = sum(_within(at, period) and bool(counts(case)) for case, at in imposed.items())
        yield (APPEALS, indicator, "Total number"), number


def _complained_of(record: Record, told: Told, appeal: Asked) -> ComplainedOf | None:
    about = appeal.about
    if "claim" in about:
        kind = ComplainedOf.REMOVAL if appeal.side == "seller" else ComplainedOf.NO_ACTION
        return kind if about["claim"] in record.under else None
    stops = told.stops.get(about.get("boycott", 0), False)
    content = told.rests_on.get(about.get("suspension", 0), set()) & record.under
    return ComplainedOf.SERVICE if stops or content else None


def _of_dispute(dispute: Asked, period: Period) -> str:
    """Return how it ended for our decision: `won` says that the filer has."""
    is_over = dispute.ended_at is not None and dispute.ended_at < period.until
    if not is_over or dispute.ended == "withdrawn":
        return "Decision omitted"
    if dispute.ended == "settled":
        return "Decisions partially reversed"
    winner = "filer" if dispute.ended == "won" else "seller"
    return "Decisions reversed" if winner == dispute.side else "Decisions upheld"


def _ended(
    indicator: str, those: list[Asked], ends: list[str], *, omitted: bool = False
) -> Iterator[tuple[Place, Any]]:
    scopes = ["Decisions upheld", "Decisions partially reversed", "Decisions reversed"]
    spans = [
        each.ended_at - each.at
        for each, end in zip(those, ends, strict=True)
        if each.ended_at is not None and end != "Decision omitted"
    ]
    yield (APPEALS, indicator, "Total number"), len(those)
    for scope in scopes + (["Decision omitted"] if omitted else []):
        yield (APPEALS, indicator, scope), ends.count(scope)
    yield (APPEALS, indicator, "Median time"), middle_hours(spans)


def _hands(record: Record, told: Told, period: Period) -> Iterator[tuple[Place, Any]]:
    alone = [act.alone for _complaint, act in _taken_down(record, told, period)]
    received = _received(record, told, period)
    decided = defaultdict[int, list[bool]](list)
    for claim, acts in told.acts.items():
        for act in acts:
            if act.to in DECIDED and _within(act.at, period):
                decided[record.complaint[claim]].append(act.alone)
    for complaint, at in told.unread.items():
        if _within(at, period):
            decided[complaint].append(True)
    notices = [all(hands) for complaint, hands in decided.items() if complaint in received]
    for indicator, scope, figure in (
        (BY_PROGRAM, "Total number", sum(alone)),
        (BY_PEOPLE, "Total number", len(alone) - sum(alone)),
        (READ_BY_PROGRAM, "NAM Total", sum(notices)),
        (READ_BY_PEOPLE, "NAM Total", len(notices) - sum(notices)),
    ):
        yield (AUTOMATED, indicator, scope), figure


def _within(at: datetime, period: Period) -> bool:
    return period.since <= at < period.until
