"""How much an account may ask, as it meets it: at each door, just below, at and above a limit."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import event

from complaints.http import rate_limits
from complaints.http.buckets import SECOND
from complaints.rules.actors import ActorKind
from complaints.services.logins import people
from complaints.settings.rate_limits import USUAL, read_quotas
from complaints.storage.context import Context
from tests.api.bodies import SAM, complaint, slug
from tests.api.test_documents import send
from tests.papers import makers
from tests.scenes.callers import Caller
from tests.scenes.described import description_of
from tests.scenes.working import working

Callers = Callable[..., Caller]
NETWORK = {"environ_overrides": {"REMOTE_ADDR": "203.0.113.9"}}


@dataclass
class House:
    """An application with limits of a test's own, and its clock."""

    app: Flask
    context: Context
    now: list[int] = field(default_factory=lambda: [SECOND])

    def limit(self, text: str) -> None:
        """Set limits, all of them unused; those that are not named are out of reach."""
        ample = " ".join(f"{name}=9999/1" for name in USUAL)
        rate_limits.install(self.app, read_quotas(f"{ample} {text}"), lambda: self.now[0])

    def later(self, seconds: float) -> None:
        self.now[0] += round(seconds * SECOND)

    @contextmanager
    def statements(self) -> Iterator[list[str]]:
        """What the database is asked meanwhile."""
        asked: list[str] = []

        def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
            asked.append(statement)

        engine = self.context.database.engine
        event.listen(engine, "before_cursor_execute", note)
        yield asked
        event.remove(engine, "before_cursor_execute", note)


@pytest.fixture
def house(app: Flask, context: Context) -> House:
    return House(app, context)


def statuses(*answers: Any) -> list[int]:
    return [answer.status_code for answer in answers]


def test_who_asks_more_than_the_limit_is_told_when_to_go_on(house: House, caller: Callers) -> None:
    acme, other = caller("filer", "acme"), caller("filer", "other")
    house.limit("read=3/60")
    answers = [acme.get("/me") for _ in range(4)]
    assert statuses(*answers) == [200, 200, 200, 429]
    assert [answer.headers["RateLimit"] for answer in answers] == [
        '"read";r=2;t=20', '"read";r=1;t=20', '"read";r=0;t=20', '"read";r=0;t=20',
    ]  # fmt: skip
    assert {answer.headers["RateLimit-Policy"] for answer in answers} == {'"read";q=3;w=60'}
    refused, told = answers[3].get_json(), answers[3].headers["Retry-After"]
    assert (slug(answers[3]), refused["limit"], refused["quota"]) == ("rate-limited", "read", 3)
    assert (refused["window"], refused["retry_after"], told) == (60, 20, "20")
    house.later(19.999)
    assert statuses(acme.get("/me"), other.get("/me")) == [429, 200]
    house.later(0.001)
    assert statuses(acme.get("/me"), acme.get("/me")) == [200, 429]


def test_all_keys_of_an_account_share_its_limits(
    house: House, caller: Callers, context: Context
) -> None:
    acme = caller("filer", "acme")
    with context.database.transaction() as session:
        key = people.issue_key(
            working(session), kind=ActorKind.FILER, owner_id=acme.id, label="b", scopes=None,
            vault=context.vault,
        )  # fmt: skip
    second = Caller(house.app, key.secret, ActorKind.FILER, acme.id)
    house.limit("read=2/60")
    assert statuses(acme.get("/me"), second.get("/me"), acme.get("/me")) == [200, 200, 429]
    assert second.get("/me").status_code == 429


def test_who_ignores_it_reads_no_database_and_is_out_no_longer(
    house: House, caller: Callers, capsys: pytest.CaptureFixture[str]
) -> None:
    acme = caller("filer", "acme")
    house.limit("write=2/60")
    assert statuses(*(acme.post("/drafts", {"steps": {}}) for _ in range(2))) == [201, 201]
    with house.statements() as asked:
        assert {acme.post("/drafts", {"steps": {}}).status_code for _ in range(20)} == {429}
    assert asked == []
    lines = [json.loads(line) for line in capsys.readouterr().err.splitlines()]
    # The log says who it is all the same.
    assert [line["actor"] for line in lines if line["status"] == 429] == [f"filer:{acme.id}"] * 20
    # Another class goes on, and the twenty put nothing off.
    house.later(30)
    assert statuses(acme.get("/drafts"), acme.post("/drafts", {"steps": {}})) == [200, 201]


def test_classes_of_routes(house: House, caller: Callers) -> None:
    acme, ann = caller("filer", "acme"), caller("reviewer", "ann")
    house.limit("read=1/60 write=1/60 costly=1/60 file=1/60")
    assert acme.get("/me").headers["RateLimit"].startswith('"read"')
    assert acme.post("/drafts", {"steps": {}}).headers["RateLimit"].startswith('"write"')
    sent = send(acme, makers.picture("PNG"))
    assert sent.headers["RateLimit"].startswith('"costly"')
    assert ann.get("/search?q=acme").headers["RateLimit"].startswith('"costly"')
    assert statuses(acme.get("/complaints.csv"), ann.get("/figures")) == [429, 429]
    filed = caller("filer", "third").post("/complaints", complaint())
    assert filed.headers["RateLimit"] == '"file";r=0;t=60, "write";r=0;t=60'


