"""Declarations, the check of all answers, filing, and the receipt."""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass

from flask import request, url_for

from complaints.base.codes import Code
from complaints.base.errors import FieldError
from complaints.http import filing, rate_limits
from complaints.http.languages import say_here
from complaints.kit import forms
from complaints.kit.pages import FILERS, Answer, PageCall, page
from complaints.models import Draft
from complaints.queries.authority import territories
from complaints.queries.authority.rights import RightView
from complaints.queries.cases import boycotts
from complaints.queries.law import laws as law_queries
from complaints.rules.authority.territories import Cover, OutsideGround
from complaints.rules.decisions.reasons import OF_A_RIGHT
from complaints.rules.filing import questions
from complaints.rules.filing.complaint_facts import NAMES
from complaints.rules.filing.listing_urls import UrlProblem, marketplace_name
from complaints.rules.filing.notices import NOT_AGREED
from complaints.rules.filing.signed_texts import SignedText
from complaints.rules.filing.targets import Target, TargetPlace
from complaints.rules.kinds import Basis
from complaints.rules.law.regimes import Law, notice_texts
from complaints.schemas import fields
from complaints.schemas.common import Body, text
from complaints.schemas.filing.complaints import TerritoryGroundIn
from complaints.schemas.filing.declarations import DeclarationIn
from complaints.schemas.filing.drafts import step_of
from complaints.services.filing.intake import Duplicate, NotProcessed
from complaints.services.registry import aim_at, place_of_aim
from complaints.storage.links import mask
from complaints.web.filing import sequence
from complaints.web.filing.asking import right_of_draft
from complaints.web.filing.sequence import pages
from complaints.words import Message, laws
from complaints.words import message as _
from complaints.words.territories import warning_before_filing

PAGE_OF = dict.fromkeys(("answers", *NAMES), "questions")


class DeclareStep(Body):
    declaration = fields.Nested(DeclarationIn, required=True)
    reference = text(200)


class TerritoryStep(Body):
    territory_ground = fields.Nested(TerritoryGroundIn, required=True)


@dataclass(frozen=True, slots=True)
class Applies:
    """The laws that a complaint is under on one marketplace, and why."""

    place: str
    laws: str
    why: list[str]


def laws_of(call: PageCall, draft: Draft) -> list[tuple[str, Law]]:
    """Return the laws of the draft's complaint by marketplace, as intake will find them."""
    basis = Basis(draft.data.get("what", {}).get("basis", Basis.OTHER))
    places = sorted(_places(draft).values(), key=lambda place: place.marketplace)
    return law_queries.at_places(call.session, basis, places)


def _outside(
    call: PageCall, draft: Draft, right: RightView | None
) -> dict[Cover, list[tuple[Message, list[str]]]]:
    """Return what to tell of listings offered where the right does not hold, or nobody knows
    whether it does: each sentence with the addresses that it is about."""
    places = _places(draft)
    basis = Basis(draft.data.get("what", {}).get("basis", Basis.OTHER))
    if right is None or basis not in OF_A_RIGHT:
        return {}
    reaches = territories.reaches_at(call.session, right.right, list(places.values()))
    alike: dict[tuple[Cover, tuple[str, ...]], list[str]] = {}
    for url, reach in zip(places, reaches, strict=True):
        alike.setdefault((reach.cover, reach.offered), []).append(url)
    warnings: dict[Cover, list[tuple[Message, list[str]]]] = {}
    for (cover, offered), urls in alike.items():
        warning = warning_before_filing(cover, offered)
        if warning is not None:
            warnings.setdefault(cover, []).append((warning, urls))
    return warnings


def _places(draft: Draft) -> dict[str, TargetPlace]:
    """Return where each target of the draft is, by its address, as far as it can be read."""
    places = {}
    for stated_target in draft.data.get("where", {}).get("targets", []):
        try:
            aim = aim_at(
                Target(
                    stated_target["url"],
                    marketplace=stated_target.get("marketplace"),
                    listing_id=stated_target.get("listing_id"),
                    store_id=stated_target.get("store_id"),
                    delivers_to=tuple(stated_target.get("delivers_to") or ()),
                )
            )
        except UrlProblem:
            continue
        places[stated_target["url"]] = place_of_aim(aim)
    return places


def needed(call: PageCall, draft: Draft) -> list[SignedText]:
    """Return the texts that the signer of the draft's complaint agrees to."""
    return notice_texts(law for _slug, law in laws_of(call, draft))


