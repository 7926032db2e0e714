"""A partner gives one of its programs a key, and the program reads and files for every client.

The key is cut to named filers: what is not of these does not exist for it.
"""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from typing import Any

import pytest
from click.testing import CliRunner
from flask import Flask

from complaints.base.errors import Refusal
from complaints.commands.keys import key_group
from complaints.rules.actors import ActorKind
from complaints.storage.context import Context
from tests.api.bodies import MARK, complaint, pointers, slug
from tests.papers import makers
from tests.scenes.callers import Caller

ANN = {"reference": "c-ann", "name": "Ann Ltd", "kind": "rights_holder"}
BEN = {"reference": "c-ben", "name": "Ben Ltd", "kind": "rights_holder"}
NEW = {"reference": "c-new", "name": "New Ltd", "kind": "rights_holder"}


@pytest.fixture
def whole(caller: Callable[..., Caller]) -> Caller:
    return caller("partner", "portal")


def cut(app: Flask, context: Context, whole: Caller, *references: str, more: Any = ()) -> Caller:
    """Have the operator make a key of the partner that is cut to these filers."""
    named = [part for each in references for part in ("--filer", each)]
    arguments = ["issue", "partner", "portal", *named, *more]
    result = CliRunner().invoke(key_group, arguments, obj=context)
    assert result.exit_code == 0, result.output
    return Caller(app, result.stdout.strip(), ActorKind.PARTNER, whole.id)


def filed(by: Caller, filer: dict[str, str], item: int) -> Any:
    body = complaint(filer=filer, targets=[{"url": f"https://item.taobao.com/item.htm?id={item}"}])
    return by.post("/complaints", body)


def case_of(body: dict[str, Any]) -> int:
    return int(body["id"])


def claim_of(body: dict[str, Any]) -> int:
    return int(body["targets"][0]["claim_id"])


def send(by: Caller, text: str) -> int:
    """Send a picture and return its id."""
    data = {"file": (io.BytesIO(makers.picture(text=text)), f"{text}.png")}
    return int(by.post("/documents", data=data).get_json()["id"])


def counts(by: Caller, path: str) -> dict[str, int]:
    return {each["kind"]: each["count"] for each in by.get(path).get_json()["groups"]}


def named_by(by: Caller, path: str, filer: dict[str, str], holder: dict[str, str]) -> Any:
    """File or register for a holder, and return whom the answer names."""
    body: dict[str, Any] = {"filer": filer, "rights_holder": holder}
    if path == "/rights":
        body |= MARK
    if path == "/complaints":
        item = 1 + len(by.get("/complaints").get_json()["items"])
        targets = [{"url": f"https://item.taobao.com/item.htm?id={item}"}]
        answer = by.post(path, complaint(**body, targets=targets))
        path = f"/complaints/{answer.get_json()['id']}"
        return by.get(path).get_json()["rights_holder"]
    return by.post(path, body).get_json()["rights_holder"]


def hash_of(by: Caller, document_id: int) -> str:
    listed = by.get("/documents").get_json()["items"]
    return next(str(each["sha256"]) for each in listed if each["id"] == document_id)


def test_a_cut_key_files_for_its_filers_alone(app: Flask, context: Context, whole: Caller) -> None:
    anns = cut(app, context, whole, "c-ann", "c-new")
    assert filed(anns, ANN, 501).status_code == 201
    assert filed(anns, NEW, 502).status_code == 201, "also one that was never filed for"
    for reference in ("c-ben", "C-ANN", "c-ann "):
        assert slug(filed(anns, {**BEN, "reference": reference}, 503)) == "forbidden"
    assert filed(whole, BEN, 504).status_code == 201


def test_a_cut_key_reads_nothing_of_the_others(app: Flask, context: Context, whole: Caller) -> None:
    mine, other = filed(whole, ANN, 501).get_json(), filed(whole, BEN, 502).get_json()
    anns = cut(app, context, whole, "c-ann")
    for noun, of in (("complaints", case_of), ("claims", claim_of)):
        ids = [item["id"] for item in anns.get(f"/{noun}").get_json()["items"]]
        assert ids == [of(mine)]
        assert anns.get(f"/{noun}/{of(mine)}").status_code == 200
        assert anns.get(f"/{noun}/{of(other)}").status_code == 404
    assert anns.post(f"/claims/{claim_of(other)}/withdraw").status_code == 404
    assert [each["name"] for each in anns.get("/filers").get_json()["items"]] == ["Ann Ltd"]
    listed = anns.get("/letters").get_json()["items"]
    assert listed
    assert len(listed) < len(whole.get("/letters").get_json()["items"])


