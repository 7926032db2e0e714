"""`boycotts`: the ladder on the command line. Every step names the person who takes it."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click
from sqlalchemy.orm import Session

from abuse.identity.names import visible
from complaints.clock import utcnow, written
from complaints.commands.context import ID, OPERATOR, as_person, pass_context, person_of
from complaints.context import Context
from complaints.kit import dossiers
from complaints.models import Boycott, Filer, RightsHolder
from complaints.queries import boycott_dossiers, readings
from complaints.queries import boycotts as boycott_queries
from complaints.rules import actors
from complaints.rules.actors import Actor, HandKind
from complaints.rules.boycotts import BOYCOTT
from complaints.schemas.boycott_dossiers import CaseDossierOut
from complaints.services import boycotts, ledger
from complaints.words import ENGLISH, say
from complaints.work import Work

MOST = 1_000


@click.group("boycotts")
def boycotts_group() -> None:
    """Stop processing a filer's complaints: warned first, by two persons, for a term.

    Example: cleanhands boycotts list --as ann
    """


@boycotts_group.command("list")
@click.option("--state", type=click.Choice([*BOYCOTT.states, "all"]), help="Default: in force.")
@as_person
@pass_context
def list_boycotts(context: Context, state: str | None, handle: str) -> None:
    """List boycotts, those in force unless told otherwise.

    Example: cleanhands boycotts list --state warned --as ann
    """
    actor = person_of(context, handle)
    states = None if state is None else BOYCOTT.states if state == "all" else (state,)
    with context.database.reading() as session:
        work = Work(session, actor, utcnow(), context.links)
        rows = boycott_queries.list_boycotts(work, states=states, limit=MOST)
        for boycott in rows:
            click.echo(_line(session, boycott))
        if not rows:
            click.echo("No boycott.", err=True)


@boycotts_group.command("show")
@click.argument("boycott_id", type=ID, metavar="BOYCOTT")
@as_person
@pass_context
def show(context: Context, boycott_id: int, handle: str) -> None:
    """Show a boycott: reasons, the four factors, dates, answer, appeal, claims kept.

    Example: cleanhands boycotts show 3 --as ann
    """
    actor = person_of(context, handle)
    with context.database.reading() as session:
        work = Work(session, actor, utcnow(), context.links)
        boycott = boycott_queries.get(work, boycott_id)
        click.echo(_line(session, boycott))
        for name, value in [*_facts(session, boycott), *_reading(session, boycott)]:
            if value is not None:
                click.echo(f"  {name:<12}{visible(str(value))}")


@boycotts_group.command("dossier")
@click.argument("boycott_id", type=ID, metavar="BOYCOTT")
@click.option("--pdf", type=click.Path(dir_okay=False, writable=True), help="Write a PDF there.")
@as_person
@pass_context
def show_dossier(context: Context, boycott_id: int, pdf: str | None, handle: str) -> None:
    """Print all that is weighed in a case as JSON, or write it as one printable document.

    Example: cleanhands boycotts dossier 3 --pdf case-3.pdf --as ann
    """
    actor = person_of(context, handle)
    with context.database.reading() as session:
        case = boycott_dossiers.of_boycott(
            Work(session, actor, utcnow(), context.links), boycott_id
        )
        if pdf is None:
            click.echo(json.dumps(CaseDossierOut().dump(case), ensure_ascii=False, indent=2))
        else:
            Path(pdf).write_bytes(dossiers.dossier(case, language=ENGLISH))


@boycotts_group.command("propose")
@click.argument("flag_id", type=ID, metavar="FLAG")
@click.option("--reasons", required=True, help="Why; the filer reads it.")
@click.option("--gravity", required=True, help="Gravity and consequences (DSA Art. 23(3)(c)).")
@click.option("--intention", required=True, help="What is known of the intention (d).")
@click.option("--principal", type=ID, metavar="ID", help="Only for this rights holder.")
@click.option("--with", "ring", type=ID, multiple=True, metavar="FILER", help="One of its ring.")
@as_person
@pass_context
def propose(
    context: Context,
    flag_id: int,
    reasons: str,
    gravity: str,
    intention: str,
    principal: int | None,
    ring: tuple[int, ...],
    handle: str,
) -> None:
    """Propose a boycott from a confirmed flag.

    Example: cleanhands boycotts propose 12 --reasons "Nine invented marks." --gravity
    "31 shops closed." --intention "Asked for money." --as ann
    """
    actor = person_of(context, handle)
    with context.database.transaction() as session:
        work = Work(session, actor, utcnow(), context.links)
        proposed = boycotts.propose(
            work,
            flag_id,
            reasons=reasons,
            gravity=gravity,
            intention=intention,
            rights_holder_id=principal,
            ring_filers=ring,
        )
        lines = [_line(session, boycott) for boycott in proposed]
    for line in lines:
        click.echo(line)


@boycotts_group.command("warn")
@click.argument("boycott_id", type=ID, metavar="BOYCOTT")
@as_person
@pass_context
def warn(context: Context, boycott_id: int, handle: str) -> None:
    """Warn the filer by letter, with a link by which it answers.

    Example: cleanhands boycotts warn 3 --as ann
    """
    _step(context, handle, boycotts.warn, boycott_id)


@boycotts_group.command("stand-by")
@click.argument("boycott_id", type=ID, metavar="BOYCOTT")
@click.option("--why", required=True, help="The reason, kept in the record.")
@as_person
@pass_context
def stand_by(context: Context, boycott_id: int, why: str, handle: str) -> None:
    """Say why a case goes on although the newest scan no longer supports its flag.

    Example: cleanhands boycotts stand-by 3 --why "The invented marks remain." --as ben
    """
    _step(context, handle, boycotts.stand_by, boycott_id, why=why)


@boycotts_group.command("impose")
@click.argument("boycott_id", type=ID, metavar="BOYCOTT")
@click.option("--days", type=int, required=True, help="The term.")
@click.option("--why", required=True, help="Why; the filer reads it.")
@click.option("--urgent", default="", help="Why it cannot wait for a complaint after the warning.")
@as_person
@pass_context
def impose(
    context: Context, boycott_id: int, days: int, why: str, urgent: str, handle: str
) -> None:
    """Put a boycott in force. Needs a supervisor who did not propose it.

    Example: cleanhands boycotts impose 3 --days 90 --why "It went on after the warning." --as ben
    """
    _step(
        context,
        handle,
        boycotts.impose,
        boycott_id,
        why=why,
        term_days=days,
        urgent_reason=urgent,
    )


@boycotts_group.command("drop")
@click.argument("boycott_id", type=ID, metavar="BOYCOTT")
@click.option("--why", required=True)
@as_person
@pass_context
def drop(context: Context, boycott_id: int, why: str, handle: str) -> None:
    """Give a proposal or a warning up.

    Example: cleanhands boycotts drop 3 --why "The answer convinces." --as ann
    """
    _step(context, handle, boycotts.drop, boycott_id, why=why)


@boycotts_group.command("lift")
@click.argument("boycott_id", type=ID, metavar="BOYCOTT")
@click.option("--why", required=True, help="Why; the filer reads it.")
@as_person
@pass_context
def lift(context: Context, boycott_id: int, why: str, handle: str) -> None:
    """End a boycott before its term. Needs a supervisor.

    Example: cleanhands boycotts lift 3 --why "The firm has new owners." --as cem
    """
    _step(context, handle, boycotts.lift, boycott_id, reason=why)


@boycotts_group.command("appeal-decide")
@click.argument("boycott_id", type=ID, metavar="BOYCOTT")
@click.argument("decision", type=click.Choice(["uphold", "lift"]))
@click.option("--why", required=True, help="Why; the filer reads it.")
@as_person
@pass_context
def appeal_decide(context: Context, boycott_id: int, decision: str, why: str, handle: str) -> None:
    """Decide the filer's appeal. Needs a supervisor who neither proposed nor imposed it.

    Example: cleanhands boycotts appeal-decide 3 lift --why "They changed." --as cem
    """
    _step(context, handle, boycotts.decide_appeal, boycott_id, lifts=decision == "lift", reason=why)


@boycotts_group.command("answer")
@click.argument("boycott_id", type=ID, metavar="BOYCOTT")
@click.option("--text", required=True, help="What the filer answers.")
@pass_context
def answer(context: Context, boycott_id: int, text: str) -> None:
    """Enter a filer's answer to a warning that came by post: the operator does, for no member of
    staff speaks for a filer.

    Example: cleanhands boycotts answer 3 --text "We have changed our agent."
    """
    _for_the_filer(context, boycott_id, "answer", text)


@boycotts_group.command("appeal")
@click.argument("boycott_id", type=ID, metavar="BOYCOTT")
@click.option("--grounds", required=True, help="Why the filer appeals.")
@pass_context
def appeal(context: Context, boycott_id: int, grounds: str) -> None:
    """Enter a filer's appeal against a boycott that came by post: the operator does, for no member
    of staff speaks for a filer.

    Example: cleanhands boycotts appeal 3 --grounds "The marks are ours."
    """
    _for_the_filer(context, boycott_id, "appeal", grounds)


def _for_the_filer(context: Context, boycott_id: int, step: str, text: str) -> None:
    """Take a step on the filer's behalf; the ledger says that a command entered it."""
    with context.database.transaction() as session:
        work = Work(session, OPERATOR, utcnow(), context.links)
        filer_id = boycott_queries.get(work, boycott_id).filer_id
        filer = actors.filer(filer_id).by(HandKind.COMMAND)
        if step == "answer":
            boycott = boycotts.answer(work.by(filer), boycott_id, text=text)
        else:
            boycott = boycotts.appeal(work.by(filer), boycott_id, grounds=text)
        ledger.record(work, f"entered_{step}", "boycott", boycott_id)
    click.echo(f"Boycott {boycott_id} is {boycott.state.replace('_', ' ')}.")


