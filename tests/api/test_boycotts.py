"""The ladder over HTTP: one filer's way from a confirmed flag to a lifted boycott."""

from __future__ import annotations

import re
from types import SimpleNamespace

import pytest
from sqlalchemy import select

from complaints.base.clock import utcnow
from complaints.models import BoycottClaim, Claim, Complaint, Filer
from complaints.rules.actors import SYSTEM, PersonRole, person
from complaints.rules.policy.law_policy import LawPolicy
from complaints.services.findings import scans
from tests.scenes.working import working
from tests.services.cases.market import Market, finding, report

WORDS = {"reasons": "Invented marks.", "gravity": "Twelve shops shut.", "intention": "Money."}
WARN = {"step": "warn"}
TERM = {"why": "It went on.", "term_days": 30}


@pytest.fixture
def case(context, caller):
    """A confirmed flag of `acme`, and callers for everybody on the ladder."""
    made = SimpleNamespace(database=context.database, links=context.links)
    made.acme, made.other = caller("agent", "acme"), caller("agent", "other")
    made.ann, made.ben, made.cem = (caller("supervisor", name) for name in ("ann", "ben", "cem"))
    made.rev = caller("reviewer", "rev")
    with context.database.transaction() as session:
        market = Market(session, utcnow())
        filer = session.get_one(Filer, made.acme.id)
        market.abusive(filer)
        ann = person(made.ann.id, PersonRole.SUPERVISOR)
        made.flag = market.confirmed_flag(filer, ann).id
    return made


def proposed(case):
    answer = case.ann.post(f"/flags/{case.flag}/boycotts", WORDS)
    assert answer.status_code == 201
    return answer.get_json()["items"][0]


def warned(case):
    boycott = proposed(case)
    assert case.ann.post(f"/boycotts/{boycott['id']}/warn").get_json()["state"] == "warned"
    return boycott["id"]


def answered(case):
    boycott_id = warned(case)
    case.acme.post(f"/boycotts/{boycott_id}/answer", {"answer": "Sorry.", "closes": True})
    return boycott_id


def file(case, first=80, **options):
    with case.database.transaction() as session:
        market = Market(session, utcnow(), {"complaint": first, "listing": first})
        filer = session.get_one(Filer, case.acme.id)
        if options.get("state", "rejected") == "rejected":
            options.setdefault("merit", "manifestly_unfounded")
        market.complaint(filer, utcnow(), **options)


def test_the_whole_way(case):
    boycott = proposed(case)
    factors = boycott["four_factors"]
    assert (factors["manifestly_unfounded"], factors["graded_otherwise"], factors["ungraded"]) == (
        3, 1, 1,
    )  # fmt: skip
    path = f"/boycotts/{boycott['id']}"
    assert case.acme.get(path).status_code == 404
    assert case.ann.post(f"{path}/warn").get_json()["state"] == "warned"
    (letter,) = case.rev.get("/letters?kind=boycott_warning").get_json()["items"]
    # Staff read the letter without the link that stands for its addressee.
    assert "/answer/" not in letter["body"]
    assert "on this page: …" in letter["body"]
    seen = case.acme.get(path).get_json()
    assert (seen["reasons"], seen["staff"], seen["possible"]) == (
        "Invented marks.", None, ["answer"],
    )  # fmt: skip
    assert case.other.get(path).status_code == 404
    assert (
        case.acme.post(f"{path}/answer", {"answer": "Sorry.", "closes": True}).get_json()["answer"]
        == "Sorry."
    )
    file(case)
    assert case.ann.get(path).get_json()["possible"] == ["drop"]
    assert case.ben.get(path).get_json()["possible"] == ["impose", "drop"]
    same = case.ann.post(f"{path}/impose", TERM)
    assert (same.status_code, same.get_json()["type"].rsplit("/", 1)[1]) == (
        403, "second-person-needed",
    )  # fmt: skip
    imposed = case.ben.post(f"{path}/impose", TERM).get_json()
    assert (imposed["state"], imposed["binding"], imposed["staff"]["imposed_by"]) == (
        "in_force", True, case.ben.id,
    )  # fmt: skip
    assert [row["id"] for row in case.acme.get("/boycotts").get_json()["items"]] == [boycott["id"]]
    assert case.other.get("/boycotts").get_json()["items"] == []
    appeal = case.acme.post(f"{path}/appeal", {"grounds": "New owners."}).get_json()
    assert (appeal["state"], appeal["appeal"]["state"]) == ("under_appeal", "filed")
    decision = {"decision": "lift", "argued": "It is said to be wrong.", "reason": "They changed."}
    assert case.ben.post(f"{path}/appeal/decide", decision).status_code == 403
    lifted = case.cem.post(f"{path}/appeal/decide", decision).get_json()
    assert (lifted["state"], lifted["binding"]) == ("lifted", False)
    assert case.rev.get("/boycotts").get_json()["items"] == []
    story = case.rev.get(f"/ledger?subject=boycott&subject_id={boycott['id']}").get_json()["items"]
    assert [entry["verb"] for entry in reversed(story)] == [
        "propose", "warn", "delivered", "answer", "impose", "appeal", "lift",
    ]  # fmt: skip


