"""The one error map: what a refusal's slug means in HTTP, and the page that explains it.

A slug is a path under /problems/, a row of docs/problems.md (a test compares them) and, in this
table, a status, a title and what to do next.
"""

from __future__ import annotations

import json
from dataclasses import dataclass

from flask import Response, current_app
from werkzeug.exceptions import HTTPException

from complaints.base.errors import Refusal
from complaints.http.languages import say_here
from complaints.schemas import fields
from complaints.schemas import problem_types as types
from complaints.schemas import problems as shapes
from complaints.words import Message
from complaints.words import message as _

MEDIA_TYPE = "application/problem+json"


@dataclass(frozen=True, slots=True)
class Problem:
    """One type of problem. `todo` tells the reader what to do next; a person at a page reads
    `on_page` instead, where what a program is told means nothing there. `schema` declares the facts
    of its answer."""

    status: int
    title: Message
    todo: Message
    on_page: Message | None = None
    schema: type[shapes.PlainProblem] = shapes.PlainProblem


PROBLEMS: dict[str, Problem] = {
    "malformed": Problem(
        400,
        _("The request cannot be read"),
        _("Send well-formed JSON in UTF-8, and parameters as the API page describes them."),
    ),
    "unauthorised": Problem(
        401,
        _("No valid key"),
        _(
            "Send your API key in the header “Authorization: Bearer …”. If it was revoked, "
            "ask the operator for a new one."
        ),
    ),
    "forbidden": Problem(
        403,
        _("Your key or role may not do this"),
        _("Use a key with the scope or role that the answer names."),
        schema=types.ForbiddenProblem,
    ),
    "second-person-needed": Problem(
        403,
        _("A second person is needed"),
        _("Ask a colleague who took no earlier part in this case to do it."),
    ),
    "proof-needed": Problem(
        403,
        _("Confirm that it is you"),
        _("Enter your password and your second factor again, then send it once more."),
    ),
    "no-successor": Problem(
        403,
        _("This key makes no other key"),
        _(
            "Have its owner sign in and make a key on the page of the account. Where nobody signs "
            "in for the owner, ask an administrator or the operator for one."
        ),
    ),
    "two-sides": Problem(
        403,
        _("Your account is on the other side of this case"),
        _(
            "You cannot act for both sides of one case. Let the other side answer by the link in "
            "its letter, or ask staff to enter its answer."
        ),
    ),
    "one-let-in-the-other": Problem(
        403,
        _("The two of you count as one person here"),
        _(
            "One of you gave the other access, restored it, or removed a second factor, and "
            "nobody else approved it. Have a second administrator or the operator approve it, or "
            "ask another colleague."
        ),
    ),
    "takes-part": Problem(
        403,
        _("Only somebody outside the case may print this letter"),
        _(
            "Anybody who reads its link could answer in place of the addressee. Ask a colleague "
            "who has no part in the case, or the operator, to print it."
        ),
    ),
    "code-needed": Problem(
        403,
        _("A code is needed"),
        _(
            "Open the page of the link, ask for a code and enter it there. The code is sent "
            "separately from the link. If you have an account, you can sign in instead."
        ),
    ),
    "boycotted": Problem(
        403,
        _("Complaints of this filer are not processed for now"),
        _(
            "We have kept the complaint and the date on which you sent it. Follow the link to "
            "read the reasons and to appeal. After the end date you can file as before."
        ),
        schema=types.BoycottedProblem,
    ),
    "person-decides": Problem(
        403,
        _("A person has to decide this"),
        _(
            "One of these holds: this is an appeal, or a past takedown that is put right; "
            "the right does not apply where the listing is offered, or nobody has said where "
            "it applies; or we have stopped processing this filer's complaints, but the law "
            "of this claim does not let us refuse it unread. Sign in to decide it, or use a "
            "key that may review."
        ),
    ),
    "not-found": Problem(
        404,
        _("Not found, or you do not have access to it"),
        _("Check the address or the id, and that you use the key of the right account."),
        _("Check the address, or sign in with the account that the page belongs to."),
        schema=shapes.Problem,
    ),
    "method-not-allowed": Problem(
        405, _("That cannot be done here"), _("See the API page for what this address allows.")
    ),
    "wrong-state": Problem(
        409,
        _("Not possible in this state"),
        _("Read it again; the answer lists what is possible now."),
        schema=types.WrongStateProblem,
    ),
    "not-all-members": Problem(
        409,
        _("Not possible for all of these accounts"),
        _(
            "Nothing was done. The answer says which accounts stand in the way and why: "
            "leave them out, or correct what is wrong, then send it again."
        ),
        schema=types.NotAllMembersProblem,
    ),
    "taken": Problem(
        409,
        _("Already taken"),
        _("Choose another name or reference, or use what is there."),
        schema=types.TakenProblem,
    ),
    "held": Problem(
        409,
        _("A colleague works on this"),
        _("Take another case, or ask the colleague to give this one back."),
        schema=types.HeldProblem,
    ),
    "lease-refused": Problem(
        409,
        _("You cannot take this case now"),
        _(
            "Give back a case that you are not working on, or wait until the time that the "
            "answer names. You can work on a case that nobody has in hand."
        ),
        schema=types.LeaseRefusedProblem,
    ),
    "decision-pending": Problem(
        409,
        _("This claim is being decided"),
        _("Wait until the moment that the answer names, then read the claim again."),
        schema=types.DecisionPendingProblem,
    ),
    "goes-another-way": Problem(
        409,
        _("This letter goes out another way"),
        _("It already goes out another way. Wait for that, or ask the operator to print it."),
        schema=types.GoesAnotherWayProblem,
    ),
    "too-few-graded": Problem(
        409,
        _("Too few claims are graded manifestly unfounded"),
        _("Ask reviewers to grade closed claims first. Only grades given by a person count."),
        schema=types.TooFewGradedProblem,
    ),
    "sample-ungraded": Problem(
        409,
        _("The sample of this case is not graded yet"),
        _(
            "Grade the claims that the answer names. They were drawn at random, so that the "
            "share does not depend on what staff chose to grade."
        ),
        schema=types.SampleUngradedProblem,
    ),
    "warning-names-nothing": Problem(
        409,
        _("The warning of this case named no complaint"),
        _("Drop the case, grade closed claims, then propose and warn anew."),
    ),
    "ground-not-shown": Problem(
        409,
        _("The record does not show this ground"),
        _("Show it first, as the answer says, or propose the case on another ground."),
    ),
    "answer-period-runs": Problem(
        409,
        _("The filer can still answer"),
        _(
            "Wait until the time that the answer names. Only the filer can end it earlier. "
            "If the answer names no time, the warning has not reached the filer yet."
        ),
        schema=types.AnswerPeriodRunsProblem,
    ),
    "nobody-to-judge-appeal": Problem(
        409,
        _("There is nobody who could decide an appeal"),
        _(
            "Ask an administrator to add outside counsel or a third member of staff, or to "
            "approve what is waiting for a second approval."
        ),
    ),
    "warning-heeded-so-far": Problem(
        409,
        _("Nothing new has happened since the warning"),
        _(
            "Grade what was filed after the warning was delivered. If the case is too grave "
            "to wait, one person records why, and another agrees with that reason."
        ),
        schema=types.WarningHeededSoFarProblem,
    ),
    "flag-unsupported": Problem(
        409,
        _("The newest scan no longer supports the flag"),
        _("Read what changed. Then record why you go on with the case, or drop it."),
    ),
    "authority-unverified": Problem(
        409,
        _("The filer's authority is not verified"),
        _(
            "Verify that the filer may speak for the rights holder and record it, or reject "
            "the claim."
        ),
        schema=types.AuthorityUnverifiedProblem,
    ),
    "register-names-another": Problem(
        409,
        _("The register names another holder of this right"),
        _("Register the right again with its certificate, so that a person can compare it."),
    ),
    "no-register-mailbox": Problem(
        409,
        _("The register shows no email address for this right"),
        _("Register the right again with its certificate, so that a person can compare it."),
    ),
    "filer-being-checked": Problem(
        409,
        _("Staff must first check who is filing"),
        _(
            "Check who is filing: decide whether the two accounts are the same, or compare the "
            "filer's document. You can also let the complaint go on or reject the claim. After "
            "the time that the answer names it goes on by itself."
        ),
        schema=types.FilerBeingCheckedProblem,
    ),
    "seller-not-heard": Problem(
        409,
        _("The seller can still answer"),
        _(
            "Wait for the seller's answer, or until the day that this answer names, or reject the "
            "claim."
        ),
        schema=types.SellerNotHeardProblem,
    ),
    "law-forbids": Problem(
        409,
        _("The law does not allow this listing to stay down"),
        _(
            "The answer names the law and the day. You can still decide that the notice was "
            "wrong. If the filer has told you of a lawsuit, record it."
        ),
        schema=types.LawForbidsProblem,
    ),
    "link-expired": Problem(
        410,
        _("This link is too old"),
        _(
            "Open its page and ask for a new one. We send it to where the first one went. Or "
            "write to the marketplace and name the complaint."
        ),
    ),
    "stale": Problem(
        412,
        _("Somebody else changed this in the meantime"),
        _("Reload it, read what it says now, and decide again."),
        schema=types.StaleProblem,
    ),
    "too-large": Problem(
        413,
        _("Too large"),
        _("Send less at once: at most 300 targets a complaint, and documents one by one."),
        schema=types.TooLargeProblem,
    ),
    "events-gone": Problem(
        410,
        _("These events are no longer kept"),
        _(
            "Read the lists that you follow again, then ask for events with “from_now” and "
            "go on with its cursor. Events are kept for 90 days. After the database was "
            "restored from a backup, they begin again too."
        ),
    ),
    "unsupported-media-type": Problem(
        415,
        _("Not JSON"),
        _("Send the body as JSON with the header “Content-Type: application/json”."),
    ),
    "invalid-request": Problem(
        422,
        _("Something in the request is wrong"),
        _(
            "Each entry of “errors” points at a field and says what is wrong; correct it and send "
            "again. Nothing was stored."
        ),
        _("Go back, correct it and send it again. Nothing was stored."),
        schema=shapes.Problem,
    ),
    "paper-type": Problem(
        422,
        _("We cannot take this kind of file"),
        _("Send a PDF, PNG, JPEG or WebP file. Save others, HEIC photos too, as one of these."),
        schema=shapes.Problem,
    ),
    "paper-mismatch": Problem(
        422,
        _("The file is not what its name says"),
        _("Give it the ending that fits its content, or save it in the format that its name says."),
        schema=types.PaperMismatchProblem,
    ),
    "paper-empty": Problem(
        422,
        _("The file is empty"),
        _("Choose the file again; if it opens on your device, save a new copy and send that."),
        schema=shapes.Problem,
    ),
    "paper-too-large": Problem(
        413,
        _("The file is too large"),
        _(
            "A document can have at most 20 MB, unless the operator has set another "
            "limit. Save it smaller, or in parts."
        ),
        schema=shapes.Problem,
    ),
    "paper-too-many-pixels": Problem(
        422,
        _("The picture has too many pixels"),
        _("A picture may have 50 million pixels. Save it smaller and send it again."),
        schema=shapes.Problem,
    ),
    "paper-damaged": Problem(
        422,
        _("The file is damaged or cut off"),
        _("Open it on your device, save or scan it again, and send the new copy."),
        schema=shapes.Problem,
    ),
    "paper-locked": Problem(
        422,
        _("The PDF is locked with a password"),
        _("Save a copy without the password and send that."),
        schema=shapes.Problem,
    ),
    "paper-quota": Problem(
        429,
        _("Too much for one day"),
        _("Send the rest tomorrow, or ask the operator."),
        schema=types.WaitProblem,
    ),
    "idempotency-mismatch": Problem(
        422,
        _("This Idempotency-Key was used for another request"),
        _("Use a new key for a new request, and the same key only to repeat the same one."),
        schema=types.IdempotencyMismatchProblem,
    ),
    "term-out-of-bounds": Problem(
        422,
        _("The term is outside the policy"),
        _("Choose a number of days within the bounds that the answer names."),
        schema=types.TermOutOfBoundsProblem,
    ),
    "scope-not-yours": Problem(
        422,
        _("That scope is not for this kind of owner"),
        _("Choose from the scopes that the answer names."),
    ),
    "too-many-attempts": Problem(
        429,
        _("Tried too often"),
        _(
            "Wait as long as the answer says, then try again. If you forgot your password, "
            "choose a new one by email."
        ),
        schema=types.WaitProblem,
    ),
    "rate-limited": Problem(
        429,
        _("More requests than your limit allows"),
        _(
            "Wait as many seconds as “Retry-After” says, then send the same request again, with "
            "the same Idempotency-Key. Nothing was done. “GET /limits” lists your limits."
        ),
        _("Wait a moment, then send it again. Nothing was done."),
        schema=types.RateLimitedProblem,
    ),
    "damaged": Problem(
        500,
        _("A stored value is damaged"),
        _("Tell the operator, who may have it in a backup. Nothing else is affected."),
    ),
    "unreadable": Problem(
        410,
        _("This cannot be read any more"),
        _("The key that protected it is lost. Ask whoever sent it to send it again."),
    ),
    "internal": Problem(
        500,
        _("Something went wrong on our side"),
        _("Nothing was stored. Try again; if it happens again, tell the operator the request id."),
        schema=types.InternalProblem,
    ),
    "database-damaged": Problem(
        500,
        _("The database is damaged"),
        _("Nothing was stored. Tell the operator, who may have to put a backup back."),
    ),
    "wrong-schema": Problem(
        500,
        _("The database does not fit this version"),
        _(
            "Nothing was stored. Tell the operator: `cleanhands doctor` says what differs, and "
            "what to do."
        ),
    ),
    "read-only": Problem(
        503,
        _("The service can only be read right now"),
        _("Nothing was stored. Keep what you have written, and try again after the maintenance."),
    ),
    "disk-full": Problem(
        507,
        _("The disk is full"),
        _(
            "Nothing was stored. Keep what you have written, tell the operator, and try again once "
            "there is room."
        ),
    ),
    "unavailable": Problem(
        503,
        _("Busy or being maintained"),
        _("Try again in a moment with the same Idempotency-Key."),
        schema=types.WaitProblem,
    ),
}