@boycotts_group.command("take-up")
@click.argument("boycott_id", type=ID, metavar="BOYCOTT")
@as_person
@pass_context
def take_up(context: Context, boycott_id: int, handle: str) -> None:
    """Process the claims that a boycott kept, once it is lifted or over.

    Example: cleanhands boycotts take-up 3 --as ann
    """
    actor = person_of(context, handle)
    with context.database.transaction() as session:
        work = Work(session, actor, utcnow(), context.links)
        outcome = boycotts.take_up_kept(work, boycott_id)
    click.echo(
        f"{outcome.taken_up} claims taken up, {outcome.doubles} were open again already, "
        f"{outcome.still_kept} are kept by another boycott."
    )


@boycotts_group.command("discard")
@click.argument("boycott_id", type=ID, metavar="BOYCOTT")
@click.option("--why", required=True, help="The reason, kept in the record.")
@as_person
@pass_context
def discard(context: Context, boycott_id: int, why: str, handle: str) -> None:
    """Close the claims that a boycott kept, unprocessed.

    Example: cleanhands boycotts discard 3 --why "Filed again since." --as ann
    """
    actor = person_of(context, handle)
    with context.database.transaction() as session:
        work = Work(session, actor, utcnow(), context.links)
        outcome = boycotts.discard_kept(work, boycott_id, why=why)
    click.echo(f"{outcome.discarded} claims discarded.")


