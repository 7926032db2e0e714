"""Flags: the list, one flag as a dossier, and the steps of staff.

The machine's words and people's are kept apart, and so are notes for staff and words to the filer.
"""

from __future__ import annotations

from typing import Any, Final

from flask import Blueprint, jsonify, request, url_for

from complaints.base.errors import not_found
from complaints.console import asking
from complaints.console.cases import dossier, steps
from complaints.console.cases.proposing import ask_about_words, proposal_choices
from complaints.console.findings.pictured import EDGES, MOST_DRAWN, Pictured
from complaints.console.staff.note_forms import take_note
from complaints.http import paging, staff_tables
from complaints.http.cursors import after_id
from complaints.kit import confirming
from complaints.kit.confirming import Question
from complaints.kit.navigation import MenuPlace
from complaints.kit.pages import STAFF, Answer, PageCall, page
from complaints.queries.authority import holders
from complaints.queries.cases import boycotts as boycott_queries
from complaints.queries.cases import flag_answers, judgements, rings
from complaints.queries.cases import flags as flag_queries
from complaints.queries.findings import pictures, readings, standing
from complaints.queries.logins import filers as filer_queries
from complaints.queries.logins import people
from complaints.queries.staff import casework
from complaints.rules.cases.case_reasons import Part
from complaints.rules.cases.flags import FLAG, PUT_OFF
from complaints.rules.findings.pictures import EDGE_KINDS, MOST_EXPANDED
from complaints.rules.kinds import LinkVerdict
from complaints.rules.staff.door_bars import IN_ITS_RECORD, CaseBar, in_service, saying
from complaints.schemas import fields, validate
from complaints.schemas.cases.boycotts import ProposalIn
from complaints.schemas.cases.flags import FLAG_LEVELS, FlagsQuery, GraphQuery
from complaints.schemas.cases.judgements import JudgementIn
from complaints.schemas.common import Body, one_of, text
from complaints.services.cases import boycotts, flags
from complaints.services.cases import judgements as judging
from complaints.words import Message
from complaints.words import message as _
from complaints.words.labels import label

pages = Blueprint("flag_pages", __name__, url_prefix="/console/flags")
STEPS = steps.acts_by_page(FLAG)
STATES = ("unfinished", *FLAG.states, "all")
STATE_TEXTS = {"unfinished": _("Open or under review"), "all": _("All")}
VERDICT_TEXTS = {
    "yes": _("Yes, the same person or business"),
    "no": _("No, somebody else"),
    "unsure": _("Unsure"),
}
VERDICTS: dict[str, Any] = {
    "verdict_texts": VERDICT_TEXTS,
    "verdict_tones": {"yes": "red", "no": "green", "unsure": "grey"},
}


class ListQuery(FlagsQuery):
    sort = one_of(("newest", "queue"), load_default="queue")


class DossierQuery(Body):
    kinds = fields.List(one_of(EDGE_KINDS), load_default=None)
    ties = one_of(("strongest", "all"), load_default="strongest")
    expand = fields.List(text(40), load_default=list, validate=validate.Length(max=MOST_EXPANDED))


# A ring is a case of several flags, and in the list of flags it is a row.
PLACE: Final = MenuPlace("filers", 20, "flags", _("Flags"), also="/console/rings")


@page(pages, "GET", "", who=STAFF, menu=PLACE)
def show_flags(call: PageCall) -> Answer:
    """List flags, in the order in which to look at them; a ring is one row."""
    query = call.query(ListQuery)
    after = after_id(query.pop("cursor", None))
    rows = flag_queries.find_flags(call.work, after=after, one_a_ring=True, **query)
    listed = paging.page(rows, query["limit"], lambda row: (row[0].id,))
    shown = [flag for flag, _filer in rows]
    in_rings = rings.of_filers(call.session, [flag.filer_id for flag in shown])
    filters = {name: query[name] for name in ("state", "level", "mine", "filer") if name in query}
    return call.render(
        "console/flags/list.html",
        rows=listed["items"],
        next=listed["next"],
        read=readings.of_flags(call.session, [flag.id for flag in shown]),
        in_rings=in_rings,
        members=flag_queries.of_rings(call.work, set(in_rings.values()), **filters),
        accounts=rings.sizes(call.session, set(in_rings.values())),
        families=flag_queries.families_of(call.session, shown),
        names=people.names(call.session, [flag.taken_by for flag in shown]),
        query=query,
        stake_of=flag_queries.stake_of,
        state_options=[(state, state_text(state)) for state in STATES],
        level_options=[(level, label("level", level)) for level in FLAG_LEVELS],
    )


