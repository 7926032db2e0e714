"""Events reach a real receiver, in a process of its own, at least once and in order."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from flask import Flask
from sqlalchemy import func, select, update
from standardwebhooks import Webhook as Verifier
from standardwebhooks import WebhookVerificationError

from complaints import outgoing
from complaints.base.clock import utcnow
from complaints.jobs import calling
from complaints.models import OutwardEvent, Webhook, WebhookDelivery
from complaints.outgoing import NotTakenError
from complaints.queries.upkeep.retention import ended_keys
from complaints.rules.actors import ActorKind, Scope
from complaints.rules.outward.webhooks import JITTER, LOST_AFTER, WAITS, Failure, wait_after
from complaints.services.logins import partners, people
from complaints.services.upkeep import retention
from complaints.storage.context import Context
from tests.api.bodies import ITEM, complaint, pointers
from tests.outward.receiver import Receiver
from tests.scenes.accounts import make_account, sign_in
from tests.scenes.callers import PLACES, Caller, app_of, make_caller
from tests.scenes.working import working
from tests.web.accounts.mailbox import letters_to

Callers = Callable[..., Caller]
HOME = {"Accept": "text/html", "Sec-Fetch-Site": "same-origin"}


@pytest.fixture
def receiver(tmp_path: Path) -> Iterator[Receiver]:
    one = Receiver(tmp_path)
    yield one
    one.end()


@pytest.fixture
def near(context: Context) -> Context:
    """The service, allowed to send to this machine."""
    return replace(context, config=replace(context.config, webhook_loopback=True))


@pytest.fixture
def acme(near: Context) -> Caller:
    return make_caller(app_of(near), near, "filer")


def hook(caller: Caller, url: str, **more: Any) -> dict[str, Any]:
    made = caller.post("/webhooks", {"url": url, **more})
    assert made.status_code == 201, made.get_json()
    body: dict[str, Any] = made.get_json()
    return body


def call(context: Context, at: datetime | None = None) -> int:
    """Send all that is due at a moment; return how many attempts it took."""
    calls: calling.Calls = {}
    with ThreadPoolExecutor(4) as pool:
        calling.begin_calls(context, lambda: at or utcnow(), pool, calls, threading.Event())
    return sum(each.result() for each in calls.values())


def file(caller: Caller, number: int = 1) -> dict[str, Any]:
    body: dict[str, Any] = caller.post(
        "/complaints", complaint(targets=[{"url": f"{ITEM}{number}", "store_id": "s9"}])
    ).get_json()
    return body


@pytest.mark.both_databases
def test_what_changed_arrives_signed_and_in_order(
    near: Context, acme: Caller, receiver: Receiver
) -> None:
    made = hook(acme, receiver.at("take"))
    claim = file(acme)["targets"][0]["claim_id"]
    acme.post(f"/claims/{claim}/withdraw")
    call(near)
    came = receiver.came()
    told = acme.get("/events").get_json()["items"]
    assert [json.loads(each["body"])["id"] for each in came] == [each["id"] for each in told]
    for each in came:
        Verifier(made["secret"]).verify(each["body"], each["headers"])
        assert each["headers"]["webhook-id"] == json.loads(each["body"])["id"]
    forged = came[0]["body"].replace("complaint", "complaint ")
    with pytest.raises(WebhookVerificationError):
        Verifier(made["secret"]).verify(forged, came[0]["headers"])
    # Once they have arrived nothing is sent again.
    assert call(near) == 0
    log = acme.get(f"/webhooks/{made['id']}/deliveries").get_json()["items"]
    assert {(each["status"], each["failure"], each["due_at"]) for each in log} == {
        (204, None, None)
    }


@pytest.mark.both_databases
def test_what_a_clock_put_off_that_was_ahead_is_sent_when_it_is_right(
    near: Context, acme: Caller, receiver: Receiver
) -> None:
    hook(acme, receiver.at("take"), types=["complaint.filed"])
    file(acme)
    ahead = utcnow() + timedelta(days=300)
    calling.put_on_their_way(near, ahead)
    with near.database.transaction() as session:
        # Whoever tried then has ended.
        session.execute(update(Webhook).values(busy_until=ahead))
    assert call(near) == 0
    assert call(near, utcnow() + LOST_AFTER) == 1
    assert len(receiver.came()) == 1


def test_an_account_is_sent_its_own_alone_as_its_key_reads(
    near: Context, acme: Caller, receiver: Receiver
) -> None:
    other = make_caller(app_of(near), near, "filer", "other")
    hook(other, receiver.at("take"))
    hook(acme, receiver.at("take"), types=["claim.withdrawn"])
    claim = file(acme)["targets"][0]["claim_id"]
    acme.post(f"/claims/{claim}/withdraw")
    call(near)
    assert [json.loads(each["body"])["type"] for each in receiver.came()] == ["claim.withdrawn"]
    assert other.get("/webhooks/2/deliveries").status_code == 404
    assert [each["id"] for each in other.get("/webhooks").get_json()["items"]] == [1]
    for way in ("secret", "test", "resume", "deliveries/1/replay"):
        assert other.post(f"/webhooks/2/{way}").status_code == 404
    assert other.delete("/webhooks/2").status_code == 404


def test_of_one_object_no_event_overtakes_another(
    near: Context, acme: Caller, receiver: Receiver
) -> None:
    made = hook(acme, receiver.at("fail"), types=["claim.withdrawn", "complaint.filed"])
    filed = file(acme)
    acme.post(f"/claims/{filed['targets'][0]['claim_id']}/withdraw")
    file(acme, 2)
    assert call(near) == 3
    with near.database.transaction() as session:
        # Two events of one object, the first of which failed: the second waits for it.
        session.execute(update(WebhookDelivery).values(subject="claim", subject_id=1))
    later = utcnow() + timedelta(days=1)
    acme.put(f"/webhooks/{made['id']}", {"url": receiver.at("fail")})
    with near.database.transaction() as session:
        session.execute(update(WebhookDelivery).values(due_at=later).where(WebhookDelivery.id == 1))
    assert call(near, later - timedelta(seconds=1)) == 0
    acme.put(f"/webhooks/{made['id']}", {"url": receiver.at("take")})
    assert call(near, later + timedelta(seconds=1)) >= 3
    taken = [json.loads(e["body"])["id"] for e in receiver.came() if e["path"] == "/take"]
    assert taken == [
        each["id"] for each in acme.get("/events").get_json()["items"]
        if each["type"] in ("claim.withdrawn", "complaint.filed")
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("path", "failure", "status"),
    [
        ("fail", "status", 500),
        ("redirect", "redirect", 307),
        ("much", "too_large", 200),
        ("wrong", "unreachable", None),
        ("die", "unreachable", None),
    ],
)
def test_what_a_receiver_does_wrong_is_in_the_log_and_tried_again(
    near: Context, acme: Caller, receiver: Receiver, path: str, failure: str, status: int | None
) -> None:
    made = hook(acme, receiver.at(path))
    acme.post(f"/webhooks/{made['id']}/test")
    assert call(near) == 1
    (row,) = acme.get(f"/webhooks/{made['id']}/deliveries").get_json()["items"]
    assert (row["failure"], row["status"], row["attempts"]) == (failure, status, 1)
    assert row["due_at"]
    assert len(row["answer"]) <= 500
    assert call(near) == 0
    assert call(near, utcnow() + WAITS[0] * 2) == 1
    assert len(receiver.came()) == 2
    assert {each["headers"]["webhook-id"] for each in receiver.came()} == {"test_1"}


def test_a_slow_receiver_holds_up_itself_alone(
    near: Context, acme: Caller, receiver: Receiver
) -> None:
    other = make_caller(app_of(near), near, "filer", "other")
    hook(acme, receiver.at("hang"))
    hook(other, receiver.at("take"), types=["complaint.filed"])
    file(acme)
    for number in range(2, 7):
        file(other, number)
    calls: calling.Calls = {}
    stop = threading.Event()
    with ThreadPoolExecutor(4) as pool:
        calling.begin_calls(near, utcnow, pool, calls, stop)
        assert calls[2].result() == 5
        assert not calls[1].done()
        calling.begin_calls(near, utcnow, pool, calls, stop)
        assert list(calls) == [1]
        stop.set()
        receiver.process.kill()


def test_what_the_account_may_no_longer_read_is_not_sent(near: Context, receiver: Receiver) -> None:
    app = app_of(near)
    market = make_caller(app, near, "marketplace")
    acme, rev = make_caller(app, near, "filer"), make_caller(app, near, "reviewer")
    made = hook(market, receiver.at("take"), types=["claim.taken_down", "claim.withdrawn"])
    filed = file(acme)
    rev.post(f"/complaints/{filed['id']}/decide", {"decision": "take_down", "reason": "shown"})
    calling.put_on_their_way(near, utcnow())
    with near.database.transaction() as session:
        partners.run_marketplaces(working(session), "marketplace", remove=PLACES)
    call(near)
    assert receiver.came() == []
    assert market.get(f"/webhooks/{made['id']}/deliveries").get_json()["items"] == []


def test_a_key_that_may_less_does_not_find_what_one_made_that_may_more(near: Context) -> None:
    app = app_of(near)
    market, lesser = make_caller(app, near, "both"), None
    made = hook(market, "https://hooks.example/in")
    with near.database.transaction() as session:
        issued = people.issue_key(
            working(session), kind=ActorKind.PARTNER, owner_id=market.id, label="l",
            scopes={Scope.DELIVER}, vault=near.vault,
        )  # fmt: skip
    lesser = Caller(app, issued.secret, ActorKind.PARTNER, market.id)
    assert lesser.get("/webhooks").get_json()["items"] == []
    for answer in (
        lesser.put(f"/webhooks/{made['id']}", {"url": "https://evil.example/"}),
        lesser.post(f"/webhooks/{made['id']}/secret"),
        lesser.delete(f"/webhooks/{made['id']}"),
    ):
        assert answer.status_code == 404


@pytest.mark.parametrize("url", ["https://hooks.example:99999/in", "https://[::1/in"])
def test_what_is_no_address_at_all_is_said(caller: Callers, url: str) -> None:
    assert pointers(caller("filer").post("/webhooks", {"url": url})) == ["/url"]
    with pytest.raises(NotTakenError):
        outgoing.post(url, b"{}", {}, loopback=True)


@pytest.mark.parametrize("path", ["hang", "drip"])
def test_who_is_slow_is_cut_off(receiver: Receiver, path: str) -> None:
    with pytest.raises(NotTakenError) as caught:
        outgoing.post(receiver.at(path), b"{}", {}, loopback=True, within=0.4)
    assert caught.value.failure is Failure.TOO_SLOW


@pytest.mark.parametrize(
    ("url", "loopback", "failure"),
    [
        ("http://127.0.0.1:9/", False, Failure.FORBIDDEN_ADDRESS),
        ("https://localhost:9/", False, Failure.FORBIDDEN_ADDRESS),
        ("https://10.1.2.3/", True, Failure.FORBIDDEN_ADDRESS),
        ("https://[::ffff:127.0.0.1]/", False, Failure.FORBIDDEN_ADDRESS),
        ("https://0x7f000001/", False, Failure.FORBIDDEN_ADDRESS),
        ("https://169.254.169.254/latest", True, Failure.FORBIDDEN_ADDRESS),
        ("http://127.0.0.1:1/", True, Failure.UNREACHABLE),
    ],
)
def test_no_address_of_our_own_network_is_called(
    url: str, loopback: bool, failure: Failure
) -> None:
    with pytest.raises(NotTakenError) as caught:
        outgoing.post(url, b"{}", {}, loopback=loopback)
    assert caught.value.failure is failure


def test_a_name_is_looked_up_once_and_all_that_it_stands_for_is_looked_at(
    receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The name changes between look-up and connection: the connection goes where was looked."""
    asked = []

    def look_up(host: str, port: int, *_more: Any, **_options: Any) -> list[Any]:
        asked.append(host)
        address = "127.0.0.1" if host != "hooks.example" or len(asked) == 1 else "127.0.0.2"
        return [(2, 1, 6, "", (address, port))]

    monkeypatch.setattr("socket.getaddrinfo", look_up)
    url = f"http://hooks.example:{receiver.port}/take"
    assert outgoing.post(url, b"{}", {}, loopback=True).status == 204
    assert asked.count("hooks.example") == 1
    assert receiver.came()[0]["headers"]["Host"] == f"hooks.example:{receiver.port}"
    mixed = [(2, 1, 6, "", (address, 443)) for address in ("9.9.9.9", "127.0.0.1")]
    monkeypatch.setattr("socket.getaddrinfo", lambda *_a, **_o: mixed)
    with pytest.raises(NotTakenError) as caught:
        outgoing.post("https://hooks.example/", b"{}", {}, loopback=True)
    assert caught.value.failure is Failure.FORBIDDEN_ADDRESS


