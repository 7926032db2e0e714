"""`flags`: the flags that wait for staff, and their reasons. Staff decide by page and API."""

from __future__ import annotations

import textwrap
import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

import click

from abuse.identity.names import visible
from complaints.commands.context import ID, OPERATOR, pass_context
from complaints.commands.output import FORMAT, JSON, echo_json
from complaints.http import paging
from complaints.models import Filer, Flag
from complaints.queries.cases import flag_details, flag_words, rings
from complaints.queries.cases import flags as flag_queries
from complaints.queries.cases.flag_words import FlagText
from complaints.queries.cases.flags import FlagOfFiler, RingFiler
from complaints.queries.findings import readings
from complaints.queries.findings.readings import Reading, Side
from complaints.rules.cases.flags import FLAG
from complaints.rules.kinds import Level
from complaints.schemas.cases.flags import FlagsOut, WholeFlagOut
from complaints.storage.context import Context
from complaints.words import ENGLISH, LANGUAGES, Fact, Message, catalogue, say
from complaints.words import message as _
from complaints.words.labels import label
from complaints.words.sureness import odds_of
from complaints.work import begin_reading

MOST = 1_000
MOST_REFERENCES = 5


@click.group("flags")
def flags_group() -> None:
    """Filers that a scan put before staff.

    Example: cleanhands flags list
    """


@flags_group.command("list")
@click.option("--state", type=click.Choice([*FLAG.states, "all"]), help="Default: unfinished ones.")
@click.option("--level", type=click.Choice([str(level) for level in Level][2:]))
@FORMAT
@pass_context
def list_flags(context: Context, state: str | None, level: str | None, written: str) -> None:
    """List flags: a line a ring with its flags under it, then those of no ring; each the highest
    level first, then what is most at stake (listing-days, and 14 for each open claim), then the
    highest score, then the nearest to a boycott. Odds are so many to 1.

    Example: cleanhands flags list --level boycott_review
    """
    with begin_reading(context, OPERATOR) as work:
        rows = flag_queries.find_flags(work, state=state or "unfinished", level=level, limit=MOST)
        if written == JSON:
            shown = flag_details.rows_of(work.session, rows)
            echo_json(FlagsOut, paging.page(shown, MOST, lambda row: (row["flag"].id,)))
            return
        read = readings.of_flags(work.session, [flag.id for flag, _filer in rows])
        in_rings = rings.of_filers(work.session, [filer.id for _flag, filer in rows])
        sizes = rings.sizes(work.session, set(in_rings.values()))
        for ring, group in _by_ring(rows, in_rings):
            if ring is not None:
                click.echo(_ring_line(ring, sizes[ring], [flag for flag, _filer in group]))
            for flag, filer in group:
                indent = "  " if ring is not None else ""
                click.echo(indent + visible(_line(flag, filer, flag.level, flag.state)))
                if flag.id in read:
                    click.echo(f"{indent}       {say(read[flag.id].sentence)}")
        if not rows:
            click.echo("No flag.", err=True)


@flags_group.command("show")
@click.argument("flag_id", type=ID, metavar="FLAG")
@click.option(
    "--language",
    type=click.Choice(LANGUAGES),
    default=ENGLISH,
    show_default=True,
    help="Of its sentences.",
)
@FORMAT
@pass_context
def show_flag(context: Context, flag_id: int, language: str, written: str) -> None:
    """Show a flag: its case in a paragraph, its signals with their complaints, its ring; where the
    newest scan no longer supports it, both readings.

    Example: cleanhands flags show 12 --language zh
    """
    with begin_reading(context, OPERATOR) as work:
        if written == JSON:
            detail = flag_details.detail(work, flag_id, catalogue(language))
            echo_json(WholeFlagOut, detail, language)
            return
        flagged = flag_queries.get_flag(work, flag_id)
        texts = flag_words.text_of(flagged, catalogue(language))
        ring = flag_queries.ring_of(work, flag_id)
        ring_id = rings.of_filers(work.session, [flagged.filer.id]).get(flagged.filer.id)
        reading = readings.of_flags(work.session, [flag_id]).get(flag_id)
        sides = readings.sides(flagged, reading, catalogue(language)) if reading else []
        flag = flagged.flag
        level, state = label("level", flag.level), label("state", flag.state)
        lines = [
            _line(flag, flagged.filer, say(level, language), say(state, language)),
            *(f"  {say(line, language)}" for line in _both(reading, sides)),
            *_wrapped(texts.paragraph),
            *(f"  {say(line, language)}" for line in _facts(flagged, texts)),
            *(f"  {say(_member(member), language)}" for member in ring),
            *([f"  {say(_as_one_case(ring_id), language)}"] if ring_id is not None else ()),
        ]
        for line in lines:
            click.echo(visible(line))


