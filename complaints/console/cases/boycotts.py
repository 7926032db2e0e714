"""Boycotts: the ladder as steps with who and when, each step with its letter read before it goes.

Words to the filer and notes for staff are separate fields. The state table says which steps are
offered; the rule that refuses a step says what it lacks.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from flask import Blueprint, request, url_for

from complaints.base.errors import Refusal, not_found
from complaints.console import asking
from complaints.console.cases import ladder, steps
from complaints.console.cases.proposing import ask_about_words, whats_read
from complaints.console.decisions.deciding import require_version
from complaints.console.staff.note_forms import take_note
from complaints.http.languages import current
from complaints.kit import case_lists, confirming, dossiers
from complaints.kit.confirming import Question
from complaints.kit.forms import Sent
from complaints.kit.navigation import MenuPlace
from complaints.kit.pages import STAFF, Answer, PageCall, page
from complaints.models import Boycott
from complaints.queries.cases import boycotts as boycott_queries
from complaints.queries.cases import flag_answers, holds
from complaints.queries.cases import flags as flag_queries
from complaints.queries.cases.boycott_dossiers.graded import drawn_of
from complaints.queries.cases.boycotts import BoycottDetail, named_claims
from complaints.queries.decisions.restore_queue import put_right_of_party
from complaints.queries.findings import readings
from complaints.queries.logins import people
from complaints.queries.mailing import letters
from complaints.queries.staff import notes
from complaints.rules.acts import Bar
from complaints.rules.cases.boycotts import APPEAL_FIRST, BOYCOTT, WARNED
from complaints.rules.cases.conduct import NamedFor
from complaints.rules.machines import kept_apart
from complaints.rules.staff.door_bars import IN_ITS_RECORD, saying
from complaints.schemas.acts import body_of
from complaints.schemas.cases.boycotts import BoycottsQuery
from complaints.schemas.common import WhyIn, one_of
from complaints.services.cases import boycotts
from complaints.services.cases.boycotts.preview import Preview
from complaints.words import Message, counted
from complaints.words import message as _
from complaints.words.labels import label
from complaints.words.laws import treatment_rows

pages = Blueprint("boycott_pages", __name__, url_prefix="/console/boycotts")
STEPS = steps.acts_by_page(BOYCOTT)
STEP = f"/<id:boycott_id>/{steps.route_part_of(STEPS)}"
DELIVERY_TEXTS = {
    "undelivered": _("The warning has not arrived"),
    "unproven": _("In force, and it is not proven that the warning arrived"),
}
STATE_TEXTS = {
    "binding": _("Stops complaints now"),
    "names_nothing": _("Warned without naming a claim: warn anew"),
    "all": _("All"),
}
FILTERS = ("all", "binding", "names_nothing", *BOYCOTT.states)


class ListQuery(BoycottsQuery):
    state = one_of(FILTERS, load_default="all")


@page(pages, "GET", "", who=STAFF, menu=MenuPlace("filers", 30, "boycotts", _("Boycotts")))
def show_boycotts(call: PageCall) -> Answer:
    """List boycotts by state, the newest first."""
    query = call.query(ListQuery)
    listed = case_lists.page_of_boycotts(call.work, query)
    return call.render(
        "console/boycotts/list.html",
        rows=listed["items"],
        next=listed["next"],
        query=query,
        state_options=[(state, _state_text(state)) for state in FILTERS],
        delivery_options=[("", _("All")), *DELIVERY_TEXTS.items()],
    )


@page(pages, "GET", "/<id:boycott_id>", who=STAFF)
def show_boycott(call: PageCall, boycott_id: int) -> Answer:
    """Show one boycott: its steps, its reasons, its effect."""
    detail = boycott_queries.boycott_detail(call.work, boycott_id)
    row = detail.row
    judge = detail.appeal.decided_by if detail.appeal else None
    reading = detail.reading
    stood_by = [each.person_id for each in reading.stood_by] if reading else []
    parts = (row.proposed_by, row.urgent_by, row.warned_by, row.imposed_by, row.ended_by, judge)
    names = people.names(call.session, [*parts, *stood_by])
    flagged = flag_queries.get_flag(call.work, row.flag_id)
    return call.render(
        "console/boycotts/show.html",
        detail=detail,
        row=row,
        names=names,
        **_where(call, row),
        sides=readings.sides(flagged, reading, current()) if reading else [],
        score_then=flagged.flag.score,
        steps_taken=ladder.ladder_steps(detail, names),
        offered=BOYCOTT.offered(row.state, detail.possible),
        waits_for=ladder.waits_for,
        joined_ways=ladder.joined_ways,
        filer_link=ladder.filer_link,
        flag_link=ladder.flag_link,
        others=_of_the_same_proposal(call, detail),
        claims_named={each: named_claims(call.session, boycott_id, each) for each in NamedFor},
        ground_label=label("boycott_ground", row.ground),
        may_say_urgent=row.state in WARNED,
        appeal_first=APPEAL_FIRST,
        drawn=drawn_of(call.work, row),
        undone=put_right_of_party(call.work, row.filer_id),
        letters=letters.list_letters(call.work, boycott_id=boycott_id),
        notes=notes.notes_about(call.work, "boycott", boycott_id),
    )


@page(pages, "GET", "/<id:boycott_id>/dossier.pdf", who=STAFF)
def print_dossier(call: PageCall, boycott_id: int) -> Answer:
    """Download all that is weighed in the case as one document, in the language of the pages."""
    return dossiers.dossier_pdf(call, boycott_id)


@page(pages, "GET", STEP, who=STAFF)
def step_form(call: PageCall, boycott_id: int, step: str) -> Answer:
    """Show a step's form; where a letter goes without further words, the letter too."""
    shown = refused = None
    try:
        if STEPS[step].fields:
            # An appeal's is asked as to uphold it would be.
            event = "uphold" if step == "decide" else step
            boycotts.foresee(call.work, boycott_id, step=event)
        else:
            shown = _preview(call, boycott_id, step, {})
    except Refusal as refusal:
        # What the step lacks is said on its page, where it is read before anything is sent.
        refused = refusal
    return _form(call, boycott_id, step, shown, refused)