def test_an_address_that_is_dead_rests_and_its_account_is_told(
    near: Context, acme: Caller, receiver: Receiver
) -> None:
    make_caller(app_of(near), near, "administrator")
    made = hook(acme, receiver.at("fail"))
    file(acme)
    moment = utcnow()
    for wait in (*WAITS, timedelta()):
        call(near, moment)
        moment += wait * (1 + JITTER) + timedelta(seconds=1)
    (one,) = acme.get("/webhooks").get_json()["items"]
    assert one["paused_for"] == "status"
    log = acme.get(f"/webhooks/{made['id']}/deliveries").get_json()["items"]
    assert max(each["attempts"] for each in log) == len(WAITS) + 1
    assert any(each["given_up"] for each in log)
    file(acme, 2)
    assert call(near, moment + timedelta(days=9)) == 0
    # Nothing is lost: what was not given up, and what came meanwhile, goes on.
    acme.put(f"/webhooks/{made['id']}", {"url": receiver.at("take")})
    acme.post(f"/webhooks/{made['id']}/resume")
    given_up = [each["id"] for each in log if each["given_up"]]
    for each in given_up:
        acme.post(f"/webhooks/{made['id']}/deliveries/{each}/replay")
    call(near)
    taken = {json.loads(e["body"])["id"] for e in receiver.came() if e["path"] == "/take"}
    assert taken == {each["id"] for each in acme.get("/events").get_json()["items"]}