def test_a_filing_that_is_refused_is_sent_again_with_its_key(house: House, caller: Callers) -> None:
    acme = caller("filer", "acme")
    house.limit("file=1/60")
    assert acme.post("/complaints", complaint(dry_run=True)).status_code == 200
    key = {"headers": {"Idempotency-Key": "k-1"}}
    with house.statements() as asked:
        refused = acme.post("/complaints", complaint(), **key)
    assert (slug(refused), refused.get_json()["limit"], asked) == ("rate-limited", "file", [])
    house.later(60)
    assert acme.post("/complaints", complaint(), **key).status_code == 201
    house.later(60)
    again = acme.post("/complaints", complaint(), **key)
    assert (again.status_code, again.headers["Idempotency-Replayed"]) == (201, "true")


def test_a_draft_is_counted_as_it_is_filed(house: House, caller: Callers) -> None:
    acme = caller("filer", "acme")
    draft = acme.post("/drafts", {"steps": {}}).get_json()["id"]
    house.limit("file=1/60")
    assert statuses(*(acme.post(f"/drafts/{draft}/file") for _ in range(2))) == [422, 429]


def batch(*filers: str | None, dry: bool = True) -> dict[str, Any]:
    """A batch of a complaint each for these filers of a partner."""
    return {
        "complaints": [
            complaint(
                reference=f"r-{number}", dry_run=dry,
                filer={**SAM, "reference": filer} if filer else None,
            )
            for number, filer in enumerate(filers)
        ]
    }  # fmt: skip


@pytest.mark.parametrize(("count", "status"), [(2, 200), (3, 200), (4, 429)])
def test_a_batch_is_counted_by_its_complaints_and_refused_whole(
    house: House, caller: Callers, count: int, status: int
) -> None:
    acme = caller("filer", "acme")
    house.limit("file=4/60")
    assert acme.post("/complaints", complaint(dry_run=True)).status_code == 200
    answer = acme.post("/complaints/batch", batch(*[None] * count))
    assert answer.status_code == status
    left = acme.get("/limits").get_json()["items"]
    assert [each["left"] for each in left if each["name"] == "file"] == [
        3 - count * (status == 200)
    ]


def test_a_batch_larger_than_the_limit_is_filed_as_far_as_it_goes(
    house: House, caller: Callers
) -> None:
    acme = caller("filer", "acme")
    house.limit("file=2/60")
    answer = acme.post("/complaints/batch", batch(None, None, None, dry=False)).get_json()
    assert [item["status"] for item in answer["items"]] == [201, 200, 429]
    house.later(60)
    assert acme.post("/complaints/batch", batch(None, None, None)).status_code == 200


@pytest.mark.parametrize("kind", ["filer", "partner"])
def test_what_does_not_hold_in_a_batch_is_counted_too(
    house: House, caller: Callers, kind: str
) -> None:
    """To say what is wrong with a thousand costs as much as to file some."""
    account = caller(kind, "acme")
    most = 3 * (rate_limits.TIMES_OF_PARTNER if kind == "partner" else 1)
    house.limit("file=3/60")
    wrong = [{}, 7, {"reference": 5}, *[{}] * (most - 3)]
    answer = account.post("/complaints/batch", {"complaints": [*wrong, {}]}).get_json()
    assert [item["status"] for item in answer["items"]] == [*[422] * most, 429]
    assert account.post("/complaints/batch", {"complaints": [{}]}).status_code == 429


def test_one_filers_burst_leaves_the_others_of_a_partner_their_share(
    house: House, caller: Callers
) -> None:
    portal = caller("partner", "portal")
    house.limit("file=2/60")

    def files(reference: str) -> Any:
        return portal.post("/complaints", complaint(filer={**SAM, "reference": reference}))

    burst = [files("s-1") for _ in range(12)]
    assert statuses(*burst) == [201, *[200] + [429] * 10]
    assert (burst[11].get_json()["limit"], burst[11].get_json()["quota"]) == ("file-filer", 2)
    assert burst[1].headers["RateLimit-Policy"] == (
        '"file";q=10;w=60, "write";q=49995;w=1, "file-filer";q=2;w=60'
    )
    # What was refused took nothing of the partner's ten: there are eight for four others.
    others = [files(f"s-{number}") for number in (2, 2, 3, 3, 4, 4, 5, 5)]
    assert 429 not in statuses(*others)
    assert files("s-6").get_json()["limit"] == "file"


def test_in_a_batch_each_filer_meets_its_own_share(house: House, caller: Callers) -> None:
    portal = caller("partner", "portal")
    house.limit("file=2/60")
    answer = portal.post("/complaints/batch", batch("a", "a", "a", "b", "b")).get_json()
    assert [item["status"] for item in answer["items"]] == [200, 200, 429, 200, 200]
    assert answer["items"][2]["problem"]["limit"] == "file-filer"


