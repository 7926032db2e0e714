"""One enumeration, one set of values: models, database, API, contract, labels, documentation.

What is missing is named, all at once, by column: "counter_notice.ground: no zh label for 'x';
docs/kinds.md lacks 'x'".
"""

from __future__ import annotations

import pytest
from flask import Flask

from abuse.linking.authority import SIGNS
from complaints.rules.cases.boycotts import BOYCOTT
from complaints.rules.cases.flags import FLAG
from complaints.rules.cases.joinings import JOINING
from complaints.rules.cases.suspensions import SUSPENSION
from complaints.rules.decisions.appeals import APPEAL
from complaints.rules.decisions.claims import CLAIM
from complaints.rules.kinds import Sign
from complaints.rules.logins.accounts import SECOND_FACTORS
from complaints.rules.sellers.orders import ORDER
from complaints.schemas.filing.interchange import contract
from complaints.storage.db import Database
from tests.drift import enumerations as found
from tests.drift.enumerations import Enumeration, enumerations
from tests.scenes.described import description_of

MACHINES = {
    "claim": CLAIM, "flag": FLAG, "boycott": BOYCOTT, "appeal": APPEAL, "joining": JOINING,
    "suspension": SUSPENSION, "marketplace_order": ORDER,
}  # fmt: skip
# Lists in the API's description that are no column's set, by what they are.
OTHER_LISTS = {
    # A complaint's state is derived, a queue has a filter more, a decision is a step; the search
    # gives a complaint's or a claim's.
    frozenset({"open", "closed", "not_processed", *CLAIM.states}),
    frozenset({"open", "closed", "not_processed"}), frozenset({"open", "duplicate"}),
    frozenset({*FLAG.states, "unfinished", "all"}), frozenset({*BOYCOTT.states, "binding", "all"}),
    frozenset({*JOINING.states, "unfinished", "all"}),
    frozenset({*SUSPENSION.states, "unfinished", "rests_on_less", "all"}),
    frozenset({"warning", "boycott_review"}),
    # A passkey is a second factor beside those that are kept with the account.
    frozenset(SECOND_FACTORS),
    # How a letter reaches a seller: by hand, where nothing is stated.
    frozenset({"mailbox", "platform", "by_hand"}),
    # Whose a key is; who is on a graph.
    frozenset({"person", "filer", "partner"}),
    frozenset({"reviewer", "supervisor", "administrator", "filer", "partner"}),
    frozenset({"filer", "rights_holder", "identifier", "store", "listing", "operator"}),
}  # fmt: skip


@pytest.mark.both_databases
def test_no_check_lacks_a_value(database: Database) -> None:
    wrong = {each.column: [*found.wrong_in_database(database.engine, each)]
             for each in enumerations()}  # fmt: skip
    assert {column: said for column, said in wrong.items() if said} == {}


def test_nothing_lacks_a_value(app: Flask) -> None:
    api = description_of(app).document
    lists = [*found.listed(api), *found.listed(contract(), "complaint.schema.json")]
    ours = enumerations()
    sets = {frozenset(each.values) for each in ours} | OTHER_LISTS
    wrong = {}
    for each in ours:
        missing = [
            *found.wrong_in_labels(each),
            *found.wrong_in_documentation(each),
            *found.wrong_in_lists(each, lists, sets),
        ]
        if each.column not in found.KEPT_INSIDE and not found.is_listed(each, api):
            missing.append("the API's description lists it nowhere")
        if missing:
            wrong[each.column] = missing
    said = "\n".join(f"{column}: {'; '.join(missing)}" for column, missing in wrong.items())
    assert not wrong, said


@pytest.mark.parametrize("noun", MACHINES)
def test_states_of_the_machine_are_the_states_of_the_column(noun: str) -> None:
    (column,) = [each for each in enumerations() if each.column == f"{noun}.state"]
    assert set(column.values) == set(MACHINES[noun].states)


def test_a_check_can_note_each_sign_that_the_detector_sees() -> None:
    assert set(SIGNS) < set(Sign)


GROUNDS = Enumeration("counter_notice.ground", ("licence", "genuine", "x"), closed=False)
SIDES = Enumeration("appeal.side", ("filer", "seller", "x"), closed=True)


def test_what_is_missing_is_named(database: Database) -> None:
    assert list(found.wrong_in_database(database.engine, SIDES)) == ["CHECK lacks 'x'"]
    assert list(found.wrong_in_labels(GROUNDS)) == ["no label for 'x' in 'ground'"]
    assert "docs/kinds.md lacks 'x'" in found.wrong_in_documentation(GROUNDS)


@pytest.mark.both_databases
def test_a_set_that_grows_has_no_check(database: Database) -> None:
    side = Enumeration("appeal.side", ("filer", "seller"), closed=False)
    (said,) = found.wrong_in_database(database.engine, side)
    assert said == "CHECK keeps to ['filer', 'seller'], but the set grows"


def test_a_list_that_lags_behind_is_named() -> None:
    side = Enumeration("a.b", ("one", "two", "three", "four"), closed=True)
    lists = [("/x", frozenset({"one", "two", "three"})), ("/y", frozenset({"one"}))]
    assert list(found.wrong_in_lists(side, lists, set())) == ["/x lacks 'four'"]
    assert list(found.wrong_in_lists(side, lists, {lists[0][1]})) == []