def _asks_about_words(call: PageCall, boycott_id: int, step: str) -> Question | None:
    """Ask once where words that the filer reads plainly are not in its language."""
    if "preview" in request.form:
        return None
    words = [request.form.get(field.name, "") for field in STEPS[step].fields if field.readers]
    detail = boycott_queries.boycott_detail(call.work, boycott_id)
    keep = url_for("boycott_pages.step_form", boycott_id=boycott_id, step=step)
    return ask_about_words(call, [detail.filer], words, keep)


@page(pages, "POST", STEP, who=STAFF, again=step_form, bars=IN_ITS_RECORD)
@confirming.asks(_asks_about_words)
def take_boycott_step(call: PageCall, boycott_id: int, step: str) -> Answer:
    """Take a step, or show the letter that it would send."""
    act = STEPS[step]
    body = body_of(act)
    if "preview" in request.form and body is not None:
        sent = call.form(body, besides={"preview", "version"})
        shown = _preview(call, boycott_id, step, sent)
        return _form(replace(call, sent=Sent(request.form)), boycott_id, step, shown)
    steps.submit_step(call, boycotts.VERBS, act, boycott_id)
    return _back(call, boycott_id, act.done)


@page(pages, "POST", "/<id:boycott_id>/stand-by", who=STAFF, again=show_boycott, bars=IN_ITS_RECORD)
def stand_by(call: PageCall, boycott_id: int) -> Answer:
    """Keep why the case goes on although its flag is no longer supported."""
    sent = call.form(WhyIn, besides={"version"})
    boycotts.stand_by(call.work, boycott_id, **sent, expected=require_version(request.form))
    return _back(call, boycott_id, _("Your reason is saved. The case goes on."))


def _asks_about_haste(call: PageCall, boycott_id: int) -> Question | None:
    """Ask once where the reason for haste plainly is not in the language of the filer, who reads it
    where it is taken."""
    detail = boycott_queries.boycott_detail(call.work, boycott_id)
    keep = url_for("boycott_pages.show_boycott", boycott_id=boycott_id)
    return ask_about_words(call, [detail.filer], [request.form.get("why", "")], keep)


@page(pages, "POST", "/<id:boycott_id>/urgency", who=STAFF, again=show_boycott, bars=IN_ITS_RECORD)
@confirming.asks(_asks_about_haste)
def record_urgency(call: PageCall, boycott_id: int) -> Answer:
    """Keep why the gravity cannot wait for more to be filed after the warning."""
    sent = call.form(WhyIn, besides={"version"})
    boycotts.record_urgency(call.work, boycott_id, **sent, expected=require_version(request.form))
    done = _(
        "Your reason is saved. It counts only if the person who imposes the boycott, "
        "somebody else, agrees with it."
    )
    return _back(call, boycott_id, done)


