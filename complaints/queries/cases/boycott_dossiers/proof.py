"""The dossier's proofs: letters and how they went, the policy that was applied, who took a part."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from complaints.base.errors import ConfigurationError
from complaints.models import Boycott, Delivery, Letter, LinkCode, Policy, SecretLink
from complaints.queries.cases import boycotts
from complaints.queries.logins import people
from complaints.rules.cases.arms import label_persons
from complaints.rules.cases.boycotts import BoycottPolicy
from complaints.work.policy import parsed


@dataclass(frozen=True, slots=True)
class Posted:
    """One letter of the case. `reach` is how its link last went, `gone_at` when the mail server
    took it, `opened_at` when its addressee first entered the code that came apart from it. Each is
    None where it is not known: reading a link leaves no trace."""

    id: int
    kind: str
    written_at: datetime
    sent_at: datetime | None
    reach: str | None
    gone_at: datetime | None
    opened_at: datetime | None


@dataclass(frozen=True, slots=True)
class Terms:
    """The policy that the case was counted by; None where this version cannot read it."""

    number: int | None
    scale: BoycottPolicy | None


@dataclass(frozen=True, slots=True)
class PersonPart:
    """A person and its part in the case. For the filer `id` and `name` are None: it reads `label`,
    the same letter for the same person throughout."""

    part: str
    id: int | None
    name: str | None
    label: str


def letters_of(session: Session, row: Boycott) -> tuple[Posted, ...]:
    """Return the case's letters to the filer, the oldest first, with the proof of sending."""
    opened = (
        select(SecretLink.letter_id, func.min(LinkCode.used_at).label("at"))
        .join(LinkCode, LinkCode.secret_link_id == SecretLink.id)
        .group_by(SecretLink.letter_id)
        .subquery()
    )
    newest = (
        select(SecretLink.reach)
        .where(SecretLink.letter_id == Letter.id)
        .order_by(SecretLink.id.desc())
        .limit(1)
        .scalar_subquery()
    )
    rows = session.execute(
        select(Letter, newest, Delivery.gone_at, opened.c.at)
        .outerjoin(Delivery, Delivery.letter_id == Letter.id)
        .outerjoin(opened, opened.c.letter_id == Letter.id)
        .where(Letter.boycott_id == row.id)
        .order_by(Letter.id)
    ).tuples()
    return tuple(
        Posted(x.id, x.kind, x.created_at, x.sent_at, reach, gone_at, at)
        for x, reach, gone_at, at in rows
    )


def terms_of(session: Session, row: Boycott) -> Terms:
    """Return the policy by its number, as it was put."""
    policy = row.policy_number and session.get(Policy, row.policy_number)
    if not policy:
        return Terms(row.policy_number, None)
    try:
        return Terms(policy.number, parsed(policy.number, policy.text).boycott)
    except ConfigurationError:
        return Terms(policy.number, None)


def parts_of(
    session: Session, row: Boycott, judge: int | None, *, whole: bool
) -> tuple[PersonPart, ...]:
    """Return who took which part, in the order of the ladder; `whole` with their names."""
    taken = boycotts.boycott_parts(session, row)
    parts = [
        ("proposer", row.proposed_by),
        ("warner", row.warned_by),
        ("urger", row.urgent_by),
        ("imposer", row.imposed_by),
        *(("deliverer", person) for person in sorted(x for x in taken["deliverer"] if x)),
        ("judge", judge),
        ("ender", row.ended_by),
    ]
    known = [(part, person) for part, person in parts if person is not None]
    names = people.names(session, [person for _part, person in known])
    labels = label_persons(person for _part, person in known)
    return tuple(
        PersonPart(part, person, names[person], labels[person])
        if whole
        else PersonPart(part, None, None, labels[person])
        for part, person in known
    )
