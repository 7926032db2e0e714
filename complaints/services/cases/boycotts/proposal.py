"""Proposes a boycott from a confirmed flag: one row for each party, with its own count."""

from __future__ import annotations

import secrets
from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from complaints.base.errors import Refusal, invalid
from complaints.models import Boycott, Filer, Flag
from complaints.queries.cases import boycotts, rings
from complaints.queries.cases.boycotts.counting import ungraded_closed
from complaints.queries.logins import grants
from complaints.rules.actors import require_staff
from complaints.rules.cases.arms import draw_claims
from complaints.rules.decisions.reasons import require_text
from complaints.services.cases import rings as ring_keeping
from complaints.services.cases.boycotts.steps import recount
from complaints.services.move import lock_row
from complaints.services.staff import leases
from complaints.services.upkeep import ledger
from complaints.words import message as _
from complaints.words.labels import label
from complaints.work import UnitOfWork


def propose(
    work: UnitOfWork,
    flag_id: int,
    *,
    reasons: str,
    gravity: str,
    intention: str,
    rights_holder_id: int | None = None,
    ring_filers: Collection[int] = (),
    expected: int | None = None,
) -> list[Boycott]:
    """Propose to stop processing the complaints of a flag's filer, and of others of its ring.

    Rows made together share the proposal's number. `rights_holder_id` narrows it to an agent's
    complaints for one principal. `ring_filers` are other filers of the flag's ring: each party
    among them gets a warning, an answer and a decision of its own.
    Refuses with: wrong-state, where the flag is not confirmed or a boycott of this scope is under
    way; one-let-in-the-other; held; invalid-request; stale.
    """
    require_staff(work.actor)
    words = ProposalReasons.stated(reasons, gravity, intention)
    flag = lock_row(work.session, Flag, flag_id, expected=expected)
    require_confirmed(flag)
    grants.require_untied(work, flag.filer_id, *ring_filers)
    leases.renew_lease(work, "flag", flag_id)
    ring_keeping.renew_ring_lease(work, flag.filer_id)
    filers = lock_one_a_party(work.session, _filers_of(work, flag, rights_holder_id, ring_filers))
    proposal = new_proposal()
    return [
        store_proposal(work, flag, filer_id, words, proposal, rights_holder_id=rights_holder_id)
        for filer_id in filers
    ]


@dataclass(frozen=True, slots=True)
class ProposalReasons:
    """What the filer reads of a proposal."""

    reasons: str
    gravity: str
    intention: str

    @classmethod
    def stated(cls, reasons: str, gravity: str, intention: str) -> ProposalReasons:
        """Refuses with: invalid-request, where one is not stated."""
        return cls(
            require_text("/reasons", reasons, _("State the reasons; the filer reads them.")),
            require_text(
                "/gravity", gravity, _("State the gravity and consequences (Art. 23(3)(c)).")
            ),
            require_text(
                "/intention",
                intention,
                _("State what is known of the intention, or that nothing is."),
            ),
        )


def new_proposal() -> str:
    """Return the number that the rows of one proposal share."""
    return f"P-{secrets.token_hex(5)}"


def require_confirmed(flag: Flag) -> None:
    """Refuses with: wrong-state, where the flag is not confirmed."""
    if flag.state != "confirmed":
        raise Refusal(
            "wrong-state",
            _(
                "This flag is “%(state)s”; a boycott is proposed from a confirmed one.",
                state=label("state", flag.state),
            ),
            state=flag.state,
        )


def store_proposal(
    work: UnitOfWork,
    flag: Flag,
    filer_id: int,
    words: ProposalReasons,
    proposal: str,
    *,
    rights_holder_id: int | None = None,
) -> Boycott:
    """Store the proposal's row for one filer, with its own count.

    Refuses with: wrong-state, where a boycott of this scope is under way; invalid-request.
    """
    _require_room(work.session, filer_id, rights_holder_id)
    boycott = Boycott(
        filer_id=filer_id,
        rights_holder_id=rights_holder_id,
        flag_id=flag.id,
        proposal=proposal,
        state="proposed",
        reasons=words.reasons,
        gravity=words.gravity,
        intention=words.intention,
        proposed_by=work.actor.id,
        proposed_at=work.now,
    )
    recount(work, boycott)
    boycott.sample = draw_claims(
        ungraded_closed(work.session, boycott), proposal=proposal,
        size=work.policy.boycott.sample_claims,
    )  # fmt: skip
    work.session.add(boycott)
    work.session.flush()
    ledger.record(
        work, "propose", "boycott", boycott.id, why=words.reasons, flag=flag.id,
        filer=filer_id, rights_holder=rights_holder_id,
        manifestly_unfounded=boycott.manifestly_unfounded, policy=work.policy.number,
    )  # fmt: skip
    return boycott


def _filers_of(
    work: UnitOfWork, flag: Flag, rights_holder_id: int | None, ring_filers: Collection[int]
) -> list[int]:
    others = sorted(set(ring_filers) - {flag.filer_id})
    # An account may have joined the ring since the flag was last written.
    now = rings.of_filers(work.session, [flag.filer_id, *others])
    joined = {each for each in others if each in now and now[each] == now.get(flag.filer_id)}
    strangers = [each for each in others if each not in {*flag.ring_filers, *joined}]
    if strangers:
        raise invalid(
            "/ring_filers", _("Filer %(id)s is not of this flag's ring.", id=str(strangers[0]))
        )
    if others and rights_holder_id is not None:
        raise invalid(
            "/ring_filers",
            _(
                "A proposal for one principal can name only one filer. Propose boycotts of the "
                "other filers separately."
            ),
        )
    return [flag.filer_id, *others]


def lock_one_a_party(session: Session, filers: list[int]) -> list[int]:
    """Return the first account of each party, with all accounts of these parties locked: two
    proposals take turns, whichever flags and accounts they come from."""
    theirs = select(Filer.party_id).where(Filer.id.in_(filers))
    accounts = select(Filer.id, Filer.party_id).where(Filer.party_id.in_(theirs))
    rows = session.execute(accounts.order_by(Filer.id).with_for_update()).tuples()
    party = dict(rows.all())
    return list({party[filer_id]: filer_id for filer_id in reversed(filers)}.values())[::-1]


def _require_room(session: Session, filer_id: int, rights_holder_id: int | None) -> None:
    if rights_holder_id is not None and not boycotts.has_filed_for(
        session, filer_id, rights_holder_id
    ):
        raise invalid(
            "/rights_holder_id", _("This filer has filed nothing for that rights holder.")
        )
    other = boycotts.find_open_boycott(session, filer_id, rights_holder_id)
    if other is not None:
        raise Refusal(
            "wrong-state",
            _(
                "There is a boycott of filer %(filer)s already, number %(id)s; it is “%(state)s”.",
                filer=str(filer_id),
                id=str(other.id),
                state=label("state", other.state),
            ),
            state=other.state,
            boycott=other.id,
        )
