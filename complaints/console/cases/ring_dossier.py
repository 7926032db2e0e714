"""What a ring's page shows: where it stands, shared conduct once, its accounts, its story."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask import request, url_for

from abuse.words import names as shared_names
from complaints.console.cases.dossier import StoryEntry, detector_name, is_by_person
from complaints.console.findings.pictured import EDGES, PAGES, node_name
from complaints.http.languages import current, say_here
from complaints.kit.pages import PageCall
from complaints.models import FlagAnswer, LedgerEntry
from complaints.queries.cases import flag_answers, flag_words, flags, rings
from complaints.queries.cases.flag_words import FlagText
from complaints.queries.cases.rings import Conduct, Member, RingCase, Ties
from complaints.queries.findings import pictures
from complaints.queries.logins import people
from complaints.queries.staff import casework, notes
from complaints.queries.upkeep import ledger
from complaints.rules.cases.rings import STEPS
from complaints.words import Message, counted
from complaints.words import message as _
from complaints.words.labels import label, verbatim

# Of what a finding rests on, so many complaints are named; the account's own page has all.
MOST_COMPLAINTS = 40
MOST_COMMON = 30
# The value of a button that names accounts to leave out of a step, parted by commas.
WITHOUT = "without"
VERBS = {
    "opened": _("A scan found the ring"),
    "joined_ring": _("Accounts joined"),
    "left_ring": _("Accounts left"),
    "merged_ring": _("It became part of another ring"),
    "missed_ring": _("A scan no longer finds the ring"),
    "found_ring": _("A scan finds the ring again"),
    "take": _("Taken under review"),
    "dismiss": _("Dismissed"),
    "confirm": _("Confirmed"),
    "propose": _("Boycotts proposed"),
    "warn": _("Warned"),
    "noted": _("A note was added"),
    "held": _("Somebody took it in hand"),
    "given": _("Given to somebody"),
    "taken_back": _("Given to nobody"),
    "asked_colleague": _("A colleague was asked"),
    "answered_colleague": _("A colleague answered"),
}


@dataclass(frozen=True, slots=True)
class RingAccount:
    """An account of the ring as the table shows it."""

    member: Member
    ties: tuple[Message | str, ...]
    speaks_for: list[str]
    taken_by: str
    ticked: bool
    answers: Sequence[FlagAnswer]


@dataclass(frozen=True, slots=True)
class Finding:
    """A kind of finding, once for the ring: the strongest in words, the others by name."""

    name: str
    conduct: Conduct
    first: Member
    sentence: str
    others: list[tuple[Member, str]]


def ring_name(ring_id: int) -> Message:
    """Return what staff call a ring."""
    return _("Ring %(number)s", number=str(ring_id))


def ticked_now() -> set[int]:
    """Return the accounts that the sent form ticks, less those that its button leaves out."""
    left_out = set(request.form.get(WITHOUT, "").split(","))
    ticked = set(request.form.getlist("filer_ids")) - left_out
    return {int(each) for each in ticked if each.isascii() and each.isdigit()}


def place_of_steps(ring_id: int, accounts: Collection[int]) -> str:
    """Return the address of the place where steps are taken, with these accounts ticked."""
    ticked = ",".join(map(str, sorted(accounts))) or None
    return url_for(
        "ring_pages.show_ring_case", ring_id=ring_id, accounts=ticked, done="true", _anchor="steps"
    )


def ring_facts(
    call: PageCall,
    case: RingCase,
    whole: pictures.Picture,
    *,
    tick: str,
    accounts: Collection[int],
) -> dict[str, Any]:
    """Return what the template needs of a ring, in the page's language. `tick` and `accounts` say
    whose boxes are ticked where no form was sent."""
    texts = {
        member.filer.id: flag_words.text_of(member.flagged, current())
        for member in case.members
        if member.flagged
    }
    ties = rings.ties_of(whole)
    story = ledger.list_entries(call.work, subject="ring", subject_id=case.ring.id, limit=50)
    persons = [member.flag.taken_by for member in case.members if member.flag]
    names = people.names(call.session, [*persons, *(e.actor_id for e in story if is_by_person(e))])
    ticked = _ticked(call, case.members, tick, accounts)
    flag_ids = [member.flag.id for member in case.members if member.flag]
    answers = flag_answers.answers_by_flag(call.session, flag_ids)
    return {
        "case": case,
        "ring": case.ring,
        "name": ring_name(case.ring.id),
        "accounts": [
            RingAccount(
                member,
                _tie_words(ties.get(member.filer.id)),
                texts[member.filer.id].speaks_for if member.flagged else [],
                names.get(member.flag.taken_by, "") if member.flag else "",
                member.filer.id in ticked,
                answers.get(member.flag.id, ()) if member.flag else (),
            )
            for member in case.members
        ],
        "standing": _standing(case.members),
        "families": [
            (family, [_finding(each, texts) for each in conducts])
            for family, conducts in rings.conduct_of(case.members)
        ],
        "common": rings.common_to(whole)[:MOST_COMMON],
        "named": node_name,
        "kind_pages": PAGES,
        "steps": [step for step in STEPS if any(step in m.possible for m in case.members)],
        "counts": {step: sum(step in member.possible for member in case.members) for step in STEPS},
        "ticked": sum(member.filer.id in ticked for member in case.members),
        "refused": _refused(call, case.members, ticked),
        "harm": _harm(case.members),
        "stake_of": flags.stake_of,
        "most_complaints": MOST_COMPLAINTS,
        "story": [_story_entry(entry, names) for entry in story],
        "lease": casework.lease_of(call.work, "ring", case.ring.id),
        "notes": notes.about_ring(call.work, case.ring.id),
    }


def chosen(case: RingCase, accounts: Collection[int]) -> dict[str, Any]:
    """Return what a form for several accounts needs: them, and those that are left out."""
    return {
        "ring": case.ring,
        "name": ring_name(case.ring.id),
        "chosen": [member for member in case.members if member.filer.id in set(accounts)],
        "left": [member for member in case.members if member.filer.id not in set(accounts)],
        "address": ",".join(map(str, accounts)),
        "back": place_of_steps(case.ring.id, accounts),
    }


def _ticked(
    call: PageCall, members: Iterable[Member], tick: str, accounts: Collection[int]
) -> set[int]:
    """Return whose box is ticked: as it was sent, or as the address says."""
    if call.sent.values:
        return ticked_now()
    named = {member.filer.id for member in members if tick == "all" or tick in member.possible}
    return named | set(accounts)


def _refused(call: PageCall, members: Iterable[Member], ticked: Collection[int]) -> list[Member]:
    """Return the ticked accounts that the step of the refused form cannot be taken for."""
    step = request.path.rpartition("/")[2]
    if not call.sent.values or step not in STEPS:
        return []
    return [m for m in members if m.filer.id in ticked and step not in m.possible]


def _tie_words(ties: Ties | None) -> tuple[Message | str, ...]:
    if ties is None:
        return ()
    things = [shared_names.SHARED.get(kind) for kind in ties.shared]
    shared = [current().say(thing) for thing in things if thing is not None]
    others: list[Message | str] = [
        _("%(tie)s with %(count)s", tie=EDGES[kind], count=count)
        for kind, count in ties.others.items()
    ]
    return (*([current().say(_(", ")).join(shared)] if shared else []), *others)


def _standing(members: Iterable[Member]) -> list[tuple[Message | str, str, list[Member]]]:
    """Return the accounts by where they stand: a boycott's state, else the flag's, else none."""
    groups: dict[tuple[str, str], list[Member]] = {}
    for member in members:
        if member.boycott is not None:
            key = ("boycott", member.boycott.state)
        else:
            key = ("flag", member.flag.state if member.flag else "")
        groups.setdefault(key, []).append(member)
    return [
        (label("state", state) if state else _("No flag"), noun, group)
        for (noun, state), group in groups.items()
    ]


def _harm(members: Iterable[Member]) -> dict[str, float]:
    """Return what the claims of all accounts did, added up."""
    totals = {"listings_taken_down": 0.0, "days_offline": 0.0}
    for member in members:
        for name in totals:
            totals[name] += member.gravity.get(name) or 0
    return totals


def _finding(conduct: Conduct, texts: Mapping[int, FlagText]) -> Finding:
    def said(member: Member) -> str:
        return texts[member.filer.id].findings[conduct.detector]

    first = conduct.held_by[0][0]
    return Finding(
        detector_name(conduct.detector),
        conduct,
        first,
        said(first),
        [(member, said(member)) for member, _evidence in conduct.held_by[1:]],
    )


def _story_entry(entry: LedgerEntry, names: Mapping[int | None, str]) -> StoryEntry:
    title = say_here(VERBS.get(entry.verb) or verbatim(entry.verb))
    filers, text = entry.facts.get("filers"), ""
    if isinstance(filers, list):
        text = say_here(counted("%(num)s account.", "%(num)s accounts.", len(filers)))
        text = " ".join(filter(None, (text, entry.why)))
    elif entry.facts.get("into"):
        text = say_here(ring_name(int(str(entry.facts["into"]))))
    elif entry.facts.get("split_from"):
        origin = int(str(entry.facts["split_from"]))
        text = say_here(_("It came out of ring %(number)s.", number=str(origin)))
    by = (
        names.get(entry.actor_id, "") if is_by_person(entry) else say_here(label("actor", "system"))
    )
    return StoryEntry(title, entry.at, by, text)
