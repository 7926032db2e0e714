"""Batches of complaints: each is filed in a transaction of its own, and answered by itself."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from flask import Response, current_app

from complaints.api.filing.complaints import FILES, answer_complaint
from complaints.base.codes import Code
from complaints.base.errors import Refusal, invalid
from complaints.http import filing, rate_limits, replay
from complaints.http.endpoint import Blueprint, Call, endpoint
from complaints.rules.actors import Actor
from complaints.rules.staff.door_bars import FILERS_OWN
from complaints.schemas.filing.batches import BatchIn, BatchOut
from complaints.schemas.filing.complaints import FiledOut
from complaints.words import message as _
from complaints.work import begin_work

blp = Blueprint("batches", __name__, description="Many complaints at once")
STOPPED = _("The service is being restarted, so this one was not looked at. Send it again.")


def _require_room(actor: Actor, body: Mapping[str, Any]) -> None:
    """Refuses with: rate-limited, where not all of them can be filed now. Each is counted as its
    turn comes, for its own filer."""
    rate_limits.limiter().require(rate_limits.of_filing(actor), len(body["complaints"]))


@endpoint(blp, "POST", "/complaints/batch", scopes=FILES, body=BatchIn, answer=BatchOut, many=True,
          bars=FILERS_OWN, filing=_require_room)  # fmt: skip
def file_batch(call: Call, body: dict[str, Any]) -> dict[str, object]:
    """File up to 1,000 complaints, each as if it came alone: what is wrong with one is no matter to
    the others. Each has a `reference`: sent again, it is answered as it was the first time, for
    seven days, and files nothing twice."""
    answers = [_answer(call, sent) for sent in body["complaints"]]
    items = [_item(answer) for answer in answers]
    return {
        "items": items,
        "filed": sum(answer.status_code == 201 for answer in answers),
        "refused": sum(item["problem"] is not None for item in items),
    }


def _item(answer: Response) -> dict[str, Any]:
    said, is_good = answer.get_json(), answer.status_code < 400
    return {
        "status": answer.status_code,
        "repeated": "Idempotency-Replayed" in answer.headers,
        "answer": said if is_good else None,
        "problem": None if is_good else said,
    }


def _answer(call: Call, sent: Any) -> Response:
    """Return the answer to one complaint, by the one error map whatever goes wrong with it."""
    try:
        if call.context.stopping.is_set():
            raise Refusal("unavailable", STOPPED, retry_after=1)
        members = _read(call.actor, sent)
        rate_limits.limiter().take(filing.buckets_of_complaint(call.actor, members))
        with begin_work(call.context, call.actor) as work:
            return _once(replace(call, work=work), members, sent)
    except Exception as error:
        # One bad item must not end the others.
        return current_app.make_response(current_app.handle_user_exception(error))


def _read(actor: Actor, sent: Any) -> dict[str, Any]:
    """Return the members of a complaint. One that does not hold is counted for the account, as a
    thousand of them cost seconds of work. Refuses with: rate-limited; as `read_complaint` does."""
    try:
        members = filing.read_complaint(json.dumps(sent).encode())
        if "reference" not in members:
            raise invalid(
                "/reference",
                Code.REQUIRED,
                _("Each complaint of a batch needs a reference of yours."),
            )
    except Refusal:
        rate_limits.limiter().take(rate_limits.of_filing(actor))
        raise
    return members


def _once(call: Call, members: dict[str, Any], sent: Mapping[str, Any]) -> Response:
    """File a complaint, or return the answer that its reference got before."""
    if members.get("dry_run"):
        return _rendered(answer_complaint(call, members))
    # No key that is sent in a header has a space.
    key, body = f"reference {members['reference']}", json.dumps(sent).encode()
    once = replay.as_sent(key, call.actor, FILES, body)
    stored = replay.claim_key(call.session, once, now=call.now)
    if stored is not None:
        return stored
    response = _rendered(answer_complaint(call, members))
    replay.remember(call.session, once, response)
    return response


def _rendered(answered: Any) -> Response:
    if isinstance(answered, Response):
        return answered
    document, status, *_headers = answered
    text = json.dumps(FiledOut().dump(document), ensure_ascii=False)
    return Response(text, status, mimetype="application/json")