def test_the_version_that_was_read_guards_a_step(case):
    boycott_id = answered(case)
    file(case)
    tag = case.ben.get(f"/boycotts/{boycott_id}").headers["ETag"]
    first = case.ben.post(f"/boycotts/{boycott_id}/impose", TERM, headers={"If-Match": tag})
    second = case.cem.post(f"/boycotts/{boycott_id}/impose", TERM, headers={"If-Match": tag})
    assert (first.status_code, second.status_code) == (200, 412)
    third = case.cem.post(f"/boycotts/{boycott_id}/impose", TERM)
    assert third.status_code == 409


def test_what_imposing_lacks_is_said_with_its_figures(case):
    boycott_id = answered(case)
    waiting = case.ben.post(f"/boycotts/{boycott_id}/impose", TERM)
    assert waiting.status_code == 409
    assert waiting.get_json()["type"].endswith("warning-heeded-so-far")
    assert case.ann.post(f"/boycotts/{boycott_id}/urgency", {"why": "A sale."}).status_code == 200
    urgent = {**TERM, "takes_urgency": True}
    long = case.ben.post(f"/boycotts/{boycott_id}/impose", {**urgent, "term_days": 900})
    assert (long.status_code, long.get_json()["max_days"]) == (422, 365)
    imposed = case.ben.post(f"/boycotts/{boycott_id}/impose", urgent).get_json()
    assert imposed["staff"]["urgent_reason"] == "A sale."
    assert (imposed["staff"]["urgent_by"], imposed["staff"]["urgent_taken"]) == (case.ann.id, True)


def test_no_version_tells_a_stranger_that_there_is_a_boycott(case):
    boycott_id = proposed(case)["id"]
    old = {"headers": {"If-Match": '"99"'}}
    for stranger in (case.acme, case.other):  # the filer itself learns of it by the warning
        answer = stranger.post(f"/boycotts/{boycott_id}/answer", {"answer": "x"}, **old)
        assert (answer.status_code, "version" in answer.get_json()) == (404, False)
    case.ann.post(f"/boycotts/{boycott_id}/warn")
    late = case.acme.post(f"/boycotts/{boycott_id}/answer", {"answer": "x"}, **old)
    assert (late.status_code, late.get_json()["version"]) == (412, 2)