@page(pages, "POST", "/<id:boycott_id>/take-up", who=STAFF, again=show_boycott, bars=IN_ITS_RECORD)
@confirming.asks(asking.ask_kept)
def take_up_kept(call: PageCall, boycott_id: int) -> Answer:
    """Process the claims that the boycott kept."""
    done = boycotts.take_up_kept(call.work, boycott_id)
    message = counted(
        "%(num)s kept claim is processed now.", "%(num)s kept claims are processed now.",
        done.taken_up,
    )  # fmt: skip
    if done.still_kept:
        message = _(
            "%(processed)s Another boycott still stops %(kept)s.",
            processed=message,
            kept=counted("%(num)s claim", "%(num)s claims", done.still_kept),
        )
    return _back(call, boycott_id, message)


@page(pages, "POST", "/<id:boycott_id>/discard", who=STAFF, again=show_boycott, bars=IN_ITS_RECORD)
@confirming.asks(asking.ask_kept)
def discard_kept(call: PageCall, boycott_id: int) -> Answer:
    """Close the claims that the boycott kept, unprocessed."""
    done = boycotts.discard_kept(
        call.work, boycott_id, **call.form(WhyIn),
    )  # fmt: skip
    message = counted(
        "%(num)s kept claim is discarded.", "%(num)s kept claims are discarded.", done.discarded
    )
    return _back(call, boycott_id, message)


@page(pages, "POST", "/<id:boycott_id>/note", who=STAFF, again=show_boycott, bars=saying("boycott"))
def write_boycott_note(call: PageCall, boycott_id: int) -> Answer:
    """Keep a note for staff."""
    take_note(call, "boycott", boycott_id)
    return _back(call, boycott_id, _("The note is saved."))


def _where(call: PageCall, row: Boycott) -> dict[str, Any]:
    """Return how a case treats claims or would, by the regimes."""
    return {"treated": treatment_rows(boycott_queries.treatments_of(call.work, row))}


def _form(
    call: PageCall,
    boycott_id: int,
    step: str,
    shown: Preview | None,
    refused: Refusal | None = None,
) -> Answer:
    act = STEPS[step]
    detail = boycott_queries.boycott_detail(call.work, boycott_id)
    row = detail.row
    ways = [each for each in BOYCOTT.steps_from(row.state) if each.act == act]
    if not ways:
        raise not_found(_("page"))
    policy = boycott_queries.promised_policy(call.work, row)
    taken = boycott_queries.boycott_parts(call.session, row)
    return call.render(
        "console/boycotts/step.html",
        detail=detail,
        row=row,
        step=step,
        act=act,
        letter=shown.letter if shown else None,
        other_words=shown.other if shown else (),
        reads=whats_read(call, [detail.filer]) if any(f.readers for f in act.fields) else None,
        policy=policy,
        graded=boycott_queries.count_manifest(call.session, row, policy, call.now),
        may=act in BOYCOTT.offered(row.state, detail.possible),
        may_by_role=any(call.actor.role in way.by for way in ways),
        took_part=any(call.actor.person_id in kept_apart(way, taken) for way in ways),
        runs_until=detail.answers_until if Bar.TIME_OVER in act.bars else None,
        lacks_judge=Bar.JUDGE_LEFT in act.bars
        and not boycott_queries.is_judge_left(call.work, row),
        lacks_reason=Bar.SUPPORTED in act.bars
        and detail.reading is not None
        and not detail.reading.is_stood_by(call.actor.person_id),
        conduct=boycott_queries.conduct_after_warning(call.session, row, call.now),
        refused=refused,
        answered_since=flag_answers.answered_since_proposal(call.work, [row]).get(boycott_id)
        if step == "warn"
        else None,
        effect=holds.effect_of(call.session, [(row, row.filer_id)]),
    )


def _preview(call: PageCall, boycott_id: int, step: str, sent: dict[str, Any]) -> Preview:
    return boycotts.preview(
        call.work,
        boycott_id,
        step=sent.get("decision", step),
        why=sent.get("why") or sent.get("reason") or "",
        argued=sent.get("argued") or "",
        term_days=sent.get("term_days"),
        takes_urgency=sent.get("takes_urgency", False),
        milder=sent.get("milder") or "",
    )


def _of_the_same_proposal(call: PageCall, detail: BoycottDetail) -> list[BoycottDetail]:
    rows = boycott_queries.of_proposal(call.work, detail.row.proposal)
    others = [row for row in rows if row.id != detail.row.id]
    return boycott_queries.details(call.work, others)


def _back(call: PageCall, boycott_id: int, message: Message | None) -> Answer:
    return call.lead(url_for("boycott_pages.show_boycott", boycott_id=boycott_id), message=message)


def _state_text(state: str) -> Message | str:
    return STATE_TEXTS.get(state) or label("state", state)
