"""Asks what stands in the way of whoever comes to a door of a case, before the view runs. Ground.

A door names its bars (`rules/staff/door_bars.py`), and pages and API ask them here alike. Nothing
is written but that a lease which the actor holds goes on, for whoever moves a case works on it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any, Final

from complaints.models import Appeal
from complaints.queries.decisions import appeals, claim_parts, judges
from complaints.queries.logins import grants
from complaints.queries.staff.concerned import FINDERS, Concerned, find_concerned
from complaints.rules.decisions.claims import STAFF
from complaints.rules.logins.ties import Ties, filer_node, require_apart, require_untied
from complaints.rules.staff.door_bars import Bars, CaseBar, OneOf
from complaints.services.staff import leases
from complaints.words import message as _
from complaints.work import UnitOfWork

# What the database's integer columns hold.
_LARGEST: Final = 2_147_483_647


def require_bars(work: UnitOfWork, bars: Bars | OneOf | None, given: Mapping[str, Any]) -> None:
    """Ask the bars of a door that was opened with these arguments.

    Only persons are asked: a filer, a seller and a partner have a side, which their questions and
    the services keep to. What the arguments name and is not there, the view looks for.

    Refuses with: the problem of each bar that stands in the way (`rules/staff/door_bars.py`).
    """
    if isinstance(bars, OneOf):
        bars = bars.steps.get(bars.which(given))
    if bars is None or not bars.asked or work.actor.person_id is None:
        return
    concerned = _named(work, bars.noun, given)
    if concerned is not None:
        ties = grants.ties(work.session)
        for bar in bars.asked:
            ASKED[bar](work, concerned, ties)
        if bars.moves and CaseBar.HELD in bars.asked and concerned.case is not None:
            leases.renew_lease(work, *concerned.case)


def _named(work: UnitOfWork, noun: str, given: Mapping[str, Any]) -> Concerned | None:
    """Return whom the arguments name; None where they name nothing."""
    number = given.get(f"{noun}_id")
    if noun == "case":
        noun, number = str(given.get("subject")), given.get("subject_id")
    # A form's fields are text: read as its schema reads them, which lets blanks pass.
    try:
        named = int(number or 0)
    except ValueError:
        return None
    if noun not in FINDERS or not 0 < named <= _LARGEST:
        return None
    return find_concerned(work.session, noun, named)


def _tied(work: UnitOfWork, concerned: Concerned, ties: Ties) -> None:
    require_untied(work.actor, [filer_node(each) for each in concerned.filers], ties)


def _beside(work: UnitOfWork, concerned: Concerned, ties: Ties) -> None:
    if concerned.complaint_id is not None:
        persons = claim_parts.beside(work.session, concerned.complaint_id)
        require_apart(work.actor, persons, ties, _("This step of the case"))
    if concerned.case is not None and concerned.case[0] == "appeal":
        _require_judge(work, concerned.case[1])


def _require_judge(work: UnitOfWork, appeal_id: int) -> None:
    """Refuse who may not judge an appeal: in such hands it would wait for nobody."""
    appeal = work.session.get_one(Appeal, appeal_id)
    bench = judges.Bench.of(work, STAFF)
    require_apart(work.actor, appeals.kept_from(work, appeal, bench), bench.ties, _("An appeal"))


def _held(work: UnitOfWork, concerned: Concerned, _ties: Ties) -> None:
    if concerned.case is not None:
        leases.require_not_held(work, *concerned.case)


ASKED: Final[Mapping[CaseBar, Callable[[UnitOfWork, Concerned, Ties], None]]] = MappingProxyType(
    {CaseBar.TIED: _tied, CaseBar.BESIDE: _beside, CaseBar.HELD: _held}
)
