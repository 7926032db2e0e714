"""Statements of reasons for the DSA Transparency Database: fields, limits, what is left out."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from sqlalchemy import update

from complaints.base.errors import Refusal
from complaints.exporters.statements import AnswerError, given_in, read_answers, write_statements
from complaints.models import Filer, StatementOfReasons, SuspensionClaim
from complaints.rules.decisions.reasons import REASONS
from complaints.rules.kinds import Basis, ListingKind, Side
from complaints.rules.law import statement_files as files
from complaints.rules.law.statement_files import LeftOut, Shut, TakenDown, of_listing, of_stores
from complaints.rules.law.transparency import Period, whole_days
from complaints.storage.db import Database
from tests.services.cases.test_suspensions import Market
from tests.services.decisions.desk import Desk
from tests.services.decisions.test_reasons import BRITISH, GERMAN, MAIL, MARK, Case

SCHEMA = json.loads(
    (Path(__file__).parents[2] / "docs/contract/statements.schema.json").read_text("utf-8")
)
VALID = Draft202012Validator(SCHEMA)
AT = datetime(2026, 6, 30, 12, tzinfo=UTC)
TICK = timedelta(microseconds=1)
LISTING = TakenDown(
    statement_id=7, claim_id=9, reason="shown", basis=Basis.TRADEMARK, country="DE", territory=(),
    delivers_to=None, kind=ListingKind.LISTING, listed_on=date(2026, 1, 2), filed_at=AT,
    starts_at=AT, ends_at=None, is_answered=False, notifier="Acme GmbH",
    notifier_kind="rights_holder", is_flagged=False, automated=False,
)  # fmt: skip
STORES = Shut(3, (), date(2026, 1, 2), AT, AT + timedelta(days=30), 2, 5)


def keeps(*statements: dict[str, Any]) -> bool:
    return bool(VALID.is_valid({"statements": list(statements)}))


def said(**other: Any) -> dict[str, Any]:
    return of_listing(replace(LISTING, **other), house="h")


def test_each_reason_on_each_basis_keeps_the_databases_limits() -> None:
    taking_down = [each for each in REASONS if {"take_down", "overturn"} & {*each.decisions}]
    assert len(taking_down) > 10
    for reason in taking_down:
        for basis in reason.bases:
            for kind in ListingKind:
                assert keeps(said(reason=reason.code, basis=basis, kind=kind)), (reason, basis)


def test_a_listing_says_what_article_17_asks_for() -> None:
    assert said(ends_at=AT + timedelta(days=14), is_answered=True) == {
        "category": "STATEMENT_CATEGORY_INTELLECTUAL_PROPERTY_INFRINGEMENTS",
        "category_specification": ["KEYWORD_TRADEMARK_INFRINGEMENT"],
        "territorial_scope": list(files.COUNTRIES),
        "content_type": ["CONTENT_TYPE_PRODUCT"],
        "content_date": "2026-01-02",
        "application_date": "2026-06-30",
        "end_date_visibility_restriction": "2026-07-14",
        "decision_visibility": ["DECISION_VISIBILITY_CONTENT_DISABLED"],
        "decision_ground": "DECISION_GROUND_ILLEGAL_CONTENT",
        "illegal_content_legal_ground": "Trade mark law (Germany)",
        "illegal_content_explanation": (
            "It has been shown that the right exists and that this listing infringes it."
        ),
        "decision_facts": (
            "A complaint of 2026-06-30 accused a listing: Use of a trade mark. "
            "The seller had answered. "
            "It has been shown that the right exists and that this listing infringes it."
        ),
        "source_type": "SOURCE_ARTICLE_16",
        "source_identity": "Acme GmbH",
        "automated_detection": "No",
        "automated_decision": "AUTOMATED_DECISION_NOT_AUTOMATED",
        "puid": "h-statement-7-9",
    }


def test_a_sales_channel_is_a_matter_of_terms_and_its_complaint_no_notice() -> None:
    stated = said(reason="channel-closed", basis=Basis.UNAUTHORISED_CHANNEL)
    assert stated["decision_ground"] == "DECISION_GROUND_INCOMPATIBLE_CONTENT"
    assert stated["source_type"] == "SOURCE_TYPE_OTHER_NOTIFICATION"
    assert "illegal_content_legal_ground" not in stated


def test_a_trusted_flaggers_notice_in_its_field_is_told_as_such() -> None:
    stated = said(is_flagged=True)
    assert stated["source_type"] == "SOURCE_TRUSTED_FLAGGER"
    assert keeps(stated)
    of_terms = said(is_flagged=True, reason="channel-closed", basis=Basis.UNAUTHORISED_CHANNEL)
    assert of_terms["source_type"] == "SOURCE_TYPE_OTHER_NOTIFICATION"


@pytest.mark.parametrize(
    ("name", "kind", "named"),
    [
        ("Acme GmbH", "rights_holder", True), ("Acme GmbH", None, True),
        ("Maria Lopez", "rights_holder", False), ("Maria Lopez Ltd", "individual", False),
        (f"{'A' * 496} Ltd", None, True), (f"{'A' * 497} Ltd", None, False), (None, None, False),
    ],
)  # fmt: skip
def test_only_a_company_is_named(name: str | None, kind: str | None, named: bool) -> None:
    stated = said(notifier=name, notifier_kind=kind)
    assert ("source_identity" in stated) is named
    assert keeps(stated)


@pytest.mark.parametrize(
    ("held", "delivered", "scope"),
    [(("DE", "US"), None, ["DE"]), ((), ["FR", "CN"], ["FR"]), (("US",), ["FR"], [])],
)
def test_its_territory_is_where_it_is_down_in_the_area(
    held: tuple[str, ...], delivered: list[str] | None, scope: list[str]
) -> None:
    stated = said(territory=held, delivers_to=delivered)
    assert stated["territorial_scope"] == scope
    assert keeps(stated)


@pytest.mark.parametrize(("days", "act"), [(30, "SUSPENSION"), (None, "TERMINATION")])
@pytest.mark.parametrize(("places", "part"), [((), "TOTAL"), (("DE",), "PARTIAL")])
def test_a_store_is_a_restriction_of_the_service(
    days: int | None, act: str, places: tuple[str, ...], part: str
) -> None:
    ends_at = None if days is None else AT + timedelta(days=days)
    stated = of_stores(replace(STORES, ends_at=ends_at, territory=places), house="h")
    assert stated["decision_provision"] == f"DECISION_PROVISION_{part}_{act}"
    assert ("end_date_service_restriction" in stated) is (days is not None)
    assert keeps(stated)


@pytest.mark.parametrize(
    ("field", "good", "bad"),
    [
        ("listed_on", date(2000, 1, 1), date(1999, 12, 31)),
        ("starts_at", datetime(2020, 1, 1, tzinfo=UTC), datetime(2019, 12, 31, tzinfo=UTC)),
        ("starts_at", datetime(2038, 1, 1, tzinfo=UTC), datetime(2038, 1, 2, tzinfo=UTC)),
        ("ends_at", datetime(2038, 1, 1, tzinfo=UTC), datetime(2038, 1, 2, tzinfo=UTC)),
    ],
)
def test_days_are_those_that_the_database_takes(field: str, good: Any, bad: Any) -> None:
    assert keeps(said(**{field: good}))
    with pytest.raises(LeftOut):
        said(**{field: bad})


@pytest.mark.parametrize(
    ("field", "most"),
    [
        ("decision_facts", 5000), ("illegal_content_explanation", 2000),
        ("illegal_content_legal_ground", 500), ("source_identity", 500), ("puid", 500),
    ],
)  # fmt: skip
def test_the_contract_has_the_databases_limits(field: str, most: int) -> None:
    assert keeps({**said(), field: "a" * most})
    assert not keeps({**said(), field: "a" * (most + 1)})


@pytest.mark.parametrize(
    ("change", "keep"),
    [
        ({"puid": "a b"}, ()), ({"category": "OTHER"}, ()),
        ({"territorial_scope": ["GB"]}, ()), ({"application_date": "30.6.2026"}, ()),
        ({"content_type": ["CONTENT_TYPE_OTHER"]}, ()), ({"content_type": []}, ()),
        ({}, ("decision_visibility",)), ({}, ("illegal_content_legal_ground",)),
        ({}, ("decision_facts",)),
    ],
)  # fmt: skip
def test_what_the_database_refuses_breaks_the_contract(
    change: dict[str, Any], keep: tuple[str, ...]
) -> None:
    stated = {name: value for name, value in {**said(), **change}.items() if name not in keep}
    assert not keeps(stated)


def test_a_batch_has_a_hundred_at_most() -> None:
    assert keeps(*[said()] * 100)
    assert not keeps(*[said()] * 101)
    assert not keeps()


def test_days_are_whole_and_over() -> None:
    today = date(2026, 7, 1)
    period = whole_days(date(2026, 6, 30), date(2026, 6, 30), today=today)
    assert (period.since, period.until) == (
        datetime(2026, 6, 30, tzinfo=UTC), datetime(2026, 7, 1, tzinfo=UTC),
    )  # fmt: skip
    whole_days(date(2024, 1, 1), date(2024, 1, 1), today=today)
    for first, last, at in (
        (date(2026, 6, 30), today, "/to"), (date(2026, 6, 30), date(2026, 6, 29), "/to"),
        (today, today, "/from"), (date(2023, 12, 31), date(2026, 6, 30), "/from"),
    ):  # fmt: skip
        with pytest.raises(Refusal) as refused:
            whole_days(first, last, today=today)
        assert refused.value.fields[0].pointer == at


def export(database: Database, period: Period, folder: Path, **given: Any) -> dict[str, Any]:
    folder.mkdir(exist_ok=True)
    with database.reading() as session:
        return write_statements(session, period, folder, **given)


def statements(folder: Path) -> list[dict[str, Any]]:
    found = []
    for path in sorted(folder.glob("statements-????.json")):
        whole = json.loads(path.read_text("utf-8"))
        assert VALID.is_valid(whole)
        found += whole["statements"]
    return found


@pytest.mark.both_databases
def test_a_takedown_is_told_once_and_a_second_one_anew(
    database: Database, now: datetime, tmp_path: Path
) -> None:
    case = Case(Desk(database, now), url=GERMAN, right=MARK)
    case.decide("take_down", note="Maria Lopez, Elm Street 5, maria@shop.example, sold it.")
    first = case.now
    case.counter()
    case.decide("stand")
    manifest = export(database, Period(now, case.now + TICK), tmp_path)
    (stated,) = statements(tmp_path)
    assert manifest["left_out"] == []
    assert stated["illegal_content_legal_ground"] == "Trade mark law (Germany)"
    written = (tmp_path / "statements-0001.json").read_text("utf-8")
    for private in ("Maria", "Elm", "@", "http", "1234567", "ACME", "B000000001"):
        assert private not in written
    again = tmp_path / "again"
    export(database, Period(now, case.now + TICK), again)
    assert (again / "statements-0001.json").read_text("utf-8") == written
    assert export(database, Period(now, first), tmp_path / "before")["batches"] == []
    assert export(database, Period(first + TICK, case.now + TICK), tmp_path / "on")["batches"] == []


def test_what_no_union_law_binds_and_what_states_no_ground_is_not_told(
    database: Database, now: datetime, tmp_path: Path
) -> None:
    case = Case(Desk(database, now), url=BRITISH)
    case.decide("take_down")
    assert export(database, Period(now, case.now + TICK), tmp_path / "british")["statements"] == 0
    case.file(GERMAN, right=MARK)
    case.decide("take_down")
    with database.transaction() as session:
        session.execute(update(StatementOfReasons).values(reason="As we said."))
    manifest = export(database, Period(now, case.now + TICK), tmp_path / "groundless")
    assert manifest["batches"] == []
    assert manifest["left_out"] == [
        {"statement": case.of(Side.SELLER).id, "claim": case.id, "why": files.NO_GROUND}
    ]


def test_a_notifier_that_is_a_company_is_named(
    database: Database, now: datetime, tmp_path: Path
) -> None:
    desk = Desk(database, now)
    acme = desk.filer()
    with database.transaction() as session:
        session.execute(update(Filer).values(name="Acme GmbH", kind="rights_holder"))
    case = Case(desk, acme, url=GERMAN, right=MARK)
    case.decide("take_down")
    export(database, Period(now, case.now + TICK), tmp_path)
    assert [each["source_identity"] for each in statements(tmp_path)] == ["Acme GmbH"]


def test_a_suspended_store_is_told(database: Database, now: datetime, tmp_path: Path) -> None:
    market = Market(database, now)
    number = market.in_force()
    period = Period(now, now + timedelta(days=15) + TICK)
    assert export(database, period, tmp_path / "none")["statements"] == 0
    target = {"url": GERMAN, "store_id": "s9"}
    claim_id = market.claim(market.acme, targets=[target], right=MARK, contact=MAIL)
    with database.transaction() as session:
        session.add(SuspensionClaim(suspension_id=number, claim_id=claim_id, named_for="warning"))
    export(database, period, tmp_path / "one")
    (stated,) = statements(tmp_path / "one")
    assert stated["puid"].endswith(f"-suspension-{number}")
    assert stated["decision_provision"] == "DECISION_PROVISION_TOTAL_SUSPENSION"
    assert stated["decision_facts"].startswith("Persons found 2 complaint(s)")
    assert export(database, replace(period, until=period.until - TICK), tmp_path / "b")[
        "statements"] == 0  # fmt: skip


@pytest.fixture
def given(database: Database, now: datetime, tmp_path: Path) -> tuple[Path, list[str], Any]:
    """An export of two statements, their identifiers, and what exports the same days again."""
    case = Case(Desk(database, now), url=GERMAN, right=MARK)
    case.decide("take_down")
    case.file(GERMAN.replace("1", "2"), right=MARK)
    case.decide("take_down")
    period = Period(now, case.now + TICK)
    export(database, period, tmp_path)
    puids = [each["puid"] for each in statements(tmp_path)]
    assert len(set(puids)) == 2
    return tmp_path, puids, lambda name: export(
        database, period, tmp_path / name, given=given_in(tmp_path)
    )  # fmt: skip


@pytest.mark.parametrize(
    ("answer", "state", "left"),
    [
        (lambda ids: {"statements": [{"puid": each} for each in ids]}, "accepted", 0),
        (lambda ids: {"errors": {"puid": ["not unique"], "existing_puids": ids}}, "known", 0),
        (lambda ids: {"errors": {"existing_puids": ids[:1]}}, "refused", 1),
        (lambda ids: {"errors": {"statement_1": {"category": ["wrong"]}}}, "refused", 2),
    ],
)
def test_what_the_database_has_is_not_given_again(
    given: tuple[Path, list[str], Any], answer: Any, state: str, left: int
) -> None:
    folder, puids, again = given
    assert [each["state"] for each in read_answers(folder)["batches"]] == ["made"]
    (folder / "statements-0001.answer.json").write_text(json.dumps(answer(puids)))
    (batch,) = read_answers(folder)["batches"]
    assert batch["state"] == state
    if left == 2:
        assert batch["refused"] == {puids[1]: {"category": ["wrong"]}}
    assert again("again")["statements"] == left


@pytest.mark.parametrize(
    "answer",
    ["{", "[]", "{}", '{"statements": []}', '{"statements": [{"puid": "x"}, {"puid": "y"}]}'],
)
def test_an_answer_to_something_else_is_refused(
    given: tuple[Path, list[str], Any], answer: str
) -> None:
    (given[0] / "statements-0001.answer.json").write_text(answer)
    with pytest.raises(AnswerError):
        read_answers(given[0])


def test_a_batch_that_was_changed_is_refused(given: tuple[Path, list[str], Any]) -> None:
    (given[0] / "statements-0001.json").write_text('{"statements": []}')
    with pytest.raises(AnswerError, match="was changed"):
        read_answers(given[0])