def schema_name(slug: str) -> str:
    """Return what a type of problem is called in the API's description.

    >>> schema_name("wrong-state")
    'WrongStateProblem'
    """
    return "".join(map(str.capitalize, slug.split("-"))) + "Problem"


def facts_of(slug: str) -> tuple[list[str], list[str]]:
    """Return the facts that an answer of this type always has, and those that it may have."""
    schema = PROBLEMS[slug].schema()
    facts = [name for name in schema.fields if name not in shapes.Problem().fields]
    always = [name for name in facts if name not in schema.sometimes]
    return always, [name for name in facts if name in schema.sometimes]


def schema_of(slug: str) -> type[shapes.PlainProblem]:
    """Return the shape of the answers of one type of problem: its own code, status and facts."""
    problem = PROBLEMS[slug]
    members = {
        "code": fields.String(metadata={"const": slug}),
        "status": fields.Integer(metadata={"const": problem.status}),
    }
    made: type[shapes.PlainProblem] = type(schema_name(slug), (problem.schema,), members)
    return made


BY_STATUS = {
    400: "malformed",
    401: "unauthorised",
    403: "forbidden",
    404: "not-found",
    405: "method-not-allowed",
    413: "too-large",
    415: "unsupported-media-type",
    422: "invalid-request",
    429: "too-many-attempts",
    503: "unavailable",
}


