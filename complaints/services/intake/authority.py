"""Checks whether a new account may act for a holder that other accounts have been filing for.

The rule is `abuse.linking.authority`, the same as in a scan; its facts are read here, each from an
index. Public mailbox providers are known by their list alone: a filing counts no accounts of a
domain.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from abuse.identity.mailboxes import is_free_mail
from abuse.linking.authority import Claimant, Doubt, Incumbents, doubt
from abuse.policy import Policy
from complaints.models import Check, Complaint, Filer, RightsHolder
from complaints.queries import checks
from complaints.queries.checks import Record, Speaker
from complaints.rules.kinds import CheckKind, FilerKind
from complaints.services.intake.admission import Admitted
from complaints.services.intake.notices import Notice


@dataclass(frozen=True, slots=True)
class _Doubted:
    doubt: Doubt
    speakers: Sequence[Speaker]
    record: Record


def check_authority(
    session: Session, admitted: Admitted, notice: Notice, complaint: Complaint, policy: Policy
) -> Iterator[Check]:
    """Yield a check where a new account files for a holder that others have been filing for."""
    now = complaint.filed_at
    age = now - _since(session, admitted.filer)
    if age > timedelta(days=policy.impostor_new_days):
        return
    doubted = _doubt(session, admitted, _claimant(session, admitted, notice), now, policy)
    if doubted is None or checks.verified_before(
        session,
        filer_id=admitted.filer.id,
        right_key=admitted.right_key,
        rights_holder_id=admitted.rights_holder_id,
    ):
        return
    first = min(speaker.first for speaker in doubted.speakers)
    numbers = {
        "account_days": age.days,
        "other_accounts": len({speaker.filer_id for speaker in doubted.speakers}),
        "known_days": (now - first).days,
        "known_complaints": doubted.record.complaints,
        "known_upheld": doubted.record.upheld,
        "known_refused": doubted.record.refused,
        **({"resembles": doubted.doubt.resembles} if doubted.doubt.resembles else {}),
    }
    yield Check(
        complaint_id=complaint.id,
        kind=CheckKind.AUTHORITY,
        signs=list(doubted.doubt.signs),
        numbers=numbers,
        made_at=now,
    )


def _since(session: Session, filer: Filer) -> datetime:
    """Return when the account was opened or filed first, whichever was earlier."""
    opened = filer.registered_at or filer.created_at
    return min(opened, checks.first_filed(session, filer.id) or opened)


def _claimant(session: Session, admitted: Admitted, notice: Notice) -> Claimant:
    filer = admitted.filer
    shown = {domain for _, domain in checks.domains_of(session, [filer.id])}
    named = admitted.rights_holder_id
    holder = (
        session.get_one(RightsHolder, named).folded_name if named is not None else filer.folded_name
    )
    person = filer.kind == FilerKind.INDIVIDUAL
    own = holder == filer.folded_name and (named is not None or filer.kind != FilerKind.AGENT)
    return Claimant(
        domains=frozenset(domain for domain in shown if not is_free_mail(domain)),
        free_mail=bool(shown) and all(is_free_mail(domain) for domain in shown),
        account="" if person else filer.folded_name,
        name="" if own and person else holder,
        for_another=not own,
        papers=admitted.authorization_id is not None
        or any(paper["kind"] == "authorization" for paper in notice.documents),
    )


def _doubt(
    session: Session, admitted: Admitted, claimant: Claimant, now: datetime, policy: Policy
) -> _Doubted | None:
    """Compare the claimant with accounts that stated the right's number, then the holder's name."""
    before = now - timedelta(days=policy.impostor_known_days)
    if admitted.numbered:
        speakers = checks.speakers_by_right(session, admitted.right_key, but=admitted.filer.id)
        if len({speaker.holder for speaker in speakers}) <= policy.impostor_most_names:
            doubted = _against(session, claimant, speakers, before, policy)
            if doubted:
                return doubted
    if not claimant.name:
        return None
    speakers = checks.speakers_by_name(session, claimant.name, but=admitted.filer.id)
    bearers = {speaker.filer_id for speaker in speakers if speaker.own}
    if len(bearers) > policy.impostor_most_names:
        return None
    return _against(session, claimant, speakers, before, policy)


def _against(
    session: Session,
    claimant: Claimant,
    speakers: Sequence[Speaker],
    before: datetime,
    policy: Policy,
) -> _Doubted | None:
    known = [s for s in speakers if s.first <= before and (s.account or not s.own)]
    if not known:
        return None
    record = checks.record_of(session, {speaker.right_id for speaker in known}, before)
    if not _is_known(record, policy):
        return None
    shown = checks.domains_of(session, {speaker.filer_id for speaker in known})
    own = {speaker.filer_id for speaker in known if speaker.own}
    free = {filer for filer, domain in shown if is_free_mail(domain)}
    domains = [(filer, domain) for filer, domain in shown if not is_free_mail(domain)]
    free -= {filer for filer, _ in domains}
    incumbents = Incumbents(
        own=frozenset(domain for filer, domain in domains if filer in own),
        agents=frozenset(domain for filer, domain in domains if filer not in own),
        free_mail=bool(free & own if own else free),
        accounts=frozenset(speaker.account for speaker in known) - {""},
        # Those found by the name have no other.
        names=frozenset(speaker.holder for speaker in known) - {""},
    )
    doubted = doubt(claimant, incumbents, policy)
    return _Doubted(doubted, known, record) if doubted else None


def _is_known(record: Record, policy: Policy) -> bool:
    return (
        record.complaints >= policy.impostor_known_complaints
        and record.upheld >= policy.impostor_known_upheld
        and record.upheld >= policy.impostor_known_share * (record.upheld + record.refused)
    )
