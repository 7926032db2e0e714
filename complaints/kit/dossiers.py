"""The dossier of a boycott's case as a printed document, in the given language.

It queries nothing: the caller hands it the dossier. What is not known is printed as not known.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial

from flask import request

from abuse import words as findings
from complaints.http import uploads
from complaints.http.languages import pick
from complaints.kit.pages import Answer, PageCall
from complaints.kit.printing import Translate, service_of
from complaints.papers import printing
from complaints.papers.printing import Block, Printed
from complaints.queries.cases import boycott_dossiers
from complaints.queries.cases.boycott_dossiers import Dossier, GradedClaim, Posted
from complaints.rules.cases.case_reasons import Part, part_in_words
from complaints.words import Fact, Figure, Listed, Message, Share, say
from complaints.words import message as _
from complaints.words.arms import WITHHELD
from complaints.words.labels import label
from complaints.words.laws import treatment_rows
from complaints.words.letter_kinds import KINDS

_UNKNOWN = _("not known")
PARTS = {
    "proposer": _("Proposed it"),
    "warner": _("Warned"),
    "urger": _("Said why it could not wait"),
    "imposer": _("Imposed it"),
    "deliverer": _("Took a letter out"),
    "judge": _("Judged the appeal"),
    "ender": _("Ended it"),
}
STEPS = {
    "propose": _("at the proposal"),
    "warn": _("at the warning"),
    "impose": _("at the decision"),
}
Rows = list[tuple[Fact, Fact | None]]


def dossier_pdf(call: PageCall, boycott_id: int) -> Answer:
    """Return the PDF of a case's dossier, in the language of the pages. Refuses with: not-found."""
    language = pick(request)
    case = boycott_dossiers.of_boycott(call.work, boycott_id)
    pdf = dossier(case, language=language, test=call.context.config.test)
    return uploads.answer_pdf(pdf, f"B-{boycott_id}.pdf", [language])


def dossier(case: Dossier, *, language: str, test: bool = False) -> bytes:
    """Return the dossier as PDF. The same record at the same moment gives the same bytes."""
    translate: Translate = partial(say, language=language)
    printed = Printed(
        language=language,
        service=translate(service_of(test)),
        number=f"B-{case.row.id}",
        title=translate(_("Case about complaints of %(name)s", name=case.detail.filer.name)),
        foot=translate(_("As the record stood at %(moment)s.", moment=case.as_of)),
        blocks=list(_blocks(case, translate)),
    )
    return printing.pdf(printed, made_at=case.as_of)


def _stated(case: Dossier, part: Part, translate: Translate) -> list[str]:
    """Return what staff stated of one part: their coded reasons in the reader's language."""
    return translate(part_in_words(getattr(case.row, part), case.row.said, part)).split("\n")


def _blocks(case: Dossier, translate: Translate) -> Iterator[Block]:
    yield _facts(_about(case), translate)
    yield _heading(_("Reasons"), translate)
    yield printing.lines(_stated(case, Part.REASONS, translate))
    yield _heading(_("(a) Number and (b) share"), translate)
    yield _counts(case, translate)
    yield _facts(_grades(case), translate)
    yield from _drawn(case, translate)
    yield _heading(_("(c) Gravity"), translate)
    yield printing.text(translate(_("Of the claims graded manifestly unfounded.")))
    yield printing.lines(_stated(case, Part.GRAVITY, translate))
    yield _facts(_gravity(case), translate)
    yield _heading(_("(d) Intention"), translate)
    yield printing.lines(_stated(case, Part.INTENTION, translate))
    yield _facts(_intention(case), translate)
    yield from _signs(case, translate)
    yield _heading(_("What speaks for the filer"), translate)
    yield printing.text(translate(_("Of all claims in the window, whatever their grade.")))
    yield _facts(_favour(case), translate)
    yield from _mitigating(case, translate)
    yield from _graded(case, translate)
    yield _heading(_("Milder steps"), translate)
    yield _facts(_milder(case), translate)
    yield _heading(_("Harm undone"), translate)
    yield _facts(_undone(case), translate)
    yield from _precedents(case, translate)
    yield _heading(_("The policy that was applied"), translate)
    yield _facts(_terms(case), translate)
    yield _heading(_("Warning, answer and decision"), translate)
    yield _facts(_course(case), translate)
    yield from _letters(case.letters, translate)
    yield from _said(case, translate)
    yield from _persons(case, translate)
    yield from _clients(case, translate)
    yield from _withheld(case, translate)


def _heading(text: Message, translate: Translate) -> Block:
    return printing.heading(translate(text))


def _facts(rows: Rows, translate: Translate) -> Block:
    return printing.facts(
        [(translate(name), translate(_UNKNOWN if v is None else v)) for name, v in rows]
    )