def test_only_the_filer_answers_and_only_staff_warn(case):
    boycott_id = warned(case)
    assert case.ann.post(f"/boycotts/{boycott_id}/answer", {"answer": "x"}).status_code == 403
    assert case.other.post(f"/boycotts/{boycott_id}/answer", {"answer": "x"}).status_code == 404
    assert case.acme.post(f"/boycotts/{boycott_id}/drop", {"why": "x"}).status_code == 403
    assert case.rev.post(f"/boycotts/{boycott_id}/impose", TERM).status_code == 409


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({"gravity": "g", "intention": "i"}, "/reasons"),
        ({**WORDS, "rights_holder_id": "7"}, "/rights_holder_id"),
        ({**WORDS, "ring_filers": [0]}, "/ring_filers/0"),
        ({**WORDS, "ring_filers": [4711]}, "/ring_filers"),
        ({**WORDS, "surprise": 1}, "/surprise"),
        ({**WORDS, "gravity": "\0"}, "/gravity"),
    ],
)
def test_a_bad_proposal_points_at_its_field_and_stores_nothing(case, body, pointer):
    answer = case.ann.post(f"/flags/{case.flag}/boycotts", body)
    assert answer.status_code == 422
    assert pointer in [error["pointer"] for error in answer.get_json()["errors"]]
    assert case.ann.get("/boycotts?state=all").get_json()["items"] == []


def test_kept_claims_are_counted_and_taken_up_once_it_is_lifted(case):
    boycott_id = answered(case)
    file(case)
    case.ben.post(f"/boycotts/{boycott_id}/impose", TERM)
    with case.database.transaction() as session:
        market = Market(session, utcnow(), {"complaint": 90, "listing": 90})
        filer = session.get_one(Filer, case.acme.id)
        market.complaint(filer, utcnow(), state="not_processed", boycott_id=boycott_id)
    path = f"/boycotts/{boycott_id}"
    assert case.rev.get(path).get_json()["kept"] == 1
    assert case.rev.post(f"{path}/kept/take-up").status_code == 409
    assert case.cem.post(f"{path}/lift", {"reason": "Our error."}).get_json()["state"] == "lifted"
    done = case.rev.post(f"{path}/kept/take-up").get_json()
    assert done == {"taken_up": 1, "discarded": 0, "doubles": 0, "still_kept": 0}
    assert case.rev.post(f"{path}/kept/discard", {"why": "none"}).get_json()["discarded"] == 0


@pytest.mark.both_databases
def test_the_same_post_twice_with_one_key_acts_once(case):
    key = {"Idempotency-Key": "once"}
    first = case.ann.post(f"/flags/{case.flag}/boycotts", WORDS, headers=key)
    second = case.ann.post(f"/flags/{case.flag}/boycotts", WORDS, headers=key)
    assert first.get_json() == second.get_json()
    assert len(case.ann.get("/boycotts?state=all").get_json()["items"]) == 1


def test_a_letter_is_read_before_it_goes(case):
    def undated(letter):
        moment = r"(\d+ \w+ \d{4}|\d{4}年\d+月\d+日)(,? \d\d:\d\d)?"
        return re.sub(moment, "#", letter["subject"]), re.sub(moment, "#", letter["body"])

    boycott_id = proposed(case)["id"]
    path = f"/boycotts/{boycott_id}"
    silent = case.rev.post(f"{path}/preview", {"step": "drop", "why": "no"}).get_json()
    assert silent == {
        "subject": None, "body": None, "effect": None, "answered_since": None, "reads": None,
        "other": [],
    }  # fmt: skip
    early = case.rev.post(f"{path}/preview", {"step": "impose", **TERM})
    assert early.status_code == 409
    before = case.rev.post(f"{path}/preview", {"step": "warn"}).get_json()
    assert case.rev.get("/letters").get_json()["items"] == []
    assert case.rev.get(path).get_json()["state"] == "proposed"
    case.ann.post(f"{path}/warn")
    (sent,) = case.rev.get("/letters?kind=boycott_warning").get_json()["items"]
    assert undated(before) == undated(sent)
    case.acme.post(f"{path}/answer", {"answer": "Sorry.", "closes": True})
    file(case)
    asked = {"step": "impose", **TERM}
    wordless = case.ben.post(f"{path}/preview", {**asked, "why": " "})
    assert wordless.get_json()["errors"][0]["pointer"] == "/why"
    assert case.ben.post(f"{path}/preview", {**asked, "term_days": 999}).status_code == 422
    before = case.ben.post(f"{path}/preview", asked).get_json()
    assert before["effect"] == {"accounts": 1, "complaints": 0}
    case.ben.post(f"{path}/impose", TERM)
    (sent,) = case.rev.get("/letters?kind=boycott_imposed").get_json()["items"]
    assert undated(before) == undated(sent)


