"""The contents of a printed receipt and of a printed letter, in the given language.

It queries nothing: the caller hands it the record. `papers/printing.py` draws the PDF.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from functools import partial

from complaints.models import Letter, Right, StatementOfReasons
from complaints.papers import printing
from complaints.papers.printing import Block, Printed
from complaints.queries.filing.complaints import ComplaintDetail
from complaints.rules.filing import questions
from complaints.rules.filing.complaint_facts import FACTS
from complaints.rules.law.countries import country_called
from complaints.words import LANGUAGES, Fact, Message, counted, say
from complaints.words import message as _
from complaints.words.labels import label

SERVICE = _("Clean Hands")
TEST_SERVICE = _("Clean Hands (test instance: nothing here is real)")
# Returns a message, a name or a moment as text in the language of the paper.
Translate = Callable[[Fact], str]


def print_receipt(
    detail: ComplaintDetail, *, base_url: str, language: str, test: bool = False
) -> bytes:
    """Return the receipt of a complaint as PDF: what was filed, its claims' states, next steps.

    The same record gives the same bytes. Each page of a `test` instance's papers says what it is.
    """
    address = f"{base_url}/complaints/{detail.complaint.id}"
    translate: Translate = partial(say, language=language)
    printed = Printed(
        language=language,
        service=translate(service_of(test)),
        number=detail.complaint.reference,
        title=translate(
            _("Receipt of complaint %(reference)s", reference=detail.complaint.reference)
        ),
        foot=translate(_("As the record stood at %(moment)s.", moment=_newest(detail))),
        blocks=[
            *_kept(detail, translate),
            printing.facts(
                [(translate(name), translate(value)) for name, value in _facts(detail, translate)]
            ),
            *_answers(detail, translate),
            *_in_own_words(detail, translate),
            printing.heading(translate(_("Listings"))),
            _listings(detail, translate),
            *_papers(detail, translate),
            *_declarations(detail, translate),
            printing.heading(translate(_("How to go on"))),
            *_going_on(detail, address, translate),
        ],
    )
    return printing.pdf(printed, made_at=_newest(detail))


def letter(letter: Letter, body: str, *, test: bool = False) -> bytes:
    """Return a letter as PDF. `body` is its text, its link masked where the reader may not have it.

    The text may be in several languages, so the date is in ISO format.
    """
    printed = Printed(
        language=letter.language,
        service=say(service_of(test), letter.language),
        number=_number(letter),
        title=letter.subject,
        foot=letter.created_at.date().isoformat(),
        blocks=[printing.lines(part.split("\n")) for part in body.split("\n\n") if part.strip()],
    )
    return printing.pdf(printed, made_at=letter.created_at)


def print_statement(row: StatementOfReasons, *, test: bool = False) -> bytes:
    """Return a statement of reasons as PDF, as it was sent, with its hash at the foot."""
    printed = Printed(
        language=row.language,
        service=say(service_of(test), row.language),
        number=f"S-{row.id} · C-{row.complaint_id}",
        title=" / ".join(say(_("Statement of reasons"), each) for each in LANGUAGES),
        foot=f"{row.made_at.date().isoformat()} · SHA-256 {row.sha256}",
        blocks=[
            printing.lines(part.split("\n")) for part in row.text.split("\n\n") if part.strip()
        ],
    )
    return printing.pdf(printed, made_at=row.made_at)


def service_of(test: bool) -> Message:
    """Return what a paper names as the service that made it."""
    return TEST_SERVICE if test else SERVICE


def _number(letter: Letter) -> str:
    about = ((letter.boycott_id, "B"), (letter.joining_id, "J"), (letter.suspension_id, "X"),
             (letter.complaint_id, "C"))  # fmt: skip
    return " · ".join([f"L-{letter.id}", *(f"{kind}-{row}" for row, kind in about if row)])


def _newest(detail: ComplaintDetail) -> datetime:
    happened = [view.event.recorded_at for view in detail.events]
    return max([detail.complaint.recorded_at, *happened])


def _kept(detail: ComplaintDetail, translate: Translate) -> list[Block]:
    kept = detail.claim_counts.get("not_processed", 0)
    if not kept:
        return []
    notice = _(
        "We keep this complaint and do not process it for now. We process it if the "
        "decision about your complaints is lifted."
    )
    if kept < len(detail.claims):
        notice = counted(
            "We keep %(num)s listing and do not process it for now.",
            "We keep %(num)s listings and do not process them for now.",
            kept,
        )
    return [printing.text(translate(notice))]


def _facts(detail: ComplaintDetail, translate: Translate) -> list[tuple[Fact, Fact]]:
    complaint, holder = detail.complaint, detail.rights_holder
    return [
        (_("Number"), complaint.reference),
        (_("Filed"), complaint.filed_at),
        (_("Filer"), detail.filer.name),
        (_("Rights holder"), holder.name if holder else detail.filer.name),
        (_("Right"), _right(detail.right, translate)),
        (_("What is wrong"), label("basis", complaint.basis)),
        (_("State"), label("state", detail.state)),
    ]


def _right(right: Right, translate: Translate) -> str:
    kind = translate(label("right_kind", right.kind))
    place = translate(country_called(right.jurisdiction)) if right.jurisdiction else None
    return " · ".join(part for part in (kind, place, right.number, right.title) if part)


def _answers(detail: ComplaintDetail, translate: Translate) -> list[Block]:
    """Return the questions about the accusation with their answers; sellers see none."""
    pairs = questions.answered(detail.complaint.basis, detail.answers or {})
    if not pairs:
        return []
    rows = [(translate(question), translate(answer)) for question, answer in pairs]
    return [printing.heading(translate(_("Your answers"))), printing.facts(rows)]


def _in_own_words(detail: ComplaintDetail, translate: Translate) -> Iterator[Block]:
    for fact in FACTS:
        written: str | None = getattr(detail.complaint, fact.name)
        if written:
            yield printing.heading(translate(fact.own))
            yield printing.lines(written.split("\n"))


def _listings(detail: ComplaintDetail, translate: Translate) -> Block:
    rows: Sequence[Sequence[str]] = [
        (
            str(number),
            view.claim.url,
            view.claim.title or "",
            translate(label("state", view.claim.state)),
        )
        for number, view in enumerate(detail.claims, 1)
    ]
    head = (_("Line"), _("Address"), _("Title"), _("State"))
    return printing.table([translate(name) for name in head], rows, (1, 8, 5, 3))


def _papers(detail: ComplaintDetail, translate: Translate) -> list[Block]:
    if not detail.papers:
        return []
    lines = {view.claim.id: str(number) for number, view in enumerate(detail.claims, 1)}
    every = "1" if len(lines) == 1 else f"1–{len(lines)}"
    rows = [
        (
            translate(label("document", paper.kind)),
            paper.filename or "",
            ", ".join(lines[claim] for claim in paper.claim_ids if claim in lines) or every,
            translate(_("Yes") if paper.passed_on else _("No")),
            paper.sha256,
        )
        for paper in detail.papers
    ]
    head = (
        _("Kind"),
        _("File name"),
        _("Line"),
        _("The seller may read it"),
        _("SHA-256 of its content"),
    )
    return [
        printing.heading(translate(_("Documents sent with it"))),
        printing.table([translate(name) for name in head], rows, (3, 4, 2, 3, 8)),
    ]


def _declarations(detail: ComplaintDetail, translate: Translate) -> list[Block]:
    if not detail.declarations:
        return []
    signed = detail.declarations[0]
    by = _("Signed by %(name)s, %(moment)s.", name=signed.signed_by, moment=signed.signed_at)
    wordings = [one.wording for one in detail.declarations]
    return [
        printing.heading(translate(_("Declarations"))),
        printing.steps(wordings),
        printing.text(translate(by)),
    ]


def _going_on(detail: ComplaintDetail, address: str, translate: Translate) -> list[Block]:
    follow = printing.facts([(translate(_("Follow it at")), address)])
    if detail.state == "not_processed":
        return [follow]
    authority = _(
        "We asked you to show that you may speak for the rights holder. Nothing is taken down on "
        "this complaint until staff have verified it."
    )
    held = _(
        "We are checking who files through your account, at the latest by %(moment)s. Until "
        "then nothing is taken down on this complaint; after that it is decided like any "
        "other. You do not have to do anything.",
        moment=detail.held_until or "",
    )
    steps = (
        _("We decide about each listing separately and write to you with the reason."),
        _(
            "The seller reads your complaint and can answer. You read the answer, and then "
            "stand by your complaint or withdraw it."
        ),
        _(
            "If we reject your complaint about a listing, you can appeal once. Another person"
            " decides."
        ),
        _("You can withdraw listings at any time."),
    )
    return [
        *([printing.text(translate(authority))] if detail.authority == "asked" else []),
        *([printing.text(translate(held))] if detail.held_until is not None else []),
        printing.steps([translate(step) for step in steps]),
        follow,
    ]
