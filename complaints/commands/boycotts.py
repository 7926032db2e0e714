"""`boycotts`: cases of the ladder. Staff take its steps by page and API; what came by post is
entered here."""

from __future__ import annotations

from pathlib import Path

import click
from sqlalchemy.orm import Session

from abuse.identity.names import visible
from complaints.base.clock import written
from complaints.commands.context import ID, OPERATOR, pass_context
from complaints.commands.output import FORMAT, JSON, echo_json
from complaints.http import paging
from complaints.kit import dossiers
from complaints.models import Boycott, Filer, RightsHolder
from complaints.queries.cases import boycott_dossiers, case_appeals
from complaints.queries.cases import boycotts as boycott_queries
from complaints.queries.findings import readings
from complaints.rules import actors
from complaints.rules.actors import HandKind
from complaints.rules.cases.boycotts import BOYCOTT
from complaints.rules.cases.conduct import NamedFor
from complaints.schemas.cases.boycott_dossiers import CaseDossierOut
from complaints.schemas.cases.boycotts import BoycottOut, BoycottsOut
from complaints.services.cases import boycotts
from complaints.services.upkeep import ledger
from complaints.storage.context import Context
from complaints.words import ENGLISH, say
from complaints.work import begin_reading, begin_work

MOST = 1_000


@click.group("boycotts")
def boycotts_group() -> None:
    """Stop processing a filer's complaints: warned first, by two persons, for a term.

    Example: cleanhands boycotts list
    """


@boycotts_group.command("list")
@click.option("--state", type=click.Choice([*BOYCOTT.states, "all"]), help="Default: in force.")
@FORMAT
@pass_context
def list_boycotts(context: Context, state: str | None, written: str) -> None:
    """List boycotts, those in force unless told otherwise.

    Example: cleanhands boycotts list --state warned
    """
    states = None if state is None else BOYCOTT.states if state == "all" else (state,)
    with begin_reading(context, OPERATOR) as work:
        rows = boycott_queries.list_boycotts(work, states=states, limit=MOST)
        if written == JSON:
            details = boycott_queries.details(work, rows)
            echo_json(BoycottsOut, paging.page(details, MOST, lambda each: (each.row.id,)))
            return
        for boycott in rows:
            click.echo(_line(work.session, boycott))
        if not rows:
            click.echo("No boycott.", err=True)


@boycotts_group.command("show")
@click.argument("boycott_id", type=ID, metavar="BOYCOTT")
@FORMAT
@pass_context
def show_boycott(context: Context, boycott_id: int, written: str) -> None:
    """Show a boycott: reasons, the four factors, dates, answer, appeal, claims kept.

    Example: cleanhands boycotts show 3
    """
    with begin_reading(context, OPERATOR) as work:
        if written == JSON:
            echo_json(BoycottOut, boycott_queries.boycott_detail(work, boycott_id))
            return
        boycott = boycott_queries.get_boycott(work, boycott_id)
        click.echo(_line(work.session, boycott))
        for name, value in [*_facts(work.session, boycott), *_reading(work.session, boycott)]:
            if value is not None:
                click.echo(f"  {name:<12}{visible(str(value))}")


@boycotts_group.command("dossier")
@click.argument("boycott_id", type=ID, metavar="BOYCOTT")
@click.option("--pdf", type=click.Path(dir_okay=False, writable=True), help="Write a PDF there.")
@click.option("--format", "_written", type=click.Choice([JSON]), default=JSON, show_default=True,
              help="As the API answers; a dossier has no table.")  # fmt: skip
@pass_context
def show_dossier(context: Context, boycott_id: int, pdf: str | None, _written: str) -> None:
    """Print all that is weighed in a case as JSON, or write it as one printable document.

    Example: cleanhands boycotts dossier 3 --pdf case-3.pdf
    """
    with begin_reading(context, OPERATOR) as work:
        case = boycott_dossiers.of_boycott(work, boycott_id)
        if pdf is None:
            echo_json(CaseDossierOut, case)
        else:
            Path(pdf).write_bytes(dossiers.dossier(case, language=ENGLISH))


@boycotts_group.command("answer")
@click.argument("boycott_id", type=ID, metavar="BOYCOTT")
@click.option("--text", required=True, help="What the filer answers.")
@pass_context
def enter_answer(context: Context, boycott_id: int, text: str) -> None:
    """Enter a filer's answer to a warning that came by post: the operator does, for no member of
    staff speaks for a filer.

    Example: cleanhands boycotts answer 3 --text "We have changed our agent."
    """
    _for_the_filer(context, boycott_id, "answer", text)


