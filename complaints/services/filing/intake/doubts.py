"""Doubts a new account that acts for a holder whom other accounts have been filing for.

The rule is `abuse.linking.authority`, the same as in a scan; its facts are read here.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from sqlalchemy.orm import Session

from abuse.identity.mailboxes import is_free_mail
from abuse.linking import authority
from abuse.linking.authority import Doubt, Incumbents
from abuse.policy import Policy
from complaints.queries.authority import records
from complaints.queries.authority.claimants import Claimant
from complaints.queries.authority.records import Record
from complaints.queries.filing import checks
from complaints.queries.filing.checks import Speaker
from complaints.rules.kinds import FilerKind


class Speakers:
    """Who has stated the claimant's right, and who has spoken for its holder; each read once."""

    def __init__(self, session: Session, claimant: Claimant, *, numbered: bool) -> None:
        self.session, self.claimant, self.numbered = session, claimant, numbered

    @cached_property
    def by_right(self) -> Sequence[Speaker]:
        if not self.numbered:
            return ()
        key, party = self.claimant.right.key, self.claimant.filer.party_id
        return checks.speakers_by_right(self.session, key, party=party)

    @cached_property
    def by_name(self) -> Sequence[Speaker]:
        name, party = self.claimant.name, self.claimant.filer.party_id
        return checks.speakers_by_name(self.session, name, party=party)


@dataclass(frozen=True, slots=True)
class Doubted:
    """What looks wrong, held against whom, and what was decided on their complaints."""

    doubt: Doubt
    speakers: Sequence[Speaker]
    record: Record


def doubt_of(
    session: Session, claimant: Claimant, speakers: Speakers, now: datetime, policy: Policy
) -> Doubted | None:
    """Compare the claimant with accounts that stated the right's number, then the holder's name."""
    shown = _as_shown(session, claimant, now)
    numbered = records.uncrowded(session, speakers.by_right, holder, policy, now)
    doubted = _against(session, shown, numbered, now, policy)
    if doubted or not shown.name:
        return doubted
    named = records.uncrowded(session, speakers.by_name, bearer, policy, now)
    return _against(session, shown, named, now, policy)


def holder(speaker: Speaker) -> str:
    """Return for whom a speaker counts among those of one number."""
    return speaker.holder


def bearer(speaker: Speaker) -> int | None:
    """Return for whom a speaker counts among those of one name: who files for another makes no
    crowd of it."""
    return speaker.filer_id if speaker.own else None


def _as_shown(session: Session, claimant: Claimant, now: datetime) -> authority.Claimant:
    """Return the claimant as the rule takes it."""
    filer, own = claimant.filer, claimant.own
    domains = {domain for _, domain in checks.domains_of(session, [filer.id])}
    person = filer.kind == FilerKind.INDIVIDUAL
    return authority.Claimant(
        domains=frozenset(domain for domain in domains if not is_free_mail(domain)),
        free_mail=bool(domains) and all(is_free_mail(domain) for domain in domains),
        account="" if person else filer.folded_name,
        name="" if own and person else claimant.name,
        for_another=not own,
        papers=claimant.papers,
        confirmed=_confirmed(session, [filer.id], now),
    )


def _confirmed(session: Session, filer_ids: Collection[int], now: datetime) -> frozenset[str]:
    """Return the domains that these accounts write from, public providers left out."""
    written = checks.confirmed_domains_of(session, filer_ids, now)
    return frozenset(domain for _, domain in written if not is_free_mail(domain))


def _against(
    session: Session,
    shown: authority.Claimant,
    speakers: Sequence[Speaker],
    now: datetime,
    policy: Policy,
) -> Doubted | None:
    upheld = records.known_by(session, speakers, policy, now)
    if upheld is None:
        return None
    known, record = upheld
    domains = checks.domains_of(session, {speaker.filer_id for speaker in known})
    own = {speaker.filer_id for speaker in known if speaker.own}
    free = {filer for filer, domain in domains if is_free_mail(domain)}
    private = [(filer, domain) for filer, domain in domains if not is_free_mail(domain)]
    free -= {filer for filer, _ in private}
    incumbents = Incumbents(
        own=frozenset(domain for filer, domain in private if filer in own),
        agents=frozenset(domain for filer, domain in private if filer not in own),
        free_mail=bool(free & own if own else free),
        accounts=frozenset(speaker.account for speaker in known) - {""},
        # Those found by the name have no other.
        names=frozenset(speaker.holder for speaker in known) - {""},
        confirmed=_confirmed(session, {speaker.filer_id for speaker in known}, now),
    )
    doubt = authority.doubt(shown, incumbents, policy)
    return Doubted(doubt, known, record) if doubt else None