@page(pages, "GET", "/<id:draft_id>/declare", who=FILERS)
def declare(call: PageCall, draft_id: int) -> Answer:
    """Show the declarations in the words of the law that applies."""
    draft = sequence.get_own_draft(call, draft_id)
    return sequence.render(
        call,
        "declare",
        draft,
        texts=needed(call, draft),
        applies=[
            Applies(
                say_here(marketplace_name(slug)),
                say_here(laws.under(law.codes)),
                [say_here(each) for each in laws.why(law.codes)],
            )
            for slug, law in laws_of(call, draft)
        ],
        typed=sequence.typed(call, draft, "declare"),
    )


@page(pages, "POST", "/<id:draft_id>/declare", who=FILERS, again=declare)
def sign(call: PageCall, draft_id: int) -> Answer:
    """Store the signature."""
    draft = sequence.get_own_draft(call, draft_id)
    agreed = set(request.form.getlist("declaration.agreed"))
    is_short = {text.code for text in needed(call, draft)} - agreed
    wrong = [FieldError("/declaration/agreed", Code.NOT_AGREED, NOT_AGREED)] if is_short else []
    sent = forms.read_form(DeclareStep, request.form, besides=("version",), also=wrong)
    sequence.save_page(call, draft_id, "declare", sent)
    return call.redirect(sequence.after("declare"), draft_id=draft_id)


@page(pages, "GET", "/<id:draft_id>/check", who=FILERS)
def check(call: PageCall, draft_id: int) -> Answer:
    """Show all answers once more, with warnings about those that staff will question."""
    draft = sequence.get_own_draft(call, draft_id)
    what = draft.data.get("what", {})
    basis, answers = what.get("basis"), what.get("answers", {})
    right = right_of_draft(call, draft)
    return sequence.render(
        call,
        "check",
        draft,
        right=right,
        outside=_outside(call, draft, right),
        grounds=list(OutsideGround),
        question_set=questions.questions_of(basis) if basis else None,
        answers=questions.answered(basis, answers) if basis else [],
        warnings=questions.answer_warnings(basis, answers) if basis else [],
        texts=needed(call, draft),
        targets=draft.data.get("where", {}).get("targets", []),
        documents=draft.data.get("evidence", {}).get("documents", []),
        problems=[(sentence, _page_of(draft, name)) for name, sentence in call.sent.summary],
        missing=[
            place
            for place in sequence.places(draft, "check")
            if place.name != "check" and not sequence.is_done(draft, place.name)
        ],
    )


def _page_of(draft: Draft, name: str | None) -> str | None:
    """Return the address of the page on which the field `name` is; None where no page has it."""
    if name is None:
        return None
    first = name.partition(".")[0]
    if first == "territory_ground":
        return "#" + name.replace(".", "-")
    step = PAGE_OF.get(first) or step_of(f"/{first}")
    return url_for(f"filing.{step}", draft_id=draft.id) if step else None


@page(pages, "POST", "/<id:draft_id>/check", who=FILERS, again=check)
def file(call: PageCall, draft_id: int) -> Answer:
    """File the complaint, with the ground on which it goes outside the right's territory."""
    assert call.me is not None
    draft = sequence.get_own_draft(call, draft_id)
    if Cover.OUTSIDE in _outside(call, draft, right_of_draft(call, draft)):
        sent = forms.read_form(TerritoryStep, request.form, besides=("version",))
        sequence.save_page(call, draft_id, "territory", sent)
    rate_limits.limiter().take(rate_limits.of_filing(call.actor))
    filed = filing.file_draft(
        call.work,
        draft_id,
        context=call.context,
        channel="form",
        shown={"email": call.me.email, **_address()},
    )
    if isinstance(filed, Duplicate):
        message = _(
            "You have not filed this complaint: you already have an open complaint about "
            "each of these listings."
        )
        if filed.warned:
            letters = boycotts.warning_letters(call.session, filed.warned)
            return call.render(
                "web/filing/warned.html", message=message, draft=draft, warned=letters, mask=mask
            )
        return call.redirect("filing.where", message=message, draft_id=draft_id)
    sequence.remember_filed(draft_id, filed.complaint.id)
    if isinstance(filed, NotProcessed):
        return call.redirect("filed.show_receipt", complaint_id=filed.complaint.id)
    before = sum(outcome.duplicate for outcome in filed.outcomes)
    return call.redirect(
        "filed.show_receipt", complaint_id=filed.complaint.id, before=before or None
    )


def _address() -> dict[str, str]:
    """Return the IP address that sent the form, as an identity of the filer.

    A private address is left out: it is our own proxy's, and would link strangers.
    """
    try:
        address = ipaddress.ip_address(request.remote_addr or "")
    except ValueError:
        return {}
    return {"ip": str(address)} if address.is_global else {}
