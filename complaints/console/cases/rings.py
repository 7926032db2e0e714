"""A ring as one case: its dossier, and the steps of staff for the accounts that are ticked.

The rules of each step are those of one account. What is not ticked stays as it is.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from flask import Blueprint, jsonify, request, url_for

from complaints.base.codes import Code
from complaints.base.errors import FieldError, invalid
from complaints.console import asking
from complaints.console.cases import ring_dossier, ring_words
from complaints.console.cases.proposing import ask_about_words, proposal_choices
from complaints.console.findings import graph_files
from complaints.console.findings.pictured import EDGES, MOST_DRAWN, Pictured
from complaints.console.findings.store_map import store_chart
from complaints.console.staff.note_forms import take_note
from complaints.http.languages import say_here
from complaints.kit import confirming
from complaints.kit.confirming import Question
from complaints.kit.pages import STAFF, Answer, PageCall, page
from complaints.queries.cases import rings
from complaints.queries.cases.rings import RingCase
from complaints.queries.findings import pictures, store_maps
from complaints.rules.cases.case_reasons import Part
from complaints.rules.cases.rings import NONE_CHOSEN, STEPS
from complaints.rules.findings.pictures import EDGE_KINDS
from complaints.rules.staff.door_bars import NO_CASE, in_service, saying
from complaints.schemas import fields
from complaints.schemas.cases.rings import (
    Accounts,
    AccountsQuery,
    ChosenIn,
    ChosenWhyIn,
    PictureQuery,
    RingProposalIn,
)
from complaints.schemas.common import one_of, text
from complaints.services.cases import boycotts, flags
from complaints.words import Message, counted
from complaints.words import message as _

# What the form has besides what a step without a reason takes.
BESIDES = frozenset({"why", ring_dossier.WITHOUT})

pages = Blueprint("ring_pages", __name__, url_prefix="/console/rings")


class DrawnQuery(PictureQuery):
    ties = one_of(("strongest", "all"), load_default="strongest")


class DossierQuery(DrawnQuery):
    """`accounts` are those that stay ticked after a step; `done` leads back to where it was
    taken, and says there what was done."""

    tick = one_of((*STEPS, "all", "none"), load_default="none")
    accounts = Accounts(load_default=list)
    done = fields.Boolean(load_default=False)
    find = text(100, load_default="")


@page(pages, "GET", "/<id:ring_id>", who=STAFF)
def show_ring_case(call: PageCall, ring_id: int) -> Answer:
    """Show one ring as a dossier."""
    query = call.query(DossierQuery)
    case = rings.get_ring(call.work, ring_id)
    whole = _whole(call, case)
    return call.render(
        "console/cases/rings/show.html",
        **ring_dossier.ring_facts(
            call, case, whole, tick=query["tick"], accounts=query["accounts"]
        ),
        in_place=query["done"] or "filer_ids" in call.sent.values,
        pictured=_pictured(whole, query),
        stores=store_chart(
            _("Which account complained about which store"),
            [member.filer for member in case.members],
            store_maps.of_filers(call.session, case.filers),
        ),
        query=query,
        edge_options=[(kind, EDGES[kind]) for kind in EDGE_KINDS],
        edge_kinds=EDGE_KINDS,
    )


@page(pages, "GET", "/<id:ring_id>/picture.json", who=STAFF)
def tell_picture(call: PageCall, ring_id: int) -> Answer:
    """Tell the script the picture, gathered or around one node as it asks."""
    query = call.query(DrawnQuery)
    return jsonify(_pictured(_whole(call, rings.get_ring(call.work, ring_id)), query).data())


@page(pages, "GET", "/<id:ring_id>/picture.svg", who=STAFF)
def picture_svg(call: PageCall, ring_id: int) -> Answer:
    """Download the picture as a drawing."""
    drawn = _pictured(_whole(call, rings.get_ring(call.work, ring_id)), call.query(DrawnQuery))
    return graph_files.svg(drawn, say_here(ring_dossier.ring_name(ring_id)), f"ring-{ring_id}")


@page(pages, "GET", "/<id:ring_id>/picture.graphml", who=STAFF)
def picture_graphml(call: PageCall, ring_id: int) -> Answer:
    """Download the picture for a program that draws graphs."""
    drawn = _pictured(_whole(call, rings.get_ring(call.work, ring_id)), call.query(DrawnQuery))
    return graph_files.graphml(drawn, f"ring-{ring_id}")


@page(pages, "POST", "/<id:ring_id>/take", who=STAFF, again=show_ring_case, bars=in_service("ring"))
def take_accounts(call: PageCall, ring_id: int) -> Answer:
    """Take the ticked accounts' flags under review."""
    sent = _without(call.form(ChosenIn, besides=BESIDES))
    done = flags.take_ring(call.work, ring_id, **sent)
    said = counted("%(num)s flag is yours.", "%(num)s flags are yours.", len(done))
    return _back(call, ring_id, said, sent["filer_ids"])