def test_whoever_says_that_nobody_is_there_is_left_alone_at_once(
    near: Context, acme: Caller, receiver: Receiver
) -> None:
    hook(acme, receiver.at("gone"))
    file(acme)
    assert call(near) == 1
    (one,) = acme.get("/webhooks").get_json()["items"]
    assert one["paused_for"] == "gone"


def test_a_worker_that_died_between_answer_and_note_sends_it_once_more(
    near: Context, acme: Caller, receiver: Receiver
) -> None:
    made = hook(acme, receiver.at("take"))
    acme.post(f"/webhooks/{made['id']}/test")
    call(near)
    with near.database.transaction() as session:
        # As it was when the attempt had begun.
        lost = {"done_at": None, "lease": "lost", "attempts": 0}
        session.execute(update(WebhookDelivery).values(**lost))
        hooked = session.execute(select(WebhookDelivery.id)).scalar_one()
        assert hooked == 1
    assert call(near) == 1
    assert [each["headers"]["webhook-id"] for each in receiver.came()] == ["test_1"] * 2


def test_a_secret_is_told_once_and_changed_with_overlap(
    near: Context, acme: Caller, receiver: Receiver
) -> None:
    made = hook(acme, receiver.at("take"))
    assert "secret" not in acme.get("/webhooks").get_json()["items"][0]
    renewed = acme.post(f"/webhooks/{made['id']}/secret").get_json()["secret"]
    acme.post(f"/webhooks/{made['id']}/test")
    call(near)
    (first,) = receiver.came()
    for secret in (made["secret"], renewed):
        Verifier(secret).verify(first["body"], first["headers"])
    acme.post(f"/webhooks/{made['id']}/test")
    call(near, utcnow() + timedelta(hours=25))
    last = receiver.came()[-1]["headers"]["webhook-signature"]
    assert len(last.split()) == 1


