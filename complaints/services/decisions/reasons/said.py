"""What a statement says: the facts of its text, from the record as it is after the decision."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, tzinfo
from typing import Any

from complaints.models import Claim
from complaints.queries.authority import territories
from complaints.queries.decisions import reasons
from complaints.queries.decisions.reasons import Matter
from complaints.queries.sellers import listing_states
from complaints.queries.sellers.listing_states import ListingState
from complaints.rules.authority.territories import Cover, Reach, country_of_law
from complaints.rules.decisions.reasons import BY_CODE, LawOrTerms, ground_of, in_words
from complaints.rules.decisions.statements import (
    UNDECIDED,
    Decision,
    Remedy,
    Restriction,
    article_of,
    is_named,
)
from complaints.rules.kinds import Basis, Side
from complaints.rules.law.calendars import Calendar
from complaints.rules.law.clocks import by_the_end
from complaints.rules.law.countries import country_called
from complaints.rules.law.regimes import ClockKind, Law
from complaints.words import Fact, Message
from complaints.words import message as _
from complaints.words.days import end_of as end_of_day
from complaints.words.labels import label
from complaints.words.letters.decisions import NOTICES
from complaints.words.letters.reasons import Accused, Reasons
from complaints.words.letters.redress import Way
from complaints.work import UnitOfWork


@dataclass(frozen=True, slots=True)
class Ruling:
    """What was decided towards one side, under which law, with what reason, and what is open."""

    side: Side
    decision: Decision
    restriction: Restriction
    law: Law
    code: str
    note: str | None
    automated: bool
    ways: Sequence[Remedy]
    ends_at: datetime | None
    result_of: str | None


@dataclass(frozen=True, slots=True)
class Common:
    """What all statements of one decision are made of, read once however many they are: what the
    complaint is about, the addresses and states of its listings, by their ids, where each of its
    claims holds, and which of them a seller has answered."""

    matter: Matter
    urls: Mapping[int, str]
    states: Mapping[int, ListingState]
    reaches: Mapping[int, Reach]
    answered: Collection[int]


def common_of(work: UnitOfWork, rows: Sequence[Claim]) -> Common:
    """Return what the statements about these claims of one complaint are made of."""
    urls = reasons.addresses(work.session, rows)
    matter = reasons.matter_of(work.session, rows[0].complaint_id)
    answered = reasons.answered(work.session, [row.id for row in rows])
    reaches = territories.reaches_of(work.session, [row.id for row in rows])
    return Common(matter, urls, listing_states.states_after(work, urls), reaches, answered)


def facts_of(work: UnitOfWork, rows: Sequence[Claim], common: Common, ruling: Ruling) -> Reasons:
    """Return what the text is made of; its days are those of the marketplace's place, as the days
    of the law's clocks are."""
    matter = common.matter
    zone = Calendar(ruling.law.calendar).zone
    basis = Basis(matter.complaint.basis)
    names = ruling.side is Side.FILER or is_named(basis)
    is_answered = ruling.decision not in UNDECIDED
    reaches = [common.reaches[row.id] for row in rows]
    territory = territories.held_in(reaches)
    is_outside = any(reach.cover is Cover.OUTSIDE for reach in reaches)
    return Reasons(
        side=str(ruling.side),
        decision=str(ruling.decision),
        restriction=str(ruling.restriction),
        reference=matter.complaint.reference,
        filed_at=matter.complaint.filed_at.astimezone(zone),
        decided_at=work.now.astimezone(zone),
        listings=_accused(rows, common, ruling),
        reason=in_words(ruling.code, ruling.code, ruling.side),
        note=ruling.note,
        basis=str(basis),
        right=_right(matter, names=names),
        country=country_of_law(matter.right.jurisdiction, territory),
        on_law=_rests_on_law(ruling.code, basis),
        notifier=matter.filer if names else None,
        notice=[NOTICES[each.code] for each in ruling.law.statutes],
        answer=_answer(work, rows, common, zone) if is_answered else None,
        territory=territory,
        is_outside=is_outside,
        automated=ruling.automated,
        ways=[Way(str(way.way), way.basis, _end_of(way.until, ruling)) for way in ruling.ways],
        page=_page(work, rows),
        result_of=ruling.result_of,
        until=_until(ruling),
        article=article_of(ruling.law, ruling.decision, ruling.restriction),
    )


def _rests_on_law(code: str, basis: Basis) -> bool:
    """Say whether the ground is a law; what closes a claim undecided goes by a rule of ours."""
    reason = BY_CODE.get(code)
    return reason is not None and ground_of(reason, basis) is LawOrTerms.LAW


def facts_kept(said: Reasons) -> dict[str, Any]:
    """Return the facts as the record keeps them. A filer's do not name complaints of others."""
    to_seller = said.side == Side.SELLER
    return {
        "complaint": said.reference,
        "filed_at": said.filed_at.astimezone(UTC).isoformat(),
        "notifier": said.notifier if to_seller else None,
        "listings": [
            {
                "url": each.address,
                "held_by_others": each.now.another or bool(each.now.complaints),
                "held_by": list(each.now.complaints) if to_seller else [],
            }
            for each in said.listings
        ],
        "accusation": said.basis,
        "right": str(said.right),
        "country": said.country,
        "ground": "law" if said.on_law else "terms",
        "answer": str(said.answer[0]) if said.answer else None,
        "answered_at": said.answer[1].astimezone(UTC).isoformat() if said.answer else None,
    }


def _accused(rows: Sequence[Claim], common: Common, ruling: Ruling) -> list[Accused]:
    to_seller = ruling.side is Side.SELLER
    was_down = ruling.restriction in (Restriction.STAYS_REMOVED, Restriction.RESTORED)
    accused = []
    for row in rows:
        state = common.states[row.listing_id]
        now = state.to_seller if to_seller else state.to_filer
        accused.append(Accused(common.urls[row.listing_id], now(row, was_down=was_down)))
    return accused


def _until(ruling: Ruling) -> Message | None:
    if ruling.ends_at is None:
        return None
    law = ruling.law
    rule = law.clock(ClockKind.RESTORE) or law.clock(ClockKind.WAIT)
    calendar = law.calendar if rule is None or rule.calendar is None else rule.calendar
    return by_the_end(ruling.ends_at, calendar)


def _end_of(day: date | None, ruling: Ruling) -> Message | None:
    return None if day is None else end_of_day(day, str(Calendar(ruling.law.calendar).zone))


def _answer(
    work: UnitOfWork, rows: Sequence[Claim], common: Common, zone: tzinfo
) -> tuple[Message | str, datetime] | None:
    ids = [row.id for row in rows if row.id in common.answered]
    answer = reasons.latest_answer(work.session, ids) if ids else None
    return None if answer is None else (in_words(answer[0]), answer[1].astimezone(zone))


def _right(matter: Matter, *, names: bool) -> Fact:
    """Return the right in short; with its holder, who may be who complains, where it `names`."""
    right = matter.right
    holder = matter.holder if names else None
    parts: list[Fact] = [part for part in (right.title, right.number) if part]
    if right.jurisdiction:
        parts.append(country_called(right.jurisdiction))
    if holder:
        parts.append(holder)
    said: Fact = parts[0] if parts else label("right_kind", right.kind)
    for part in parts[1:]:
        said = _("%(before)s, %(after)s", before=said, after=part)
    return said


def _page(work: UnitOfWork, rows: Sequence[Claim]) -> str:
    first, *others = rows
    if others:
        return work.links.page(f"/complaints/{first.complaint_id}")
    return work.links.page(f"/claims/{first.id}")