def wrong(number: int) -> dict[str, Any]:
    return {"headers": {"Authorization": f"Bearer chk_{number}_x"}, **NETWORK}


def test_wrong_keys_are_counted_by_network_and_then_not_looked_up(
    house: House, caller: Callers
) -> None:
    acme, late = caller("filer", "acme"), caller("filer", "late")
    house.limit("wrong-keys=3/60")
    assert acme.get("/me", **NETWORK).status_code == 200
    guesses = [acme.get("/me", **wrong(number)) for number in range(3)]
    assert statuses(*guesses) == [401, 401, 401]
    with house.statements() as asked:
        refused = [acme.get("/me", **wrong(number)) for number in range(3, 20)]
        # A good key that was never used is among those that nobody knows.
        assert slug(late.get("/me", **NETWORK)) == "rate-limited"
    assert {slug(answer) for answer in refused} == {"rate-limited"}
    assert (refused[0].get_json()["limit"], refused[0].headers["Retry-After"]) == (
        "wrong-keys",
        "20",
    )
    assert asked == []
    # Who was let in before goes on there, and everybody elsewhere.
    elsewhere = {"environ_overrides": {"REMOTE_ADDR": "198.51.100.9"}}
    assert statuses(acme.get("/me", **NETWORK), late.get("/me", **elsewhere)) == [200, 200]
    house.later(20)
    assert acme.get("/me", **wrong(20)).status_code == 401
    assert acme.get("/me", **wrong(21)).status_code == 429


def test_one_wrong_key_that_comes_again_and_again_is_counted_by_itself(
    house: House, caller: Callers
) -> None:
    """A forgotten program with a key that ended keeps nobody of its office out."""
    late = caller("filer", "late")
    house.limit("wrong-keys=3/60")
    tried = [late.get("/me", **wrong(1)) for _ in range(9)]
    assert statuses(*tried) == [401] * 4 + [429] * 5
    assert late.get("/me", **NETWORK).status_code == 200


def test_a_key_that_was_good_is_wrong_once_it_is_revoked(house: House, caller: Callers) -> None:
    acme = caller("filer", "acme")
    house.limit("wrong-keys=1/60")
    prefix = acme.secret.rpartition("_")[0]
    assert acme.post("/keys/revoke", {"prefix": prefix}).status_code == 200
    assert statuses(*(acme.get("/me", **NETWORK) for _ in range(3))) == [401, 401, 429]


def test_a_key_without_the_scope_is_no_wrong_one_and_is_counted(
    house: House, caller: Callers
) -> None:
    acme = caller("filer", "acme")
    house.limit("read=2/60 wrong-keys=1/60")
    assert statuses(*(acme.get("/flags") for _ in range(3))) == [403, 403, 429]


def test_the_limits_are_published(app: Flask, caller: Callers) -> None:
    rate_limits.install(app, USUAL, lambda: SECOND)
    mine = caller("filer").get("/limits").get_json()["items"]
    assert mine == [
        {"name": "read", "quota": 3000, "window": 60, "left": 2999},
        {"name": "write", "quota": 1200, "window": 60, "left": 1200},
        {"name": "costly", "quota": 1200, "window": 300, "left": 1200},
        {"name": "file", "quota": 3000, "window": 300, "left": 3000},
    ]
    theirs = caller("partner").get("/limits").get_json()["items"]
    assert [each["quota"] for each in theirs] == [15000, 6000, 6000, 15000, 3000]
    assert theirs[4] == {"name": "file-filer", "quota": 3000, "window": 300, "left": None}


def test_the_description_names_what_counts_otherwise_than_its_method_says(app: Flask) -> None:
    paths = description_of(app).document["paths"]

    def limits(method: str, path: str) -> Any:
        return paths[f"/api/v1{path}"][method].get("x-limits")

    assert limits("get", "/complaints") is limits("post", "/drafts") is None
    for route in (("post", "/complaints"), ("post", "/complaints/batch")):
        assert limits(*route) == ["write", "file"]
    costly = [("post", "/documents"), ("get", "/complaints.csv"), ("get", "/search"),
              ("get", "/filers/{filer_id}/dossier"), ("get", "/flags/{flag_id}/graph")]  # fmt: skip
    assert {str(limits(*route)) for route in costly} == {"['costly']"}
    refusals = [said["responses"]["429"] for path in paths.values() for method, said in path.items()
                if method != "parameters"]  # fmt: skip
    assert all(refusals)


def test_nothing_is_counted_where_it_is_off(app: Flask, caller: Callers) -> None:
    late = caller("filer", "late")
    rate_limits.install(app, read_quotas("off"))
    answer = caller("filer").get("/limits")
    assert (answer.get_json(), "RateLimit" in answer.headers) == ({"items": []}, False)
    assert statuses(*(late.get("/me", **wrong(1)) for _ in range(30))) == [401] * 30