@page(
    pages, "POST", "/<id:ring_id>/dismiss", who=STAFF, again=show_ring_case, bars=in_service("ring")
)
@confirming.asks(asking.ask_ring)
def dismiss_accounts(call: PageCall, ring_id: int) -> Answer:
    """Close the ticked accounts' flags without consequence."""
    sent = _with_reason(call)
    done = flags.dismiss_ring(call.work, ring_id, **sent)
    said = counted("%(num)s flag is dismissed.", "%(num)s flags are dismissed.", len(done))
    return _back(call, ring_id, said, sent["filer_ids"], tick=False)


@page(pages, "POST", "/<id:ring_id>/note", who=STAFF, again=show_ring_case, bars=saying("ring"))
def write_ring_note(call: PageCall, ring_id: int) -> Answer:
    """Keep a note for staff."""
    take_note(call, "ring", ring_id)
    address = url_for("ring_pages.show_ring_case", ring_id=ring_id)
    return call.lead(address, message=_("The note is saved."))


@page(
    pages, "POST", "/<id:ring_id>/confirm", who=STAFF, again=show_ring_case, bars=in_service("ring")
)
@confirming.asks(asking.ask_ring)
def confirm_accounts(call: PageCall, ring_id: int) -> Answer:
    """Confirm that the ticked accounts abuse the system."""
    sent = _with_reason(call)
    done = flags.confirm_ring(call.work, ring_id, **sent)
    said = counted("%(num)s flag is confirmed.", "%(num)s flags are confirmed.", len(done))
    return _back(call, ring_id, said, sent["filer_ids"])


@page(
    pages,
    "POST",
    "/<id:ring_id>/choose-<any(propose,warn):step>",
    who=STAFF,
    again=show_ring_case,
    bars=NO_CASE,
)
def choose_accounts(call: PageCall, ring_id: int, step: str) -> Answer:
    """Go on with the ticked accounts, to the words of a proposal or to the letters."""
    sent = _without(call.form(ChosenIn, besides=BESIDES))
    if not sent["filer_ids"]:
        raise invalid("/filer_ids", Code.REQUIRED, NONE_CHOSEN)
    accounts = ",".join(map(str, sent["filer_ids"]))
    form = "ring_pages.propose_form" if step == "propose" else "ring_pages.warn_form"
    return call.redirect(form, ring_id=ring_id, accounts=accounts)


@page(pages, "GET", "/<id:ring_id>/propose", who=STAFF)
def propose_form(call: PageCall, ring_id: int) -> Answer:
    """Ask for the words of a proposal that names the ticked accounts."""
    case = rings.get_ring(call.work, ring_id)
    facts = ring_dossier.chosen(case, _accounts(call))
    # Who cannot be proposed for, or warned then, is said before the words are written.
    proposals = ring_words.proposals_for(call, facts["chosen"])
    able = [each for each in proposals if each.refused is None]
    return call.render(
        "console/cases/rings/propose.html",
        **facts,
        **proposal_choices(call, [member.filer for member in facts["chosen"]]),
        proposals=proposals,
        able=able,
        unable=[each for each in proposals if each.refused is not None],
        warnable=[each for each in able if not each.is_thin],
        policy=call.work.policy.boycott,
    )


def _asks_about_words(call: PageCall, ring_id: int) -> Question | None:
    """Ask once where words that the filers read plainly are not in their language."""
    chosen = set(_accounts(call))
    members = rings.get_ring(call.work, ring_id).members
    filers = [each.filer for each in members if each.filer.id in chosen]
    accounts = ",".join(map(str, sorted(chosen)))
    keep = url_for("ring_pages.propose_form", ring_id=ring_id, accounts=accounts)
    return ask_about_words(call, filers, [request.form.get(part, "") for part in Part], keep)


