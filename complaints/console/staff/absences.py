"""Who is away and who stands in: said of oneself, and by administrators of others."""

from __future__ import annotations

from typing import Final

from flask import Blueprint, request

from complaints.http.languages import pick
from complaints.kit.pages import STAFF, Answer, PageCall, page
from complaints.queries.staff import stand_ins, teamwork
from complaints.rules.actors import Scope
from complaints.rules.staff.door_bars import NO_CASE
from complaints.schemas.common import Body, row_id
from complaints.schemas.staff.teamwork import AbsenceIn
from complaints.services.staff import absences
from complaints.words import counted
from complaints.words import message as _
from complaints.words.days import UTC_ZONE, ZONES, zone_of

pages = Blueprint("absences", __name__, url_prefix="/console/away")


# By which clocks most live who read a language; offered to whoever was never away.
_ZONES_READ: Final = {"zh": "Asia/Shanghai"}


class AwayForm(AbsenceIn):
    """An absence, and of whom; left out: of whoever sends it."""

    person_id = row_id()


class BackForm(Body):
    person_id = row_id(required=True)


@page(pages, "GET", "", who=STAFF)
def show_absences(call: PageCall) -> Answer:
    """List who is away, with the forms to say so and to be back."""
    people = [(str(each.id), each.name) for each in teamwork.colleagues(call.work)]
    return call.render(
        "console/staff/away.html",
        absences=stand_ins.find_absences(call.work),
        people=people,
        others=[each for each in people if each[0] != str(call.actor.person_id)],
        of_others=Scope.ADMINISTER in call.actor.scopes,
        mine=call.actor.person_id,
        zone=stand_ins.usual_zone(call.work) or _ZONES_READ.get(pick(request), UTC_ZONE),
        zones=[(each, zone_of(each)) for each in (*ZONES, UTC_ZONE)],
    )


@page(pages, "POST", "", who=STAFF, again=show_absences, bars=NO_CASE)
def send_absence(call: PageCall) -> Answer:
    """Note who is away, until when, and who stands in."""
    sent = call.form(AwayForm)
    person_id = sent.get("person_id", call.actor.person_id)
    assert person_id is not None  # STAFF are people
    left = absences.go_away(
        call.work, person_id, until=sent["until"], zone=sent["zone"],
        stand_in_id=sent["stand_in_id"], vault=call.context.vault,
    )  # fmt: skip
    message = (
        counted(
            "Saved. %(num)s case is not assigned to anybody now: the stand-in cannot decide it.",
            "Saved. %(num)s cases are not assigned to anybody now: the stand-in cannot decide "
            "them.",
            left,
        )
        if left
        else _("Saved. The stand-in has the cases and questions until then.")
    )
    return call.redirect("absences.show_absences", message=message)


@page(pages, "POST", "/back", who=STAFF, again=show_absences, bars=NO_CASE)
def send_return(call: PageCall) -> Answer:
    """Note that somebody is back."""
    absences.come_back(call.work, call.form(BackForm)["person_id"])
    return call.redirect(
        "absences.show_absences", message=_("Saved. The cases and questions are theirs again.")
    )