def of_http_error(error: HTTPException) -> Refusal:
    """Return the refusal that corresponds to an error of the framework."""
    slug = BY_STATUS.get(
        error.code or 500, "malformed" if (error.code or 500) < 500 else "internal"
    )
    return Refusal(slug, PROBLEMS[slug].todo)


def body(refusal: Refusal) -> dict[str, object]:
    """Return the problem details (RFC 9457) of a refusal, in the language of the request."""
    problem = PROBLEMS[refusal.slug]
    document: dict[str, object] = {
        "type": f"{current_app.config['BASE_URL']}/problems/{refusal.slug}",
        "code": refusal.slug,
        "title": say_here(problem.title),
        "status": problem.status,
        "detail": say_here(refusal.message),
        **refusal.facts,
    }
    if refusal.fields:
        document["errors"] = [field.document(say_here) for field in refusal.fields]
    return document


def response(refusal: Refusal) -> Response:
    """Return a refusal as an HTTP answer."""
    text = json.dumps(body(refusal), ensure_ascii=False)
    answer = Response(text, PROBLEMS[refusal.slug].status, mimetype=MEDIA_TYPE)
    if answer.status_code == 401:
        answer.headers["WWW-Authenticate"] = 'Bearer realm="cleanhands"'
    return with_retry_after(answer, refusal)


def with_retry_after(answer: Response, refusal: Refusal) -> Response:
    """Return the answer with Retry-After, where the refusal names the seconds to wait."""
    if "retry_after" in refusal.facts:
        answer.headers["Retry-After"] = str(refusal.facts["retry_after"])
    return answer
