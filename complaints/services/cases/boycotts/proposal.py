"""Proposes a boycott from a confirmed flag: one row for each party, with its own count."""

from __future__ import annotations

import secrets
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from complaints.base.codes import Code
from complaints.base.errors import Refusal, invalid
from complaints.models import Boycott, Filer, Flag
from complaints.queries.cases import boycotts, parties, rings
from complaints.queries.logins import grants
from complaints.rules.actors import require_staff
from complaints.rules.cases.case_reasons import Part, Stated, state_parts
from complaints.rules.cases.grounds import Ground
from complaints.services.cases import rings as ring_keeping
from complaints.services.cases.boycotts.grounds import require_ground_shown
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
    reasons: str = "",
    gravity: str = "",
    intention: str = "",
    reasons_codes: Collection[str] = (),
    gravity_codes: Collection[str] = (),
    intention_codes: Collection[str] = (),
    ground: str = Ground.MANIFESTLY_UNFOUNDED,
    document_id: int | None = None,
    rights_holder_id: int | None = None,
    account_id: int | None = None,
    ring_filers: Collection[int] = (),
    expected: int | None = None,
) -> list[Boycott]:
    """Propose to stop processing the complaints of a flag's filer, and of others of its ring.

    Rows made together share the proposal's number. `rights_holder_id` narrows it to an agent's
    complaints for one principal. `account_id` is another account of the flag's party that is to be
    warned in place of the flag's own: whoever files by it alone is out of reach of a dead mailbox's
    warning. `ring_filers` are other filers of the flag's ring: each party among them gets a
    warning, an answer and a decision of its own. `ground` is what the case rests
    on; what shows another one than manifestly unfounded complaints must be in the record, or be the
    document that is named. Of reasons, gravity and intention each takes words, reasons by code, or
    both.
    Refuses with: ground-not-shown; wrong-state, where the flag is not confirmed or a boycott of
    this scope is under way; one-let-in-the-other; held; invalid-request; stale.
    """
    require_staff(work.actor)
    words = ProposalReasons.stated(
        (reasons_codes, reasons), (gravity_codes, gravity), (intention_codes, intention)
    )
    rests_on = RestsOn(Ground(ground), document_id)
    flag = lock_row(work.session, Flag, flag_id, expected=expected)
    require_confirmed(flag)
    warned = _account_of(work.session, flag, account_id)
    grants.require_untied(work, flag.filer_id, *ring_filers)
    leases.renew_lease(work, "flag", flag_id)
    ring_keeping.renew_ring_lease(work, flag.filer_id)
    others = _others_of(work, flag, rights_holder_id, ring_filers)
    filers = lock_one_a_party(work.session, [warned, *others])
    proposal = new_proposal()
    return [
        store_proposal(
            work, flag, filer_id, words, proposal, rests_on, rights_holder_id=rights_holder_id
        )
        for filer_id in filers
    ]


@dataclass(frozen=True, slots=True)
class ProposalReasons:
    """What the filer reads of a proposal, by its parts."""

    parts: Mapping[Part, Stated]

    @classmethod
    def stated(
        cls,
        reasons: tuple[Collection[str], str],
        gravity: tuple[Collection[str], str],
        intention: tuple[Collection[str], str],
    ) -> ProposalReasons:
        """Take the codes and the words of each. Refuses with: invalid-request, where one is not
        stated."""
        given = {Part.REASONS: reasons, Part.GRAVITY: gravity, Part.INTENTION: intention}
        return cls(state_parts(given))

    @property
    def stored(self) -> dict[str, Any]:
        """The three by their parts, as a row keeps them."""
        return {str(part): each.stored for part, each in self.parts.items()}


