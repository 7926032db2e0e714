"""Facts of the ledger are ids, counts, enumerations and dates: words of people are its `why`.

The chain covers facts as they stand, so what stands there can never be erased.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from sqlalchemy import select

from complaints.models import LedgerEntry
from tests.scenes.world import World

ROOT = Path(__file__).resolve().parents[3]
# What holds words of people, or who somebody is, by its last name.
WORDS = re.compile(
    r"(^|_)(why|reasons?|text|grounds?|notes?|statement|name|title|email|e_mail|mailbox|address|"
    r"comment|explanation|gravity|intention|what|label|body|subject|message|answer_text|contact)$"
)
# Short codes, dates, digests and references of sources.
CODE = re.compile(r"[\w.:/+-]{0,64}")


def calls() -> Iterator[tuple[str, ast.Call]]:
    for path in sorted((ROOT / "complaints").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call):
                continue
            called = node.func
            name = called.attr if isinstance(called, ast.Attribute) else getattr(called, "id", "")
            of = ast.unparse(called)
            if of == "ledger.record" or name == "move":
                yield f"{path.relative_to(ROOT)}:{node.lineno}", node


def is_words(value: ast.expr) -> bool:
    """Say whether an expression hands on words: a name or an attribute that is called so."""
    if isinstance(value, ast.Call) and ast.unparse(value.func) in ("str", "len", "list"):
        return False
    if isinstance(value, ast.Name):
        return bool(WORDS.search(value.id))
    if isinstance(value, ast.Attribute):
        return bool(WORDS.search(value.attr))
    if isinstance(value, ast.Call | ast.IfExp | ast.BoolOp | ast.JoinedStr | ast.BinOp):
        return any(is_words(each) for each in ast.iter_child_nodes(value)
                   if isinstance(each, ast.expr))  # fmt: skip
    return False


def test_no_call_puts_words_of_people_into_facts() -> None:
    seen = list(calls())
    assert len(seen) > 80
    wrong = [
        f"{place} {given.arg}"
        for place, call in seen
        for given in call.keywords
        if given.arg not in (None, "why") and (is_words(given.value) or given.arg == "reason")
    ]
    assert wrong == []


def test_what_is_stored_as_facts_is_codes(shared_world: World) -> None:
    with shared_world.context.database.reading() as session:
        entries = session.scalars(select(LedgerEntry)).all()
    assert len({entry.verb for entry in entries}) > 20
    for entry in entries:
        for text in texts(entry.facts):
            assert CODE.fullmatch(text), (entry.verb, text)


def texts(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for each in value.values():
            yield from texts(each)
    elif isinstance(value, list):
        for each in value:
            yield from texts(each)
