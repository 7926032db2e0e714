"""What the ledger keeps is said in words: each verb and subject of the code has a label."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import complaints
from complaints.words.labels import LABELS

CODE = Path(complaints.__file__).parent


def _recorded() -> Iterator[tuple[str, ast.expr]]:
    """Yield what `ledger.record(work, verb, subject, ...)` keeps in the code."""
    for path in sorted(CODE.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and ast.unparse(node.func) == "ledger.record":
                yield "verb", node.args[1]
                yield "subject", node.args[2]


def test_each_verb_and_subject_of_the_ledger_has_a_label() -> None:
    written = {
        (kind, constant.value)
        for kind, argument in _recorded()
        if isinstance(argument, ast.Constant | ast.IfExp)
        for constant in ast.walk(argument)
        if isinstance(constant, ast.Constant) and isinstance(constant.value, str)
    }
    assert len(written) > 60
    assert [(kind, value) for kind, value in sorted(written) if value not in LABELS[kind]] == []