Rows = Sequence[tuple[Flag, Filer]]


def _by_ring(rows: Rows, in_rings: Mapping[int, int]) -> list[tuple[int | None, Rows]]:
    """Return the flags of each ring together, rings first, then each other flag alone."""
    groups: dict[int, list[tuple[Flag, Filer]]] = {}
    for flag, filer in rows:
        if filer.id in in_rings:
            groups.setdefault(in_rings[filer.id], []).append((flag, filer))
    alone: list[tuple[int | None, Rows]] = [
        (None, [(flag, filer)]) for flag, filer in rows if filer.id not in in_rings
    ]
    return [*groups.items(), *alone]


def _ring_line(ring: int, accounts: int, flags: Sequence[Flag]) -> str:
    first, states = flags[0], Counter(flag.state for flag in flags)
    stand = ", ".join(f"{count} {state}" for state, count in states.items())
    return f"ring {ring}: {accounts} accounts  {_of_flag(first)}  {first.level}  {stand}"


def sure_and_stake(score: float, weight: int) -> str:
    """Return how sure a score is, in odds, and what is at stake, as columns of a line."""
    odds = odds_of(score)
    sure = f"{odds}:1" if odds > 0 else f"1:{-odds}"
    return f"{sure:>6}  {weight:>7,} days"


def _of_flag(flag: Flag) -> str:
    return sure_and_stake(flag.score, flag_queries.stake_of(flag).get("weight", 0))


def _line(flag: Flag, filer: Filer, level: str, state: str) -> str:
    line = f"{flag.id:>5}  {_of_flag(flag)}  {level:<14}  {state:<12}  {filer.name}"
    return line + undecided_mark(flag)


def undecided_mark(flag: Flag | None) -> str:
    """Return what stands behind a flag of whose filer nothing was decided as the scan found it."""
    return "  (nothing decided yet)" if flag and flag_queries.is_pending(flag) else ""


def _both(reading: Reading | None, sides: list[Side]) -> Iterator[Message]:
    """Yield both readings of a flag that the newest scan no longer supports, by detector."""
    if reading is None:
        return
    yield reading.sentence
    for side in sides:
        yield _("then:   %(finding)s", finding=side.then or "–")
        yield _("now:    %(finding)s", finding=side.now or "–")


def _wrapped(paragraph: str) -> list[str]:
    """Return the paragraph in lines; where its characters are two columns wide, half as many."""
    wide = sum(unicodedata.east_asian_width(character) == "W" for character in paragraph)
    width = 48 if wide * 2 > len(paragraph) else 96
    return textwrap.wrap(paragraph, width, initial_indent="  ", subsequent_indent="  ")


def _facts(flagged: FlagOfFiler, texts: FlagText) -> Iterator[Message]:
    flag = flagged.flag
    day = f"{flag.opened_at:%Y-%m-%d}"
    yield _("since %(day)s, filer %(filer)s", day=day, filer=str(flag.filer_id))
    levels = flag.explained.get("level_without", {})
    for evidence in flagged.evidence:
        signal = evidence.signal
        yield _(
            "%(added)s  %(family)s: %(finding)s",
            added=f"{signal.log_odds:+.2f}",
            family=label("family", signal.family),
            finding=texts.findings[signal.detector],
        )
        yield _(
            "       without it %(level)s; complaints %(references)s",
            level=label("level", levels[signal.detector]) if signal.detector in levels else "–",
            references=_references([reference for _id, reference in evidence.complaints]),
        )
    for sentence in texts.speaks_for:
        yield _("for it: %(told)s", told=sentence)
    if flag.why:
        yield _("why:    %(why)s", why=flag.why)


def _references(references: list[str]) -> Fact:
    shown = ", ".join(references[:MOST_REFERENCES])
    if len(references) <= MOST_REFERENCES:
        return shown
    return _(
        "%(references)s and %(num)s more", references=shown, num=len(references) - MOST_REFERENCES
    )


def _as_one_case(ring_id: int) -> Message:
    return _("ring:   as one case: cleanhands rings show %(ring)s", ring=str(ring_id))


def _member(member: RingFiler) -> Message:
    own = _("no flag")
    if member.flag:
        own = _(
            "flag %(flag)s, %(level)s",
            flag=str(member.flag.id),
            level=label("level", member.flag.level),
        )
    return _(
        "ring:   %(name)s (filer %(filer)s; %(flag)s)",
        name=member.filer.name,
        filer=str(member.filer.id),
        flag=own,
    )