def test_a_cut_key_reads_no_papers_of_the_others(
    app: Flask, context: Context, whole: Caller
) -> None:
    theirs = send(whole, "BEN")
    anns = cut(app, context, whole, "c-ann")
    own = send(anns, "ANN")
    assert anns.get(f"/documents/{theirs}").status_code == 404
    assert anns.get(f"/documents/{own}").status_code == 200
    assert [each["id"] for each in anns.get("/documents").get_json()["items"]] == [own]
    assert whole.get(f"/documents/{own}").status_code == 200
    # Whoever has the paper itself sends it again, and reads it as its own.
    assert send(anns, "BEN") == theirs
    assert anns.get(f"/documents/{theirs}").status_code == 200


def test_a_cut_key_reads_what_was_filed_for_its_filers_and_no_more(
    app: Flask, context: Context, whole: Caller, caller: Callable[..., Caller]
) -> None:
    """The partner filed it by another key: with a complaint, to a claim, or for a right."""
    rev, papers = caller("reviewer", "rev"), dict[str, list[int]]()
    asked = {"what": "The certificate.", "answer_due": "2099-01-01T00:00:00Z"}
    for item, filer in enumerate((ANN, BEN), 501):
        evidence, paper, shown = (
            send(whole, f"{filer['name']} {what}") for what in ("evidence", "paper", "right")
        )
        told = [{"kind": "evidence", "sha256": hash_of(whole, evidence)}]
        targets = [{"url": f"https://item.taobao.com/item.htm?id={item}"}]
        case = whole.post("/complaints", complaint(filer=filer, documents=told, targets=targets))
        path = f"/claims/{claim_of(case.get_json())}"
        assert rev.post(f"{path}/ask", asked).status_code == 200
        sent = {"note": "Here.", "documents": [paper]}
        assert whole.post(f"{path}/complete", sent).status_code == 200
        of_right = [{"kind": "registration", "sha256": hash_of(whole, shown)}]
        right = {**MARK, "number": f"76543{item}", "filer": filer, "documents": of_right}
        assert whole.post("/rights", right).status_code == 201
        papers[filer["name"]] = [evidence, paper, shown]
    anns = cut(app, context, whole, "c-ann")
    for name, status in (("Ann Ltd", 200), ("Ben Ltd", 404)):
        for paper in papers[name]:
            assert anns.get(f"/documents/{paper}").status_code == status, (name, paper)


def test_a_cut_key_opens_no_paper_by_its_hash(app: Flask, context: Context, whole: Caller) -> None:
    theirs = send(whole, "BEN")
    sha256 = hash_of(whole, theirs)
    anns = cut(app, context, whole, "c-ann")
    # What nobody has sent yet is refused alike: it may come to be another client's.
    for named in (sha256, "0" * 64):
        papers = [{"kind": "evidence", "sha256": named}]
        for path, body in (
            ("/complaints", complaint(filer=ANN, documents=papers)),
            ("/rights", {**MARK, "filer": ANN, "documents": papers}),
        ):
            answer = anns.post(path, body)
            assert slug(answer) == "invalid-request"
            assert pointers(answer) == ["/documents/0/sha256"]
            assert anns.get(f"/documents/{theirs}").status_code == 404
    own = hash_of(anns, send(anns, "ANN"))
    filing = complaint(filer=ANN, documents=[{"kind": "evidence", "sha256": own}])
    assert anns.post("/complaints", filing).status_code == 201
    shown = {"documents": [{"kind": "registration", "sha256": own}]}
    assert anns.post("/rights", {**MARK, "filer": ANN, **shown}).status_code == 201


def test_a_cut_keys_successor_goes_on_with_what_it_sent(
    app: Flask, context: Context, whole: Caller
) -> None:
    """What was sent is the account's: it outlives the key, and no wider key's comes into sight."""
    old = cut(app, context, whole, "c-ann")
    paper = send(old, "ANN")
    file = {"file": (io.BytesIO(json.dumps(complaint(filer=ANN)).encode()), "a.jsonl")}
    job = old.post("/imports", data=file).get_json()["id"]
    sha256 = hash_of(old, paper)
    wide, other, new = (
        cut(app, context, whole, *named) for named in (("c-ann", "c-ben"), ("c-ben",), ("c-ann",))
    )
    theirs = send(wide, "BOTH")
    whole.post("/keys/revoke", {"prefix": old.secret.rpartition("_")[0]})
    statuses = {
        path: [by.get(path).status_code for by in (new, wide, other)]
        for path in (f"/documents/{paper}", f"/imports/{job}", f"/documents/{theirs}")
    }
    assert statuses == {
        f"/documents/{paper}": [200, 200, 404], f"/imports/{job}": [200, 200, 404],
        f"/documents/{theirs}": [404, 200, 404],
    }  # fmt: skip
    filing = complaint(filer=ANN, documents=[{"kind": "evidence", "sha256": sha256}])
    assert new.post("/complaints", filing).status_code == 201
    filing["filer"] = BEN
    assert slug(other.post("/complaints", filing)) == "invalid-request"


