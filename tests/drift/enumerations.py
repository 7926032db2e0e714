"""Every enumeration of the record, found by its columns, and what hangs on each."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, inspect

from complaints.models import Base
from complaints.words import ENGLISH, LANGUAGES, catalogue
from complaints.words.labels import LABELS

DOCS = Path(__file__).resolve().parents[2] / "docs"
# Which labels an enumeration's values have on pages, by its column. One that is not here has no
# labels: its values are keys of letters and records that no page names, or a page has words of its
# own for each (a verdict, an answer).
LABELLED = {
    "api_key_scope.scope": "scope",
    "account_letter.kind": "account_letter",
    "appeal.side": "by", "appeal.state": "state", "authorization.right_kind": "right_kind",
    "boycott.delivered_by": "delivered_by", "boycott.ground": "boycott_ground",
    "boycott.state": "state", "letter_report.reach": "reach",
    "letter_report.report": "letter_report",
    "claim.merit": "merit", "claim.state": "state",
    "claim.regime": "regime", "claim.trader_said": "trader_lack", "claim_document.use": "use",
    "complaint.basis": "basis", "complaint.channel": "channel",
    "complaint_document.kind": "document", "counter_notice.ground": "ground",
    "clock.kind": "clock", "clock.state": "clock_state",
    "delivery.failure": "failure",
    "demand_report.asked_for": "demanded", "demand_report.channel": "demand_channel",
    "event.by": "by", "event.kind": "event", "event.merit": "merit", "filer.kind": "filer_kind",
    "filer_identity.kind": "identity", "filer_identity.origin": "origin",
    "flag.level": "level", "flag.state": "state",
    "flag_reading.level": "level",
    "joining.state": "state", "intake_check.kind": "check", "intake_check.signs": "sign",
    "lease.subject": "subject", "ledger.actor_kind": "actor",
    "marketplace_order.act": "order_act", "marketplace_order.state": "state",
    "suspension.measure": "measure", "suspension.state": "state",
    "note.subject": "subject", "person.role": "role", "right.kind": "right_kind",
    "official_order.effect": "official_effect", "official_order.kind": "official_order_kind",
    "official_order.recipient": "by",
    "proceeding.done": "proceeding_done", "proceeding.forum": "forum",
    "proceeding.result": "proceeding_result", "proceeding.side": "by",
    "right.proof": "proof", "authorization.proof": "proof",
    "right.status": "right_status", "right_document.kind": "document",
    "seller_inbox.kind": "reach", "seller_inbox.source": "inbox_source", "signal.family": "family",
    "statement_of_reasons.decision": "decision", "upload.owner_kind": "actor",
    "trusted_flagger.changed": "flagger_change", "trusted_flagger.field": "basis",
}  # fmt: skip
# Never sent and never taken by the API.
KEPT_INSIDE = {
    "account.by_mail", "account.language", "account.second_factor", "account_letter.kind",
    "account_letter.language", "claim_document.use", "filer_link.source", "key_rotation.kind",
    "known_key.kind", "passkey.usage", "peer_rate.measure",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Enumeration:
    """A column that holds one of `values`. The database keeps to them where it is `closed`."""

    column: str
    values: tuple[str, ...]
    closed: bool

    @property
    def page(self) -> str:
        return "states.md" if self.column.endswith(".state") and self.machine else "kinds.md"

    @property
    def machine(self) -> bool:
        machines = (
            "claim", "flag", "boycott", "appeal", "joining", "suspension", "marketplace_order",
        )  # fmt: skip
        return self.column.partition(".")[0] in machines


def enumerations() -> list[Enumeration]:
    """Return all enumerations that the models declare."""
    found = []
    for table in Base.metadata.sorted_tables:
        checks = [each.info for each in table.constraints if "values" in each.info]
        found += [
            Enumeration(f"{table.name}.{info['column']}", info["values"], closed=True)
            for info in checks
        ]
        found += [
            Enumeration(f"{table.name}.{column.name}", tuple(map(str, column.info["values"])),
                        closed=False)
            for column in table.columns if "values" in column.info
        ]  # fmt: skip
    return sorted(found, key=lambda each: each.column)


def wrong_in_database(engine: Engine, each: Enumeration) -> Iterator[str]:
    """Say how the CHECK of the migrated database differs from the enumeration."""
    table, _, column = each.column.partition(".")
    lists = [
        values
        for check in inspect(engine).get_check_constraints(table)
        if check["name"] == f"ck_{table}_{column}" and (values := set(_listed(check["sqltext"])))
    ]
    if not each.closed:
        yield from (f"CHECK keeps to {sorted(values)}, but the set grows" for values in lists)
        return
    if not lists:
        yield "CHECK is not there"
    for values in lists:
        yield from _difference("CHECK", set(each.values), values)


def _listed(condition: str) -> list[str]:
    """Return the words of a CHECK: SQLite says IN ('a', 'b'), PostgreSQL = ANY (ARRAY['a'::…])."""
    return re.findall(r"'(\w+)'", condition)


def wrong_in_labels(each: Enumeration) -> Iterator[str]:
    """Say which labels are missing, in which language."""
    kind = LABELLED.get(each.column)
    for value in each.values if kind else ():
        label = LABELS[kind or ""].get(value)
        if label is None:
            yield f"no label for '{value}' in {kind!r}"
            continue
        for language in LANGUAGES:
            if language != ENGLISH and catalogue(language).say(label) == label.text:
                yield f"no {language} label for '{value}'"


def wrong_in_documentation(each: Enumeration) -> Iterator[str]:
    """Say which values have no row in the tables that name the column, or one too many."""
    # The types of events are a table of docs/events.md, which tests/docs compares.
    if each.column.endswith(".language") or each.column == "outward_event.type":
        return
    text = (DOCS / each.page).read_text("utf-8")
    named = f"## {each.column.partition('.')[0].removeprefix('marketplace_').capitalize()}\n"
    wanted = named if each.page == "states.md" else f"`{each.column}`"
    part = next((part for part in re.split(r"^(?=## )", text, flags=re.M) if wanted in part), None)
    if part is None:
        yield f"docs/{each.page} does not name the column"
        return
    table = part.partition("| step |")[0]
    rows = set(re.findall(r"^\| `(\w+)` \|", table, flags=re.M))
    yield from _difference(f"docs/{each.page}", set(each.values), rows)


def _difference(where: str, ours: set[str], theirs: set[str]) -> Iterator[str]:
    yield from (f"{where} lacks '{value}'" for value in sorted(ours - theirs))
    yield from (f"{where} has '{value}', which is none" for value in sorted(theirs - ours))


def listed(document: object, place: str = "") -> Iterator[tuple[str, frozenset[str]]]:
    """Yield every list of words in a JSON schema, with its place."""
    if isinstance(document, Mapping):
        words = document.get("enum")
        if isinstance(words, list):
            yield place, frozenset(word for word in words if word)
        for name, inner in document.items():
            yield from listed(inner, f"{place}/{name}")
    elif isinstance(document, list):
        for index, inner in enumerate(document):
            yield from listed(inner, f"{place}/{index}")


def wrong_in_lists(
    each: Enumeration, lists: Iterable[tuple[str, frozenset[str]]], sets: set[frozenset[str]]
) -> Iterator[str]:
    """Say which lists in a document lag behind the enumeration: all but a few of its values.

    A list that is another enumeration (`sets`) is none of these.
    """
    ours = set(each.values)
    for place, words in lists:
        common = len(words & ours)
        near = common > 1 and common >= len(ours | words) - max(1, len(ours) // 4)
        if words not in sets and near:
            yield from _difference(place, ours, set(words))


def is_listed(each: Enumeration, document: Mapping[str, Any]) -> bool:
    return any(words == set(each.values) for _, words in listed(document))