def test_what_is_no_address_for_events_is_refused(app: Flask, caller: Callers) -> None:
    acme = caller("filer")
    for wrong in (
        "http://hooks.example/in", "https://127.0.0.1/", "https://10.0.0.1/", "https://localhost/x",
        "ftp://hooks.example/", "https://u:p@hooks.example/", "https://[::1]/", "https://intranet/",
    ):  # fmt: skip
        assert pointers(acme.post("/webhooks", {"url": wrong})) == ["/url"], wrong
    assert acme.post("/webhooks", {"url": "https://hooks.example/in"}).status_code == 201
    for _ in range(4):
        acme.post("/webhooks", {"url": "https://hooks.example/in"})
    assert acme.post("/webhooks", {"url": "https://hooks.example/in"}).status_code == 409
    assert caller("reviewer").post("/webhooks", {"url": "https://a.example/"}).status_code == 403


def links_to(app: Flask, email: str) -> list[str]:
    """Return the path to which each letter about a webhook leads that came to this address."""
    about = [body for kind, body in letters_to(app, email) if kind == "webhook"]
    return [urlsplit(body.split()[-1]).path for body in about]


def test_each_letter_leads_to_a_page_that_its_reader_opens(
    near: Context, receiver: Receiver
) -> None:
    app = app_of(near)
    cleo = make_account(app, "administrator", "cleo")
    shop, acme = (make_caller(app, near, *who) for who in (("marketplace",), ("filer", "acme")))
    hook(acme, receiver.at("take"))
    made = hook(shop, receiver.at("gone"))
    shop.post(f"/webhooks/{made['id']}/test")
    call(near)
    administrator, filer = app.test_client(), app.test_client()
    sign_in(administrator, "administrator", "cleo")
    paths = links_to(app, cleo)
    assert paths == ["/console/webhooks"] * 3
    page = administrator.get(paths[0]).text
    assert "Paused" in page
    assert all(receiver.at(path) in page for path in ("gone", "take"))
    # Once somebody signs in for the filer, it is the filer's own.
    sign_in(filer, "filer", "acme")
    hook(acme, receiver.at("fail"))
    (own,) = links_to(app, make_account(app, "filer", "acme"))
    assert filer.get(own).status_code == 200
    assert receiver.at("fail") not in administrator.get("/console/webhooks").text
    resumed = [administrator.post(f"/console/webhooks/{number}/resume", headers=HOME).status_code
               for number in (1, 2)]  # fmt: skip
    assert resumed == [404, 303]
    assert shop.get("/webhooks").get_json()["items"][0]["paused_for"] is None