def _about(case: Dossier) -> Rows:
    filer, principal = case.detail.filer, case.detail.principal
    return [
        (_("Number"), f"B-{case.row.id}"),
        (_("Filer"), filer.name),
        (_("Kind of account"), label("filer_kind", filer.kind) if filer.kind else None),
        (_("Accounts of its party"), case.accounts),
        (_("Scope"), principal.name if principal else _("all complaints of this filer")),
        (_("State"), label("state", case.row.state)),
        (_("Window"), _since(case)),
    ]


def _since(case: Dossier) -> Message:
    row = case.row
    return _("from %(since)s to %(until)s", since=row.window_from, until=row.window_to)


def _counts(case: Dossier, translate: Translate) -> Block:
    whole, part, shares = case.number.all, case.number.manifestly_unfounded, case.number.shares
    names = {
        "complaints": _("Complaints (acts)"),
        "claims": _("Claims"),
        "listings": _("Listings (harms)"),
    }
    graded = case.number.graded
    rows: list[list[Fact]] = [
        [
            name,
            getattr(part, key),
            getattr(graded, key),
            _share(shares[key]),
            getattr(whole, key),
        ]
        for key, name in names.items()
    ]
    head = (
        _("As graded now"), label("merit", "manifestly_unfounded"), _("Graded by a person"),
        _("Share of the graded"), _("All"),
    )  # fmt: skip
    return _table(head, rows, (4, 4, 3, 3, 3), translate)


def _share(share: float | None) -> Fact:
    return _UNKNOWN if share is None else Share(share)


def _table(
    head: Sequence[Message], rows: Sequence[Sequence[Fact]], widths: Sequence[int],
    translate: Translate,
) -> Block:  # fmt: skip
    return printing.table(
        [translate(name) for name in head],
        [[translate(cell) for cell in row] for row in rows],
        widths,
    )


def _grades(case: Dossier) -> Rows:
    recorded = case.detail.factors
    said = _(
        "%(manifest)s of %(graded)s graded claims (%(share)s); graded otherwise %(otherwise)s, not "
        "graded %(ungraded)s",
        manifest=recorded.manifestly_unfounded,
        graded=recorded.graded,
        share=Share(recorded.share),
        otherwise=recorded.graded_otherwise,
        ungraded=recorded.ungraded,
    )
    return [
        (_("The share of claims lies between (95 %)"), _between(case.number.interval)),
        (_("Found otherwise"), case.number.graded_otherwise),
        (_("Not graded, and not held against it"), case.number.ungraded),
        (_("As the letter said"), said),
        (
            _("Counted"),
            _("%(when)s, %(moment)s", when=STEPS[case.counted_with], moment=case.counted_at),
        ),
    ]


def _between(interval: tuple[float, float] | None) -> Fact | None:
    if interval is None:
        return None
    return _("%(low)s and %(high)s", low=Share(interval[0]), high=Share(interval[1]))


def _drawn(case: Dossier, translate: Translate) -> Iterator[Block]:
    drawn = case.drawn
    if drawn is None:
        return
    yield _heading(_("A sample of the rest, drawn at random"), translate)
    said = _(
        "Staff choose what they grade. So %(size)s of the closed claims that nobody had graded "
        "were drawn at random at the proposal, each as likely as any other.",
        size=drawn.size,
    )
    yield printing.text(translate(said))
    rows: Rows = [
        (_("Of these graded"), drawn.graded),
        (label("merit", "manifestly_unfounded"), drawn.manifestly_unfounded),
        (_("Share of the graded"), _share(drawn.share)),
        (_("The share of claims lies between (95 %)"), _between(drawn.interval)),
        (_("Not graded yet"), len(drawn.left)),
    ]
    yield _facts(rows, translate)


def _graded(case: Dossier, translate: Translate) -> Iterator[Block]:
    if not case.graded:
        return
    yield _heading(_("Each claim that a person graded"), translate)
    rows: list[list[Fact]] = [
        [
            f"{each.complaint} · {each.claim_id}",
            f"{each.marketplace} {each.listing}",
            label("state", each.state),
            label("merit", each.merit),
            each.reason or _UNKNOWN,
            _evidence(each),
        ]
        for each in case.graded
    ]
    head = (
        _("Complaint and claim"), _("Listing"), _("State"), _("Grade"), _("Reason"), _("Evidence"),
    )  # fmt: skip
    yield _table(head, rows, (3, 3, 2, 3, 4, 3), translate)


def _evidence(claim: GradedClaim) -> Fact:
    papers = [label("document", each) for each in claim.papers]
    if claim.is_answered:
        papers.append(_("the seller's answer"))
    return Listed(papers) if papers else _("none was sent")


