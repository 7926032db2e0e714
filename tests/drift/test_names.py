"""Names that grep finds (docs/adr/0055-names.md): fewer are shared with each change, never more.

`python -m tests.drift.names` prints the shared names with their files.
"""

from __future__ import annotations

import ast

import pytest

from tests.drift import names

# How many public functions and classes bear a name that stands in three modules or more. It only
# falls: write the lower number here once it has.
MOST_SHARED = 407
# The one name of each detector, by which `abuse/detectors/` is read as a list of them.
CONTRACTS = {"detect"}
# So many modules may bear a name, and no more.
MOST_HOMES = 9


def test_no_more_names_are_shared_than_before() -> None:
    found = names.shared(names.homes())
    assert found <= MOST_SHARED, (
        f"{found} public functions and classes bear a name that stands in {names.SHARED} modules "
        f"or more, {MOST_SHARED} did before. Give the new ones a verb and a noun, as in "
        "`find_flags`; `python -m tests.drift.names` lists all of them with their files."
    )


def test_nothing_is_called_as_ten_others_are() -> None:
    crowded = {
        name: len(files)
        for name, files in names.homes().items()
        if len(files) > MOST_HOMES and name not in CONTRACTS
    }
    assert crowded == {}, "Add the noun that the verb is for: `find_flags`, `take_lease`."


@pytest.mark.parametrize(
    ("first_words", "prefix"),
    [("Refuses with:", "require_"), ("Lock ", "lock_")],
)
def test_guards_and_locks_say_so(first_words: str, prefix: str) -> None:
    """What does nothing but refuse is called `require_…`, and what only locks `lock_…`."""
    otherwise = [
        f"{path}: {node.name}"
        for path, node in names.tops()
        if isinstance(node, ast.FunctionDef) and not node.name.startswith(("_", prefix))
        if (ast.get_docstring(node) or "").startswith(first_words)
    ]
    assert otherwise == []
