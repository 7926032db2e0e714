"""One boycott's case put together."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from complaints.base.errors import not_found
from complaints.models import Boycott
from complaints.queries.cases import boycotts, parties
from complaints.queries.cases.boycott_dossiers.figures import (
    Favour,
    Gravity,
    Number,
    favour_of,
    gravity_of,
    number_of,
)
from complaints.queries.cases.boycott_dossiers.graded import (
    DrawnClaims,
    GradedClaim,
    drawn_of,
    graded_claims_of,
)
from complaints.queries.cases.boycott_dossiers.intentions import (
    Intention,
    Mitigating,
    intention_of,
    mitigating_of,
)
from complaints.queries.cases.boycott_dossiers.milder import MilderMeans, milder_means_of
from complaints.queries.cases.boycott_dossiers.precedents import Precedents, precedents_of
from complaints.queries.cases.boycott_dossiers.proof import (
    PersonPart,
    Posted,
    Terms,
    letters_of,
    parts_of,
    terms_of,
)
from complaints.queries.cases.boycotts import BoycottDetail
from complaints.queries.cases.clients import Client, clients_of
from complaints.queries.decisions.restore_queue import PutRight, put_right_of_party
from complaints.rules.cases.arms import Withheld
from complaints.words import message as _
from complaints.words.arms import WITHHELD
from complaints.work import UnitOfWork


@dataclass(frozen=True, slots=True)
class Dossier:
    """The case as of `as_of`. `detail.factors` are the numbers that the letters said, counted at
    `counted_at` on the step `counted_with`; `number` counts the same window as graded now.

    Both sides read the same parts. `whole` is staff's version; what the filer does not get is
    named in `withheld`.
    """

    detail: BoycottDetail
    as_of: datetime
    whole: bool
    accounts: int
    counted_with: str
    number: Number
    gravity: Gravity
    intention: Intention
    favour: Favour
    mitigating: tuple[Mitigating, ...]
    precedents: Precedents
    graded: tuple[GradedClaim, ...]
    drawn: DrawnClaims | None
    milder: MilderMeans
    # What staff have put right of the party's takedowns, whatever the window.
    put_right: PutRight
    terms: Terms
    letters: tuple[Posted, ...]
    why: str | None
    treatments: Mapping[str, str]
    parts: tuple[PersonPart, ...]
    # An agent's clients, and which were reached; staff's, for they are others.
    clients: tuple[Client, ...]

    @property
    def row(self) -> Boycott:
        return self.detail.row

    @property
    def counted_at(self) -> datetime:
        return self.row.window_to

    @property
    def withheld(self) -> tuple[Withheld, ...]:
        """What the reader does not get."""
        return () if self.whole else tuple(Withheld)

    @property
    def withheld_texts(self) -> list[dict[str, object]]:
        """The same, each with its ground in words."""
        return [{"what": str(each), "text": WITHHELD[each]} for each in self.withheld]

    @property
    def urgent_reason(self) -> str | None:
        """Why the gravity could not wait; for the filer once it was taken, as its letter says."""
        return self.row.urgent_reason if self.whole or self.row.urgent_taken else None

    @property
    def end_reason(self) -> str | None:
        """Why it ended; why a case was dropped is staff's alone."""
        return self.row.end_reason if self.whole or self.row.state != "dropped" else None

    @property
    def term_days(self) -> int | None:
        starts_at, ends_at = self.row.starts_at, self.row.ends_at
        return (ends_at - starts_at).days if starts_at and ends_at else None


def of_boycott(work: UnitOfWork, boycott_id: int) -> Dossier:
    """Return the dossier of a boycott's case, as its reader may have it.

    Refuses with: not-found, also for another account of the party than the one it is about.
    """
    detail = boycotts.boycott_detail(work, boycott_id)
    if not detail.own:
        raise not_found(_("boycott"))
    row, session = detail.row, work.session
    whole = work.actor.reads_as_staff or work.actor.is_counsel
    judge = detail.appeal.decided_by if detail.appeal else None
    return Dossier(
        detail=detail,
        as_of=work.now,
        whole=whole,
        accounts=len(parties.accounts(session, row.filer_id)),
        counted_with=_step(row),
        number=number_of(session, row),
        gravity=gravity_of(session, row, until=work.now),
        intention=intention_of(work, row, whole=whole),
        favour=favour_of(session, row),
        mitigating=mitigating_of(work, row),
        precedents=precedents_of(session, row),
        graded=graded_claims_of(work, row),
        drawn=drawn_of(work, row),
        milder=milder_means_of(session, row),
        put_right=put_right_of_party(work, row.filer_id),
        terms=terms_of(session, row),
        letters=letters_of(session, row),
        why=boycotts.why_imposed(session, row),
        treatments=boycotts.treatments_of(work, row),
        parts=parts_of(session, row, judge, whole=whole),
        clients=tuple(clients_of(session, row)) if whole else (),
    )


def _step(row: Boycott) -> str:
    """Return the step of the ladder at which the recorded numbers were counted."""
    if row.imposed_at is not None:
        return "impose"
    return "warn" if row.warned_at is not None else "propose"