@page(pages, "GET", "/table.csv", who=STAFF)
def flags_file(call: PageCall) -> Answer:
    """Download the flags that the filters keep, each of a ring's."""
    query = call.query(ListQuery)
    kept = {name: query[name] for name in query if name not in ("cursor", "limit")}
    return staff_tables.flags_file(call.work, **kept)


@page(pages, "GET", "/<id:flag_id>", who=STAFF)
def show_flag(call: PageCall, flag_id: int) -> Answer:
    """Show one flag as a dossier."""
    query = call.query(DossierQuery)
    flagged = flag_queries.get_flag(call.work, flag_id)
    policy = call.work.policy
    ring_id = rings.of_filers(call.session, [flagged.filer.id]).get(flagged.filer.id)
    held = casework.lease_of(call.work, "ring", ring_id) if ring_id else None
    picture_of_flag = pictures.picture(
        call.session,
        flagged.flag,
        common=policy.scan.identifiers_common,
        expand=query["expand"],
        kinds=query["kinds"],
    )
    return call.render(
        "console/flags/show.html",
        **dossier.dossier_facts(call.work, flagged),
        ring_id=ring_id,
        lease=held or casework.lease_of(call.work, "flag", flag_id),
        pictured=Pictured.of(
            picture_of_flag,
            expanded=query["expand"],
            most=MOST_DRAWN if query["ties"] == "strongest" else None,
        ),
        edge_kinds=EDGE_KINDS,
        edge_options=[(kind, EDGES[kind]) for kind in EDGE_KINDS],
        query=query,
        **VERDICTS,
        possible=_possible(call, flagged.flag.state),
        put_off=PUT_OFF,
        dismissible=flagged.flag.state == "confirmed"
        and flag_answers.is_to_read(call.session, flag_id),
        tell_days=policy.boycott.tell_days,
        since_scan=standing.since_scan(call.session, flagged.filer.id, flagged.flag.scan_run_id),
    )


@page(pages, "GET", "/<id:flag_id>/picture.json", who=STAFF)
def tell_picture(call: PageCall, flag_id: int) -> Answer:
    """Tell the script the picture, one step further from the nodes that it names."""
    query = call.query(GraphQuery)
    flag = flag_queries.get_flag(call.work, flag_id).flag
    common = call.work.policy.scan.identifiers_common
    picture_of_flag = pictures.picture(call.session, flag, common=common, **query)
    return jsonify(Pictured.of(picture_of_flag).data())


@page(
    pages,
    "POST",
    f"/<id:flag_id>/{steps.route_part_of(STEPS)}",
    who=STAFF,
    again=show_flag,
    bars=IN_ITS_RECORD,
)
@confirming.asks(asking.flag)
def take_step(call: PageCall, flag_id: int, step: str) -> Answer:
    """Take the flag under review, dismiss it or confirm it."""
    steps.submit_step(call, flags.VERBS, STEPS[step], flag_id)
    return _back(flag_id, call, STEPS[step].done)


@page(pages, "POST", "/<id:flag_id>/note", who=STAFF, again=show_flag, bars=saying("flag"))
def write_flag_note(call: PageCall, flag_id: int) -> Answer:
    """Keep a note for staff."""
    take_note(call, "flag", flag_id)
    return _back(flag_id, call, _("The note is saved."))


@page(pages, "POST", "/<id:flag_id>/put-off", who=STAFF, again=show_flag, bars=IN_ITS_RECORD)
def put_off_telling(call: PageCall, flag_id: int) -> Answer:
    """Put off what the filer reads of the flag."""
    steps.submit_step(call, flags.VERBS, PUT_OFF, flag_id)
    return _back(flag_id, call, _("Until then, the filer reads nothing about this flag."))