def test_a_boycott_says_what_it_has_kept_away(case):
    boycott_id = answered(case)
    file(case)
    case.ben.post(f"/boycotts/{boycott_id}/impose", TERM)
    file(case, first=90, state="not_processed", boycott_id=boycott_id)
    told = case.rev.get(f"/boycotts/{boycott_id}").get_json()
    assert told["effect"] == {
        "complaints": 1, "claims": 1, "taken_up": 0, "listings": 1, "stores": 0, "spared": 1,
    }  # fmt: skip
    assert told["kept"] == 1


def scan(case, *findings):
    with case.database.transaction() as session:
        now = utcnow()
        work = working(session, SYSTEM, now)
        scans.record(work, report(now, *findings), later_levels={}, started_at=now)


def test_staff_read_that_the_flag_is_no_longer_supported_and_the_filer_does_not(case):
    boycott_id = warned(case)
    path = f"/boycotts/{boycott_id}"
    assert case.rev.get(path).get_json()["reading"] is None
    scan(case)
    reading = case.rev.get(path).get_json()["reading"]
    assert (reading["level"], reading["level_then"], reading["score"], reading["stood_by"]) == (
        "none", "boycott_review", 0.0, [],
    )  # fmt: skip
    assert reading["text"].endswith("no longer supports this flag: None now, Boycott review then.")
    assert case.acme.get(path).get_json()["reading"] is None
    for stranger, status in ((case.acme, 403), (case.other, 403)):
        assert stranger.post(f"{path}/stand-by", {"why": "x"}).status_code == status


def test_the_case_waits_for_a_supervisor_who_stands_by_it(case):
    boycott_id = proposed(case)["id"]
    path = f"/boycotts/{boycott_id}"
    scan(case)
    what = [row["what"] for row in case.ben.get("/queue?subject=boycott").get_json()["items"]]
    assert what == [["warn", "unsupported"]]
    refused = case.ben.post(f"{path}/warn")
    assert (refused.status_code, refused.get_json()["type"].rsplit("/", 1)[1]) == (
        409, "flag-unsupported",
    )  # fmt: skip
    assert "record why you stand by the case" in refused.get_json()["detail"]
    tag = case.ben.get(path).headers["ETag"]
    stood = case.ben.post(f"{path}/stand-by", {"why": "Marks."}, headers={"If-Match": tag})
    (given,) = stood.get_json()["reading"]["stood_by"]
    assert (given["person_id"], given["supervisor"], given["reason"]) == (
        case.ben.id, True, "Marks.",
    )  # fmt: skip
    assert case.ben.post(f"{path}/warn").get_json()["state"] == "warned"
    assert case.cem.get("/queue?subject=boycott").get_json()["items"] == []
    assert case.cem.post(f"{path}/stand-by", {"why": " "}).status_code == 422


def test_a_flag_says_over_http_that_it_is_no_longer_supported(case):
    path = f"/flags/{case.flag}"
    before = case.rev.get(path)
    assert (before.get_json()["reading"], before.get_json()["readings"]) == (None, [])
    with case.database.reading() as session:
        row = session.get_one(Filer, case.acme.id)
        (complaint, *_) = session.scalars(select(Complaint).where(Complaint.filer_id == row.id))
        watched = finding(row, [complaint], level="watch", score=0.3)
    scan(case, watched)
    after = case.rev.get(path)
    assert before.headers["ETag"] != after.headers["ETag"]
    (side,) = after.get_json()["readings"]
    assert (side["detector"], side["then"], bool(side["now"])) == ("unfounded_share", "", True)
    chinese = case.rev.get("/flags?state=all", headers={"Accept-Language": "zh"}).get_json()
    (listed,) = chinese["items"]
    assert (listed["reading"]["score"], "不再支持该标记" in listed["reading"]["text"]) == (
        0.3,
        True,
    )