@boycotts_group.command("appeal")
@click.argument("boycott_id", type=ID, metavar="BOYCOTT")
@click.option("--grounds", required=True, help="Why the filer appeals.")
@pass_context
def enter_appeal(context: Context, boycott_id: int, grounds: str) -> None:
    """Enter a filer's appeal against a boycott that came by post: the operator does, for no member
    of staff speaks for a filer.

    Example: cleanhands boycotts appeal 3 --grounds "The marks are ours."
    """
    _for_the_filer(context, boycott_id, "appeal", grounds)


def _for_the_filer(context: Context, boycott_id: int, step: str, text: str) -> None:
    """Take a step on the filer's behalf; the ledger says that a command entered it."""
    with begin_work(context, OPERATOR) as work:
        filer_id = boycott_queries.get_boycott(work, boycott_id).filer_id
        filer = actors.filer(filer_id).by(HandKind.COMMAND)
        if step == "answer":
            boycott = boycotts.answer(work.by(filer), boycott_id, text=text)
        else:
            boycott = boycotts.appeal(work.by(filer), boycott_id, grounds=text)
        ledger.record(work, f"entered_{step}", "boycott", boycott_id)
    click.echo(f"Boycott {boycott_id} is {boycott.state.replace('_', ' ')}.")


def _line(session: Session, boycott: Boycott) -> str:
    name = session.get_one(Filer, boycott.filer_id).name
    if boycott.rights_holder_id is not None:
        name += f" for {session.get_one(RightsHolder, boycott.rights_holder_id).name}"
    until = ""
    if boycott.ends_at is not None:
        until = f"  until {written(boycott.ends_at)}"
    elif boycott.state == "warned" and boycott.answer_due is None:
        until = "  warning has not arrived"
    elif boycott.state == "warned" and boycott.answer_due is not None:
        until = f"  answer due {boycott.answer_due:%Y-%m-%d}"
    return f"{boycott.id:>5}  {boycott.state:<12}  {visible(name)}{until}"


def _arrived(boycott: Boycott) -> str | None:
    """Return when the warning reached the filer, and how that is known; None where it did not."""
    if boycott.delivered_by is None:
        return None
    at = f" ({written(boycott.delivered_at)})" if boycott.delivered_at else ""
    return f"{boycott.delivered_by}{at}"


def _reading(session: Session, boycott: Boycott) -> list[tuple[str, object]]:
    """Return what the newest scan says, where it no longer supports the case's flag, and who stands
    by the case all the same."""
    reading = readings.of_boycotts(session, [boycott]).get(boycott.id)
    if reading is None:
        return []
    stood_by = [("stood by", f"{each.reason} ({written(each.at)})") for each in reading.stood_by]
    return [("flag", say(reading.sentence)), *stood_by]


def _named(session: Session, boycott: Boycott) -> str | None:
    """Return how many claims the warning named, and how many are graded otherwise now."""
    if boycott.warned_at is None:
        return None
    named = boycott_queries.count_named(session, boycott.id, NamedFor.WARNING)
    changed = boycott_queries.count_regraded(session, [boycott.id])[boycott.id]
    return f"{named} claims in the warning; {changed} graded otherwise since"


def _facts(session: Session, boycott: Boycott) -> list[tuple[str, object]]:
    claims = boycott.manifestly_unfounded + boycott.graded_otherwise + boycott.ungraded
    appeal = case_appeals.appeal_of_case(session, boycott)
    return [
        ("ground", boycott.ground.replace("_", " ")),
        ("reasons", boycott.reasons),
        ("number", f"{boycott.manifestly_unfounded} claims graded manifestly unfounded"),
        (
            "share",
            f"{boycott.manifestly_unfounded} of {claims} claims; {boycott.graded_otherwise} graded "
            f"otherwise, {boycott.ungraded} not graded",
        ),
        (
            "counted",
            f"claims filed from {boycott.window_from:%Y-%m-%d} to {boycott.window_to:%Y-%m-%d}, "
            "each once",
        ),
        ("gravity", boycott.gravity),
        ("intention", boycott.intention),
        ("warned", written(boycott.warned_at) if boycott.warned_at else None),
        ("arrived", _arrived(boycott)),
        ("answer", boycott.answer),
        ("named", _named(session, boycott)),
        ("urgent", boycott.urgent_reason),
        ("appeal", f"{appeal.state}: {appeal.grounds}" if appeal else None),
        ("ended", boycott.end_reason),
        ("kept", f"{boycott_queries.count_kept(session, boycott.id)} claims not processed"),
    ]