@page(pages, "GET", "/<id:flag_id>/links/<id:other_id>", who=STAFF)
def compare_filers(call: PageCall, flag_id: int, other_id: int) -> Answer:
    """Show two filers beside each other, and ask whether the same person runs both."""
    flagged = flag_queries.get_flag(call.work, flag_id)
    if other_id == flagged.filer.id:
        raise not_found(_("page"))
    other = filer_queries.get_filer(call.work, other_id)
    policy = call.work.policy
    both = pictures.between(
        call.session, flagged.filer.id, other_id, common=policy.scan.identifiers_common
    )
    judged = judgements.of_pair(call.session, flagged.filer.id, other_id)
    return call.render(
        "console/flags/compare.html",
        flag=flagged.flag,
        filer=flagged.filer,
        other=other,
        pictured=Pictured.of(both),
        judged=judged,
        names=people.names(call.session, [row.person_id for row in judged]),
        verdict_options=[(verdict, VERDICT_TEXTS[verdict]) for verdict in LinkVerdict],
        **VERDICTS,
    )


@page(
    pages,
    "POST",
    "/<id:flag_id>/links/<id:other_id>",
    who=STAFF,
    again=compare_filers,
    bars=in_service("filer", CaseBar.TIED),
)
def judge_link(call: PageCall, flag_id: int, other_id: int) -> Answer:
    """Store the judgement of the link; the next scan takes it into account."""
    flagged = flag_queries.get_flag(call.work, flag_id)
    sent = call.form(JudgementIn(only=("verdict", "why")))
    judging.judge(call.work, filer=flagged.filer.id, other=other_id, **sent)
    return _back(flag_id, call, _("Your answer is saved. The next scan takes it into account."))


@page(pages, "GET", "/<id:flag_id>/propose", who=STAFF)
def propose_form(call: PageCall, flag_id: int) -> Answer:
    """Ask for the words of a proposal."""
    flagged = flag_queries.get_flag(call.work, flag_id)
    policy = call.work.policy.boycott
    ring = flag_queries.ring_of(call.work, flag_id)
    others = flag_queries.others_of_party(call.work, flag_id)
    # An account of the party may be of the ring too.
    readers = [flagged.filer, *others, *(member.filer for member in ring)]
    return call.render(
        "console/flags/propose.html",
        flag=flagged.flag,
        filer=flagged.filer,
        ring=ring,
        accounts=others,
        principals=holders.served_by(call.session, flagged.filer.id),
        counted=boycott_queries.counted_now(call.session, flagged.filer.id, policy, call.now),
        policy=policy,
        principal_options=lambda rows: [(row.id, row.name) for row in rows],
        ring_options=lambda ring: [(str(m.filer.id), m.filer.name) for m in ring],
        **proposal_choices(call, {f.id: f for f in readers}.values()),
    )


def _asks_about_words(call: PageCall, flag_id: int) -> Question | None:
    """Ask once where words that the filers read plainly are not in their language."""
    ticked = set(request.form.getlist("ring_filers"))
    ring = (each.filer for each in flag_queries.ring_of(call.work, flag_id))
    chosen = [
        each
        for each in flag_queries.others_of_party(call.work, flag_id)
        if str(each.id) == request.form.get("account_id")
    ]
    filers = [
        *(chosen or [flag_queries.get_flag(call.work, flag_id).filer]),
        *(each for each in ring if str(each.id) in ticked),
    ]
    keep = url_for("flag_pages.propose_form", flag_id=flag_id)
    return ask_about_words(call, filers, [request.form.get(part, "") for part in Part], keep)


@page(
    pages, "POST", "/<id:flag_id>/propose", who=STAFF, again=propose_form, bars=in_service("flag")
)
@confirming.asks(_asks_about_words)
def propose_boycott(call: PageCall, flag_id: int) -> Answer:
    """Propose a boycott of the filer, or of its ring's filers too."""
    proposed = boycotts.propose(call.work, flag_id, **call.form(ProposalIn))
    return call.redirect(
        "boycott_pages.show_boycott",
        boycott_id=proposed[0].id,
        message=_("The boycott is proposed. Next: read the warning, and send it."),
    )


def state_text(state: str) -> Message | str:
    """Return the label of a filter: of one state of flags, or of several."""
    return STATE_TEXTS.get(state) or label("state", state)


def _possible(call: PageCall, state: str) -> set[str]:
    """Return the steps that this person could take now, by the state table."""
    return {step.event for step in FLAG.steps_from(state) if call.actor.role in step.by}


def _back(flag_id: int, call: PageCall, message: Message | None) -> Answer:
    return call.lead(url_for("flag_pages.show_flag", flag_id=flag_id), message=message)