def test_the_dossier_is_read_whole_by_staff_and_its_own_by_the_filer(case, caller):
    boycott_id = answered(case)
    path = f"/boycotts/{boycott_id}/dossier"
    whole, own = case.rev.get(path).get_json(), case.acme.get(path).get_json()
    assert (whole["whole"], own["whole"]) == (True, False)
    assert (whole["recorded"], own["recorded"]) == (whole["recorded"], whole["recorded"])
    assert whole["number"]["manifestly_unfounded"] == {
        "complaints": 3, "claims": 3, "listings": 3,
    }  # fmt: skip
    assert whole["gravity"]["sold_30d"] is None
    assert [each["part"] for each in whole["persons"]] == ["proposer", "warner"]
    assert whole["letters"][0]["kind"] == "boycott_warning"
    assert (whole["letters"][0]["sent_at"], whole["letters"][0]["opened_at"]) == (None, None)
    # One dossier: the filer reads the same parts, the persons as letters, and what is withheld.
    for part in (
        "number", "gravity", "favour", "precedents", "mitigating", "graded_claims", "statement",
        "policy",
    ):  # fmt: skip
        assert own[part] == whole[part], part
    assert "\n".join(own["statement"]).count("/terms/") == 1
    terms = own["policy"]["scale"]
    needed = (terms["warn_manifest"], terms["min_manifest"], terms["min_after_warning"])
    assert needed == (2, 3, 1)
    assert own["persons"] == [
        {"part": each["part"], "id": None, "name": None, "label": each["label"]}
        for each in whole["persons"]
    ]
    assert [each["what"] for each in own["withheld"]] == ["staff", "others", "sellers", "methods"]
    assert all(each["text"] for each in own["withheld"])
    assert whole["withheld"] == []
    for stranger in (case.other, caller("counsel", "lou")):
        assert stranger.get(path).status_code == 404
        assert stranger.get(f"{path}.pdf").status_code == 404
    for reader in (case.rev, case.acme):
        pdf = reader.get(f"{path}.pdf?language=zh")
        assert (pdf.mimetype, pdf.headers["Content-Language"]) == ("application/pdf", "zh")
        assert b"/StructTreeRoot" in pdf.data
    file(case)
    case.ben.post(f"/boycotts/{boycott_id}/impose", TERM)
    case.acme.post(f"/boycotts/{boycott_id}/appeal", {"grounds": "New owners."})
    judge = caller("counsel", "mia").get(path).get_json()
    assert (judge["whole"], judge["appeal"]["grounds"]) == (True, "New owners.")
    assert judge["treatments"] == LawPolicy().treatments()


def test_what_a_warning_names_is_read_by_staff_and_its_filer(case):
    boycott_id = warned(case)
    path = f"/boycotts/{boycott_id}"
    for reader in (case.rev, case.acme):
        items = reader.get(f"{path}/named").get_json()["items"]
        assert [(each["merit"], each["stands"]) for each in items] == [
            ("manifestly_unfounded", True)
        ] * 3
        assert items[0]["listing"].startswith("https://shop.example/item/")
    first = case.rev.get(f"{path}/named?limit=2").get_json()
    rest = case.rev.get(f"{path}/named?limit=2&cursor={first['next']}").get_json()
    assert [len(page["items"]) for page in (first, rest)] == [2, 1]
    assert case.rev.get(f"{path}/named?named_for=imposition").get_json()["items"] == []
    assert case.other.get(f"{path}/named").status_code == 404
    grade = {"merit": "unfounded", "reason": "An honest error."}
    claim = case.rev.get(f"{path}/named").get_json()["items"][0]["claim_id"]
    assert case.rev.post(f"/claims/{claim}/grade", grade).status_code == 200
    seen = case.acme.get(path).get_json()
    assert (seen["ground"], seen["regraded"]) == ("manifestly_unfounded", 1)
    assert seen["after_warning"] == {"number": 0, "claims": 0, "accounts": 0}
    named = case.acme.get(f"{path}/named").get_json()["items"][0]
    assert (named["merit"], named["stands"]) == ("unfounded", False)