def _milder(case: Dossier) -> Rows:
    known = case.milder
    return [
        (_("Warned"), known.warned_at or _("not yet")),
        (_("Earlier cases that ended with a warning"), known.earlier_warnings),
        (_("Complaints for which authority was asked"), known.authority_asked),
        (_("Narrowed to one client"), _("yes") if known.for_one_principal else _("no")),
        (_("Stated by the person who imposed it"), known.words),
    ]


def _undone(case: Dossier) -> Rows:
    """What of the takedowns was put right, whatever the window and the grade."""
    return [
        (_("Listings put right that were taken down before"), case.put_right.listings),
        (
            _("Days for which those listings had been off sale"),
            Figure(round(case.put_right.days, 1)),
        ),
    ]


def _clients(case: Dossier, translate: Translate) -> Iterator[Block]:
    if not case.clients:
        return
    yield _heading(_("Clients that it filed for"), translate)
    rows: Rows = [
        (
            each.name,
            _("has an account, and is told by letter") if each.account else _("not reached"),
        )
        for each in case.clients
    ]
    yield _facts(rows, translate)


def _withheld(case: Dossier, translate: Translate) -> Iterator[Block]:
    if not case.withheld:
        return
    yield _heading(_("What you do not read here, and why"), translate)
    for each in case.withheld:
        yield printing.text(translate(WITHHELD[each]))
    kinds = [label("family", each) for each in case.intention.withheld]
    if kinds:
        said = _("Kinds of findings that are not shown: %(kinds)s.", kinds=Listed(kinds))
        yield printing.text(translate(said))


def _gravity(case: Dossier) -> Rows:
    gravity = case.gravity
    lost = [
        _(
            "%(amount)s %(currency)s",
            amount=Figure(round(each.amount, 2)),
            currency=each.currency or "?",
        )
        for each in gravity.sales_lost
    ]
    return [
        (_("Listing-days down by these claims"), Figure(round(gravity.listing_days, 1))),
        (_("Listings taken down"), gravity.taken_down),
        (_("Still down"), gravity.still_down),
        (_("Sellers hit, as far as they are known"), gravity.stores),
        (_("Claims of unknown sellers"), gravity.unknown_stores),
        (_("Sales lost, as the platform told them"), Listed(lost) if lost else None),
        (_("Claims for which the platform told them"), gravity.told_of),
        (_("Units sold in the month before"), gravity.sold_30d),
    ]


def _intention(case: Dossier) -> Rows:
    known = case.intention
    rows: Rows = [
        (_("Claims that it did not withdraw after the seller had answered"), known.stood),
        (_("Complaints filed since the warning"), known.filed_since_warning),
        (_("Claims lost since the warning"), known.lost_since_warning),
    ]
    if case.whole:
        rows.append((_("Reports that a seller was asked for something"), known.demands))
    if known.signs or known.withheld:
        rows.append((_("Digest of the curves by which the findings were weighed"), known.shapes))
    return rows


def _signs(case: Dossier, translate: Translate) -> Iterator[Block]:
    for sign in case.intention.signs:
        yield printing.text(translate(findings.finding(sign.detector, sign.numbers)))


def _favour(case: Dossier) -> Rows:
    known = case.favour
    return [
        (_("Claims graded founded"), known.founded),
        (_("Takedowns that stand"), known.takedowns_standing),
        (_("Of these, after the seller's answer"), known.takedowns_upheld),
        (_("Withdrawn before the seller answered"), known.withdrawn_before_answer),
    ]


def _mitigating(case: Dossier, translate: Translate) -> Iterator[Block]:
    for each in case.mitigating:
        yield printing.text(translate(findings.mitigating(each.kind, each.numbers)))


def _precedents(case: Dossier, translate: Translate) -> Iterator[Block]:
    alike = case.precedents
    yield _heading(_("Comparable earlier cases"), translate)
    chosen = _(
        "Cases of others that were warned before, with the level %(level)s, mostly about "
        "%(basis)s, and with %(least)s to %(most)s claims graded manifestly unfounded.",
        level=label("level", alike.level),
        basis=label("basis", alike.basis) if alike.basis else _UNKNOWN,
        least=alike.least,
        most=alike.most,
    )
    yield printing.text(translate(chosen))
    if not alike.cases:
        yield printing.text(translate(_("There is none.")))
        return
    rows: list[list[Fact]] = [
        [
            each.warned_on,
            each.manifestly_unfounded,
            _share(each.share),
            label("state", each.state),
            each.term_days if each.term_days is not None else "–",
        ]
        for each in alike.cases
    ]
    head = (
        _("Warned"), label("merit", "manifestly_unfounded"), _("Share"), _("State"),
        _("Term in days"),
    )  # fmt: skip
    yield _table(head, rows, (3, 3, 2, 3, 3), translate)
    if alike.others:
        yield printing.text(translate(_("%(others)s more fit as well.", others=alike.others)))