@page(
    pages, "POST", "/<id:ring_id>/propose", who=STAFF, again=propose_form, bars=in_service("ring")
)
@confirming.asks(_asks_about_words)
def propose_boycotts(call: PageCall, ring_id: int) -> Answer:
    """Propose a boycott of each ticked account."""
    sent = call.form(RingProposalIn) | {"filer_ids": _accounts(call)}
    proposed = boycotts.propose_ring(call.work, ring_id, **sent)
    said = counted(
        "%(num)s boycott is proposed. Next: read the warnings, and send them.",
        "%(num)s boycotts are proposed. Next: read the warnings, and send them.",
        len(proposed),
    )
    return _back(call, ring_id, said, sent["filer_ids"])


@page(pages, "GET", "/<id:ring_id>/warn", who=STAFF)
def warn_form(call: PageCall, ring_id: int) -> Answer:
    """Show the letter that each ticked account would get, and who could not be warned."""
    case, accounts = rings.get_ring(call.work, ring_id), _accounts(call)
    shown = boycotts.preview_ring(call.work, ring_id, filer_ids=accounts) if accounts else []
    return call.render(
        "console/cases/rings/warn.html",
        **ring_dossier.chosen(case, accounts),
        letters=[each for each in shown if each.letter is not None],
        alike=ring_words.letters_once(shown),
        refused=[each for each in shown if each.letter is None],
    )


@page(pages, "POST", "/<id:ring_id>/warn", who=STAFF, again=warn_form, bars=in_service("ring"))
def warn_accounts(call: PageCall, ring_id: int) -> Answer:
    """Send each ticked account its warning."""
    sent = call.form(ChosenIn) | {"filer_ids": _accounts(call)}
    warned = boycotts.warn_ring(call.work, ring_id, **sent)
    said = counted("%(num)s account is warned.", "%(num)s accounts are warned.", len(warned))
    return _back(call, ring_id, said, sent["filer_ids"])


def _with_reason(call: PageCall) -> dict[str, Any]:
    """Return the ticked accounts and the reason; where both are missing, both are said at once."""
    none = (
        []
        if request.form.getlist("filer_ids")
        else [FieldError("/filer_ids", Code.REQUIRED, NONE_CHOSEN)]
    )
    return _without(call.form(ChosenWhyIn, besides={ring_dossier.WITHOUT}, also=none))


def _without(sent: dict[str, Any]) -> dict[str, Any]:
    """Return the form less the accounts that are left out because they cannot take the step."""
    ticked = ring_dossier.ticked_now()
    return sent | {"filer_ids": [each for each in sent["filer_ids"] if each in ticked]}


def _accounts(call: PageCall) -> list[int]:
    accounts: list[int] = call.query(AccountsQuery)["accounts"]
    return accounts


def _whole(call: PageCall, case: RingCase) -> pictures.Picture:
    common = call.work.policy.scan.identifiers_common
    return pictures.of_ring(call.session, case.filers, common=common)


def _pictured(whole: pictures.Picture, query: dict[str, Any]) -> Pictured:
    shown = pictures.picture_shown(
        whole, kinds=query["kinds"], gather=query["gather"], focus=query.get("focus")
    )
    most = MOST_DRAWN if query["ties"] == "strongest" else None
    return Pictured.of(shown, find=query.get("find", ""), most=most)


def _back(
    call: PageCall, ring_id: int, done: Message, acted_on: Collection[int], *, tick: bool = True
) -> Answer:
    """Go back to where the step was taken, with its accounts ticked for the next one; what is not
    done with is said there, by state."""
    left = len(rings.get_ring(call.work, ring_id).members) - len(acted_on)
    if left > 0:
        done = _(
            "%(done)s %(others)s",
            done=done,
            others=counted(
                "%(num)s other account of the ring stays as it is.",
                "%(num)s other accounts of the ring stay as they are.",
                left,
            ),
        )
    place = ring_dossier.place_of_steps(ring_id, acted_on if tick else ())
    return call.lead(place, message=done)