@dataclass(frozen=True, slots=True)
class RestsOn:
    """The ground of a proposal, and the document that shows it, where staff name one."""

    ground: Ground = Ground.MANIFESTLY_UNFOUNDED
    document_id: int | None = None


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
    rests_on: RestsOn,
    *,
    rights_holder_id: int | None = None,
) -> Boycott:
    """Store the proposal's row for one filer, with its own count.

    Refuses with: wrong-state, where a boycott of this scope is under way; ground-not-shown;
    invalid-request.
    """
    _require_room(work.session, filer_id, rights_holder_id)
    _require_document(work.session, filer_id, rests_on)
    boycott = Boycott(
        filer_id=filer_id,
        rights_holder_id=rights_holder_id,
        flag_id=flag.id,
        proposal=proposal,
        state="proposed",
        ground=rests_on.ground,
        document_id=rests_on.document_id,
        reasons=words.parts[Part.REASONS].english,
        gravity=words.parts[Part.GRAVITY].english,
        intention=words.parts[Part.INTENTION].english,
        said=words.stored,
        proposed_by=work.actor.id,
        proposed_at=work.now,
    )
    require_ground_shown(work, boycott)
    recount(work, boycott)
    boycott.sample = boycotts.draw_sample(work, boycott)
    work.session.add(boycott)
    work.session.flush()
    ledger.record(
        work, "propose", "boycott", boycott.id, why=boycott.reasons, flag=flag.id,
        ground=str(boycott.ground), document=boycott.document_id,
        filer=filer_id, rights_holder=rights_holder_id,
        manifestly_unfounded=boycott.manifestly_unfounded, policy=work.policy.number,
    )  # fmt: skip
    return boycott


def _account_of(session: Session, flag: Flag, account_id: int | None) -> int:
    """Return the account that is to be warned. Refuses with: invalid-request, for one that is not
    counted to the flag's party."""
    if account_id is None:
        return flag.filer_id
    if account_id not in parties.accounts(session, flag.filer_id):
        raise invalid(
            "/account_id",
            Code.NOT_PART_OF_THIS,
            _("This account is not counted together with the flagged account."),
        )
    return account_id


def _others_of(
    work: UnitOfWork, flag: Flag, rights_holder_id: int | None, ring_filers: Collection[int]
) -> list[int]:
    others = sorted(set(ring_filers) - {flag.filer_id})
    # An account may have joined the ring since the flag was last written.
    now = rings.of_filers(work.session, [flag.filer_id, *others])
    joined = {each for each in others if each in now and now[each] == now.get(flag.filer_id)}
    strangers = [each for each in others if each not in {*flag.ring_filers, *joined}]
    if strangers:
        raise invalid(
            "/ring_filers",
            Code.NOT_PART_OF_THIS,
            _("Filer %(id)s is not in this flag's ring.", id=str(strangers[0])),
        )
    if others and rights_holder_id is not None:
        raise invalid(
            "/ring_filers",
            Code.TOO_MANY,
            _(
                "A proposal for one principal can name only one filer. Propose boycotts of the "
                "other filers separately."
            ),
            max=1,
        )
    return others


def lock_one_a_party(session: Session, filers: list[int]) -> list[int]:
    """Return the first account of each party, with all accounts of these parties locked: two
    proposals take turns, whichever flags and accounts they come from."""
    theirs = select(Filer.party_id).where(Filer.id.in_(filers))
    accounts = select(Filer.id, Filer.party_id).where(Filer.party_id.in_(theirs))
    rows = session.execute(accounts.order_by(Filer.id).with_for_update(key_share=True)).tuples()
    party = dict(rows.all())
    return list({party[filer_id]: filer_id for filer_id in reversed(filers)}.values())[::-1]


def _require_document(session: Session, filer_id: int, rests_on: RestsOn) -> None:
    """A document that staff name must be one of the party's, and shows a forged paper alone."""
    if rests_on.document_id is None:
        return
    if rests_on.ground is not Ground.FORGED_PAPER:
        raise invalid(
            "/document_id",
            Code.NOT_ALLOWED,
            _("Name a document only where the ground is a forged one."),
        )
    if not boycotts.has_sent_document(session, filer_id, rests_on.document_id):
        raise invalid(
            "/document_id", Code.NOT_FOUND, _("This filer has sent no document with this number.")
        )


def _require_room(session: Session, filer_id: int, rights_holder_id: int | None) -> None:
    if rights_holder_id is not None and not boycotts.has_filed_for(
        session, filer_id, rights_holder_id
    ):
        raise invalid(
            "/rights_holder_id",
            Code.NOT_PART_OF_THIS,
            _("This filer has filed nothing for that rights holder."),
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
            boycott_id=other.id,
        )