def _terms(case: Dossier) -> Rows:
    scale = case.terms.scale
    return [
        (_("Policy number"), case.terms.number),
        (_("Claims that a warning names"), scale.warn_manifest if scale else None),
        (_("Claims that a boycott needs"), scale.min_manifest if scale else None),
        (_("Of those, filed after the warning"), scale.min_after_warning if scale else None),
        (_("Days that are counted"), scale.window if scale else None),
        (_("Days to answer"), scale.answer_days if scale else None),
        (_("Shortest term, days"), scale.min_term if scale else None),
        (_("Longest term, days"), scale.max_term if scale else None),
        (_("Term of this case, days"), case.term_days),
    ]


def _course(case: Dossier) -> Rows:
    row, appeal = case.row, case.detail.appeal
    rows: Rows = [
        (_("Warned"), row.warned_at or _("not yet")),
        (_("The warning arrived"), row.delivered_at or _("not yet")),
        (_("How we know"), label("delivered_by", row.delivered_by) if row.delivered_by else None),
        (_("To be answered by"), row.answer_due or _("not yet")),
        (_("Answered"), row.answered_at or _("no answer")),
        (_("Starts"), row.starts_at or _("not yet")),
        (_("Ends"), row.ends_at or _("not yet")),
        *treatment_rows(case.treatments),
    ]
    if appeal is not None:
        rows.append((_("Appealed"), appeal.filed_at))
        rows.append((_("The appeal"), label("state", appeal.state)))
    if row.ended_at is not None:
        rows.append((_("Ended on"), row.ended_at))
    return rows


def _letters(letters: Sequence[Posted], translate: Translate) -> Iterator[Block]:
    if not letters:
        return
    yield _heading(_("Letters and how they went"), translate)
    rows: list[list[Fact]] = [
        [
            f"L-{each.id}",
            KINDS[each.kind],
            each.sent_at or _("not sent yet"),
            label("reach", each.reach) if each.reach else _UNKNOWN,
            each.gone_at or _UNKNOWN,
            each.opened_at or _UNKNOWN,
        ]
        for each in letters
    ]
    head = (
        _("Number"), _("Letter"), _("Sent"), _("How"), _("Taken by the mail server"),
        _("Code entered by its reader"),
    )  # fmt: skip
    yield _table(head, rows, (2, 4, 3, 3, 3, 3), translate)


def _said(case: Dossier, translate: Translate) -> Iterator[Block]:
    appeal = case.detail.appeal
    yield from _said_before(case, translate)
    yield from _spoken([(_("What the filer answered"), case.row.answer)], translate)
    yield from _stated_in_letters(case, translate)
    spoken = [
        (_("Why it could not wait"), None if case.row.urgent_taken else case.urgent_reason),
        (_("The appeal"), appeal.grounds if appeal else None),
        (_("What was argued"), appeal.argued if appeal else None),
        (_("The decision of the appeal"), appeal.reason if appeal else None),
        (_("Why it ended"), case.end_reason),
    ]
    yield from _spoken(spoken, translate)


def _spoken(spoken: Sequence[tuple[Message, str | None]], translate: Translate) -> Iterator[Block]:
    for title, words in spoken:
        if words:
            yield _heading(title, translate)
            yield printing.lines(words.split("\n"))


def _stated_in_letters(case: Dossier, translate: Translate) -> Iterator[Block]:
    """What the case's letters state: the decision, the rule, how it was found, the redress."""
    yield _heading(_("What the letters of this case state"), translate)
    for part in case.detail.statement:
        yield printing.lines(translate(part).split("\n"))


def _said_before(case: Dossier, translate: Translate) -> Iterator[Block]:
    if not case.detail.said_before:
        return
    yield _heading(_("What the filer said before the warning"), translate)
    for said in case.detail.said_before:
        when: Fact = said.said_at
        if said.account is not None:
            name = said.account.name
            when = _("%(when)s, another account of its party: %(name)s", when=when, name=name)
        yield printing.text(translate(when))
        yield printing.lines(said.text.split("\n"))


def _persons(case: Dossier, translate: Translate) -> Iterator[Block]:
    yield _heading(_("Persons"), translate)
    rows: Rows = [
        (PARTS[each.part], each.name or _("reviewer %(letter)s", letter=each.label))
        for each in case.parts
    ]
    yield _facts(rows, translate)