def _step(
    context: Context, handle: str, verb: Callable[..., Boycott], boycott_id: int, **options: Any
) -> None:
    actor: Actor = person_of(context, handle)
    with context.database.transaction() as session:
        boycott = verb(Work(session, actor, utcnow(), context.links), boycott_id, **options)
        line = _line(session, boycott)
    click.echo(line)


def _line(session: Session, boycott: Boycott) -> str:
    name = session.get_one(Filer, boycott.filer_id).name
    if boycott.rights_holder_id is not None:
        name += f" for {session.get_one(RightsHolder, boycott.rights_holder_id).name}"
    until = ""
    if boycott.ends_at is not None:
        until = f"  until {written(boycott.ends_at)}"
    elif boycott.state == "warned" and boycott.answer_due is not None:
        until = f"  answer due {boycott.answer_due:%Y-%m-%d}"
    return f"{boycott.id:>5}  {boycott.state:<12}  {visible(name)}{until}"


def _reading(session: Session, boycott: Boycott) -> list[tuple[str, object]]:
    """Return what the newest scan says, where it no longer supports the case's flag, and who stands
    by the case all the same."""
    reading = readings.of_boycotts(session, [boycott]).get(boycott.id)
    if reading is None:
        return []
    stood_by = [("stood by", f"{each.reason} ({written(each.at)})") for each in reading.stood_by]
    return [("flag", say(reading.sentence)), *stood_by]


def _facts(session: Session, boycott: Boycott) -> list[tuple[str, object]]:
    claims = boycott.manifestly_unfounded + boycott.graded_otherwise + boycott.ungraded
    appeal = boycott_queries.appeal_of(session, boycott.id)
    return [
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
        ("answer", boycott.answer),
        ("urgent", boycott.urgent_reason),
        ("appeal", f"{appeal.state}: {appeal.grounds}" if appeal else None),
        ("ended", boycott.end_reason),
        ("kept", f"{boycott_queries.count_kept(session, boycott.id)} claims not processed"),
    ]