@pytest.mark.both_databases
def test_a_cut_key_counts_nothing_of_the_others(
    app: Flask, context: Context, whole: Caller
) -> None:
    told: dict[str, Any] = {"right": {**MARK, "title": "ZZQX"}}
    assert whole.post("/complaints", complaint(filer=BEN, **told)).status_code == 201
    anns, news = (cut(app, context, whole, *named) for named in (("c-ann", "c-new"), ("c-new",)))
    nobody = [anns.get(f"/search?q={asked}").get_json() for asked in ("zzq", "zzqx", '"zzqx"')]
    told["targets"] = [{"url": "https://item.taobao.com/item.htm?id=502"}]
    assert whole.post("/complaints", complaint(filer=ANN, **told)).status_code == 201
    for asked in ("zzq", "zzqx"):
        path = f"/search?q={asked}"
        assert counts(whole, path) == {"right": 2}
        assert counts(anns, path) == {"right": 1}
        assert counts(news, path) == {}
    assert [answer["groups"] for answer in nobody] == [[], [], []]


@pytest.mark.parametrize("named", [{"reference": "rh-1", "name": "X"}, {"name": "VELORA"}])
@pytest.mark.parametrize("path", ["/rights", "/authorizations", "/complaints"])
def test_a_cut_key_is_told_no_holder_of_the_others(
    app: Flask, context: Context, whole: Caller, path: str, named: dict[str, str]
) -> None:
    known = {**named, "name": "Velora", "country": "DE"}
    theirs = named_by(whole, path, BEN, known)
    anns = cut(app, context, whole, "c-ann")
    told = named_by(anns, path, ANN, named)
    assert (told["name"], told["country"]) == (named["name"], None)
    assert told["id"] != theirs["id"]
    assert named_by(anns, path, ANN, named)["id"] == told["id"], "and is known from then on"


@pytest.mark.parametrize("first", ["whole", "cut"])
def test_a_cut_key_shares_the_holders_of_its_filers(
    app: Flask, context: Context, whole: Caller, first: str
) -> None:
    both = {"whole": whole, "cut": cut(app, context, whole, "c-ann")}
    named = {"reference": "rh-1", "name": "Velora"}
    known = named_by(both.pop(first), "/rights", ANN, named)
    (second,) = both.values()
    for path in ("/authorizations", "/complaints"):
        assert named_by(second, path, ANN, named)["id"] == known["id"]


def test_its_successor_is_cut_alike_and_it_ends_no_other_key(
    app: Flask, context: Context, whole: Caller
) -> None:
    anns = cut(app, context, whole, "c-ann", more=("--renew-days", "30"))
    made = anns.post("/keys", {"label": "next"}).get_json()
    successor = Caller(app, made["secret"], ActorKind.PARTNER, whole.id)
    assert slug(filed(successor, BEN, 503)) == "forbidden"
    listed = successor.get("/keys").get_json()["items"]
    assert {tuple(each["only_filers"]) for each in listed} == {("c-ann",)}
    assert successor.get("/me").get_json()["only_filers"] == ["c-ann"]
    whole_prefix = whole.secret.rpartition("_")[0]
    assert successor.post("/keys/revoke", {"prefix": whole_prefix}).status_code == 404
    assert whole.get("/me").status_code == 200
    assert whole.post("/keys/revoke", {"prefix": made["prefix"]}).status_code == 200
    assert successor.get("/me").status_code == 401


def test_only_a_partners_key_that_files_is_cut(context: Context, caller: Any) -> None:
    caller("filer", "acme")
    caller("marketplace", "shop")
    for arguments in (
        ["filer", "acme", "--filer", "c-ann"],
        ["partner", "shop", "--scope", "deliver", "--filer", "c-ann"],
    ):
        result = CliRunner().invoke(key_group, ["issue", *arguments], obj=context)
        assert result.exit_code != 0
        assert isinstance(result.exception, Refusal)