def test_waits_grow_over_three_days_and_then_it_is_given_up() -> None:
    assert timedelta(days=2, hours=12) < sum(WAITS, timedelta()) < timedelta(days=3, hours=12)
    assert wait_after(1, 0) == WAITS[0]
    assert wait_after(len(WAITS), 1) == WAITS[-1] * (1 + JITTER)
    assert wait_after(len(WAITS) + 1, 0) is None


def test_events_are_pruned_by_their_age_alone(near: Context, acme: Caller) -> None:
    """Were some left out for who takes nothing, others could not tell that the rest are gone."""
    hook(acme, "https://hooks.example/in")
    file(acme)
    calling.put_on_their_way(near, utcnow())
    later = utcnow() + timedelta(days=400)
    with near.database.reading() as session:
        kept = session.scalar(select(func.count()).select_from(OutwardEvent)) or 0
        # The newest stays: places are counted on from it.
        keys = ended_keys(session, "outward_event", now=later, limit=9)
        assert len(keys) == kept - 1
    with near.database.transaction() as session:
        assert retention.delete_ended(working(session, now=later), "outward_event", keys)
        left = session.scalars(select(WebhookDelivery.event_id)).all()
        assert set(left) <= set(session.scalars(select(OutwardEvent.id)))


def test_the_account_reads_its_log_and_acts_on_it(near: Context, receiver: Receiver) -> None:
    app = app_of(near)
    acme, client = make_caller(app, near, "filer", "acme"), app.test_client()
    made = hook(acme, receiver.at("fail"))
    sign_in(client, "filer", "acme")
    page = f"/account/webhooks/{made['id']}"
    assert client.post(f"{page}/test").status_code == 303
    call(near)
    shown = client.get(page).get_data(as_text=True)
    assert "Out of order." in shown
    assert "test_1" in shown
    assert receiver.at("fail") in client.get("/account/webhooks").get_data(as_text=True)
    assert client.post(f"{page}/deliveries/1/replay").status_code == 303
    assert call(near) == 1
    assert "Remove this webhook?" in client.post(f"{page}/remove").get_data(as_text=True)
    client.post(f"{page}/remove", data={"confirmed": "true"})
    assert acme.get("/webhooks").get_json()["items"] == []
    assert client.get(page).status_code == 404