def test_nobody_is_warned_for_nothing_over_http(case):
    with case.database.transaction() as session:
        graded = select(Claim).where(Claim.merit == "manifestly_unfounded").order_by(Claim.id)
        for claim in session.scalars(graded).all()[:2]:
            claim.merit = None
    path = f"/boycotts/{proposed(case)['id']}"
    for refused in (case.ann.post(f"{path}/warn"), case.ann.post(f"{path}/preview", WARN)):
        answer = refused.get_json()
        assert (refused.status_code, answer["type"].rsplit("/", 1)[1]) == (409, "too-few-graded")
        assert (answer["graded"], answer["needed"]) == (1, 2)
        assert "Grade closed claims first" in answer["detail"]
    assert case.rev.get("/letters?kind=boycott_warning").get_json()["items"] == []


def test_a_proposal_takes_reasons_by_code_and_another_ground_when_it_is_shown(case):
    hand = case.ann.post(f"/flags/{case.flag}/boycotts", {**WORDS, "ground": "one_hand"})
    assert hand.get_json()["type"].endswith("ground-not-shown")
    codes = {
        "reasons_codes": ["no-right"], "gravity_codes": ["many-sellers"], "intention": "Money.",
    }  # fmt: skip
    made = case.ann.post(f"/flags/{case.flag}/boycotts", codes).get_json()["items"][0]
    assert made["codes"] == {"reasons": ["no-right"], "gravity": ["many-sellers"], "intention": []}
    assert made["four_factors"]["intention"] == "Money."
    assert made["reasons"].startswith("The complaints name rights that do not exist")


def test_a_case_that_was_warned_for_nothing_before_is_in_a_list(case):
    boycott_id = answered(case)
    assert case.rev.get("/boycotts?state=names_nothing").get_json()["items"] == []
    with case.database.transaction() as session:
        session.query(BoycottClaim).delete()
    (listed,) = case.rev.get("/boycotts?state=names_nothing").get_json()["items"]
    assert listed["id"] == boycott_id
    file(case)
    refused = case.ben.post(f"/boycotts/{boycott_id}/impose", TERM).get_json()
    assert refused["type"].endswith("warning-names-nothing")


def test_who_stands_in_is_no_second_person_of_its_own_step(case):
    def stand_in_for(absent, stand_in):
        given = {"until": utcnow().date().isoformat(), "stand_in_id": stand_in.id}
        assert absent.put(f"/people/{absent.id}/absence", given).status_code == 200

    def refused(answer):
        return answer.status_code, answer.get_json()["type"].rsplit("/", 1)[1]

    path = f"/boycotts/{answered(case)}"
    file(case)
    stand_in_for(case.ben, case.ann)
    assert refused(case.ann.post(f"{path}/impose", TERM)) == (403, "second-person-needed")
    # Who stands in for the one who proposed is another person, and looks with other eyes.
    case.ben.delete(f"/people/{case.ben.id}/absence")
    stand_in_for(case.ann, case.ben)
    assert case.ben.post(f"{path}/impose", TERM).status_code == 200
    case.acme.post(f"{path}/appeal", {"grounds": "New owners."})
    stand_in_for(case.cem, case.ben)
    decision = {"decision": "lift", "argued": "It is said to be wrong.", "reason": "They changed."}
    assert refused(case.ben.post(f"{path}/appeal/decide", decision)) == (
        403, "second-person-needed",
    )  # fmt: skip
    assert case.ann.post(f"{path}/appeal/decide", decision).status_code == 403
    assert case.cem.post(f"{path}/appeal/decide", decision).status_code == 200
