"""Cases whose flag the newest scan no longer supports: a person says why a case goes on."""

from __future__ import annotations

from sqlalchemy import select

from complaints.base.errors import Refusal
from complaints.models import Boycott, StandBy
from complaints.queries.findings import readings
from complaints.rules.actors import Role
from complaints.rules.cases.boycotts import STAND_BY
from complaints.services.cases.boycotts.steps import lock_for_step
from complaints.services.upkeep import ledger
from complaints.words import message as _
from complaints.work import UnitOfWork


def stand_by(
    work: UnitOfWork, boycott_id: int, *, why: str, expected: int | None = None
) -> Boycott:
    """Record why a case goes on although its flag is no longer supported, for this reading alone.

    A supervisor's reason takes the case out of the supervisors' queue; a reviewer's lets the
    reviewer warn. A person's later reason takes the place of the earlier one; both stay in the
    ledger. Refuses with: not-found; invalid-request, without a reason; wrong-state, where the
    case is over or the scan supports its flag; stale.
    """
    boycott = lock_for_step(work, boycott_id, STAND_BY, expected=expected)
    why = STAND_BY.stated(why)
    reading = readings.of_boycotts(work.session, [boycott]).get(boycott.id)
    if reading is None:
        raise Refusal(
            "wrong-state",
            _(
                "You do not need to say why you go on: the newest scan supports this flag, "
                "or the case is closed."
            ),
            state=boycott.state,
        )
    row, mine = reading.row, work.actor.id
    given = work.session.scalar(
        select(StandBy).where(
            StandBy.boycott_id == boycott.id,
            StandBy.findings == row.findings,
            StandBy.person_id == mine,
        )
    ) or StandBy(boycott_id=boycott.id, findings=row.findings, person_id=mine)
    given.supervisor = work.actor.role is Role.SUPERVISOR
    given.reason, given.at = why, work.now
    work.session.add(given)
    ledger.record(
        work, "stand_by", "boycott", boycott.id, why=why, flag=boycott.flag_id,
        scan=row.scan_run_id, level=row.level,
    )  # fmt: skip
    return boycott
