"""Weighs whether an account may act for a holder: how well it is proven, and what looks wrong.

Two rules, each read from indexes. `complaints.rules.authority.proof` compares its standing with
that of whoever else stands on the right or for the holder. `abuse.linking.authority`, the same as
in a scan, doubts a new account that nobody has compared a paper of. Public mailbox providers are
known by their list alone: a filing counts no accounts of a domain.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy.orm import Session

from abuse.identity.domains import registrable
from abuse.identity.mailboxes import is_free_mail
from abuse.policy import Policy
from complaints.models import Check, Complaint, Filer, RightsHolder
from complaints.queries.authority import claimants, namesakes, permissions, proof, records
from complaints.queries.authority.claimants import Claimant
from complaints.queries.authority.records import Record
from complaints.queries.cases import holds, parties
from complaints.queries.filing import checks
from complaints.queries.filing.checks import Speaker
from complaints.rules.authority.proof import PROVEN, WORDS, Other, Outcome, Standing, best, outcome
from complaints.rules.kinds import CheckKind, DocumentKind, Sign
from complaints.services.filing.intake.admission import Admitted
from complaints.services.filing.intake.doubts import Doubted, Speakers, bearer, doubt_of, holder

# Proven accounts that are shown to who looks at a complaint that is held.
_MOST_SHOWN = 5


@dataclass(frozen=True, slots=True)
class Weighed:
    """What follows for a complaint, and the check that is noted where its authority is asked.

    `numbers` are the figures that the outcome rests on.
    """

    outcome: Outcome
    checks: Sequence[Check] = ()
    numbers: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Others:
    """Who else stands on the right or for the holder. `known` are those with a record together."""

    other: Other
    speakers: Sequence[Speaker] = ()
    known: Sequence[Speaker] = ()
    record: Record | None = None


def weigh(
    session: Session,
    admitted: Admitted,
    complaint: Complaint,
    policy: Policy,
    *,
    first: datetime | None,
    now: datetime,
) -> Weighed:
    """Return what follows for a complaint from the standings and from what looks wrong. `first` is
    when its filer filed first."""
    claimant = _claimant(session, admitted)
    standing = proof.by_levels(session, claimant, policy, now)
    if standing in PROVEN:
        return Weighed(outcome(standing, Other.NOBODY, complaint.basis))
    speakers = Speakers(session, claimant, numbered=admitted.numbered)
    others = _others(session, claimant, speakers, now, policy)
    if standing in WORDS and others.other not in (Other.NOBODY, Other.STATED):
        if proof.is_known(session, claimant, policy, now):
            standing = Standing.KNOWN
        else:
            standing, others = _with_colleagues(session, claimant, standing, others, now, policy)
    if standing in WORDS and others.other is Other.IN_REGISTER:
        others = _without_latecomers(session, claimant, others, now, policy)
    step = outcome(standing, others.other, complaint.basis)
    if step is Outcome.HELD and _was_let_go(session, claimant, _held_by(standing, others)):
        step = Outcome.PROCESSED
    age = now - _since(admitted.filer, first)
    doubted = None
    if age <= timedelta(days=policy.impostor_new_days):
        doubted = doubt_of(session, claimant, speakers, now, policy)
    if doubted is not None and proof.is_compared(session, claimant):
        doubted = None
    if doubted is None and step is not Outcome.AUTHORITY:
        return Weighed(step, numbers=_held_by(standing, others))
    signs = list(doubted.doubt.signs) if doubted else []
    if step is Outcome.AUTHORITY:
        signs.append(Sign.NOT_IN_REGISTER if others.other is Other.REGISTER else Sign.UNPROVEN)
    numbers = {"standing": str(standing), "others": str(others.other), "account_days": age.days}
    numbers |= _numbers(others, doubted, now)
    check = Check(complaint_id=complaint.id, kind=CheckKind.AUTHORITY, signs=signs,
                  numbers=numbers, made_at=now)  # fmt: skip
    return Weighed(Outcome.AUTHORITY, (check,))


def _claimant(session: Session, admitted: Admitted) -> Claimant:
    """Return who speaks by a notice; a paper counts that was really sent with it."""
    named = admitted.rights_holder_id
    claimant = Claimant(
        admitted.filer,
        admitted.right,
        session.get_one(RightsHolder, named) if named is not None else None,
        admitted.authorization_id,
    )
    kind = DocumentKind.REGISTRATION if claimant.own else DocumentKind.AUTHORIZATION
    return replace(
        claimant, papers=any(paper["kind"] == kind for paper in admitted.notice.documents)
    )


def _since(filer: Filer, first: datetime | None) -> datetime:
    """Return when the account was opened or filed first, whichever was earlier."""
    opened = filer.registered_at or filer.created_at
    return min(opened, first or opened)


def _others(
    session: Session, claimant: Claimant, speakers: Speakers, now: datetime, policy: Policy
) -> Others:
    """Return who else stands on the right's number or, where it files for another, for its holder.

    Namesakes with a right of their own do not stand in each other's way.
    """
    if proof.is_contradicted(session, claimant):
        return Others(Other.REGISTER)
    standing = list(records.uncrowded(session, speakers.by_right, holder, policy, now))
    if not claimant.own:
        here = {each.right_id for each in speakers.by_right}
        named = records.uncrowded(session, speakers.by_name, bearer, policy, now)
        elsewhere = [each for each in named if each.right_id not in here]
        standing += [each for each in named if each.right_id in here]
        standing += _unless_of_another(session, claimant, elsewhere)
    allies = set(permissions.givers(session, claimant)) if standing else ()
    against = [each for each in standing if each.filer_id not in allies]
    return _ranked(session, against, now, policy)


def _unless_of_another(
    session: Session, claimant: Claimant, speakers: Sequence[Speaker]
) -> Iterator[Speaker]:
    """Yield those who speak for the holder by other rights. What they have proven there counts for
    nothing here where another account of the name stands on this right, or let the claimant file:
    whose the name is, no other right shows."""
    beside: Collection[int] | None = None
    for each in speakers:
        if each.standing not in WORDS:
            if beside is None:
                beside = namesakes.beside(session, claimant)
            if not {*beside} <= {*parties.accounts(session, each.filer_id)}:
                yield replace(each, standing=Standing.STATED)
                continue
        yield each


def _ranked(session: Session, speakers: Sequence[Speaker], now: datetime, policy: Policy) -> Others:
    standings = [speaker.standing for speaker in speakers]
    known = records.known_by(session, speakers, policy, now)
    if known is None:
        return Others(best(standings), speakers)
    return Others(best([*standings, Standing.KNOWN]), speakers, *known)


def _with_colleagues(
    session: Session,
    claimant: Claimant,
    standing: Standing,
    others: Others,
    now: datetime,
    policy: Policy,
) -> tuple[Standing, Others]:
    """Count those who write from the claimant's own domain to its side, where they are known.

    Only mailboxes count that both sides have confirmed: anybody can type one, or name a website.
    """
    mine = {domain for _, domain in _mailboxes(session, [claimant.filer.id], now)}
    if not mine or not others.speakers:
        return standing, others
    written = _mailboxes(session, {speaker.filer_id for speaker in others.speakers}, now)
    colleagues = {filer_id for filer_id, domain in written if domain in mine}
    side = [each for each in others.speakers if each.filer_id in colleagues]
    if _ranked(session, side, now, policy).other in (Other.NOBODY, Other.STATED):
        return standing, others
    rest = [each for each in others.speakers if each.filer_id not in colleagues]
    return Standing.KNOWN, _ranked(session, rest, now, policy)


def _without_latecomers(
    session: Session, claimant: Claimant, others: Others, now: datetime, policy: Policy
) -> Others:
    """Leave out who has no more than the register's name, and came after the claimant had filed on
    this right: whoever files on it can be read of, and copied."""
    filed = claimants.first_filed_on(session, claimant, now)
    if filed is None:
        return others
    copies = {
        each.filer_id
        for each in others.speakers
        if each.standing is Standing.IN_REGISTER
        and _since(
            session.get_one(Filer, each.filer_id), checks.first_filed(session, each.filer_id)
        )
        > filed
    }
    rest = [each for each in others.speakers if each.filer_id not in copies]
    return _ranked(session, rest, now, policy) if copies else others


def _was_let_go(session: Session, claimant: Claimant, numbers: Mapping[str, Any]) -> bool:
    return holds.was_let_go(session, claimant.filer.id, claimant.right.key, numbers)


def _mailboxes(
    session: Session, filer_ids: Collection[int], now: datetime
) -> list[tuple[int, str]]:
    """Return the domains that these accounts write from, public providers left out."""
    shown = checks.confirmed_domains_of(session, filer_ids, now)
    return [(filer, registrable(domain)) for filer, domain in shown if not is_free_mail(domain)]


def _held_by(standing: Standing, others: Others) -> dict[str, Any]:
    """Return what a person is shown who looks at who files: the two standings, and which accounts
    have shown more than words."""
    proven = sorted({each.filer_id for each in others.speakers if each.standing not in WORDS})
    return {
        "standing": str(standing), "others": str(others.other), "proven": proven[:_MOST_SHOWN],
    }  # fmt: skip


def _numbers(others: Others, doubted: Doubted | None, now: datetime) -> dict[str, Any]:
    """Return the figures that the signs rest on."""
    speakers = doubted.speakers if doubted else others.known or others.speakers
    record = doubted.record if doubted else others.record
    first = min((each.first for each in speakers if each.first), default=None)
    numbers: dict[str, Any] = {"other_accounts": len({each.filer_id for each in speakers})}
    if first is not None:
        numbers["known_days"] = (now - first).days
    if record is not None:
        numbers |= {
            "known_complaints": record.complaints,
            "known_upheld": record.upheld,
            "known_refused": record.refused,
        }
    if doubted and doubted.doubt.resembles:
        numbers["resembles"] = doubted.doubt.resembles
    return numbers
