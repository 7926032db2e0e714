"""The page behind a signed link: a warned filer reads its case, answers, appeals; no account.

Who holds the link is the addressee. The token in the path is the secret: the page is never cached,
never sent on as a referrer to another site, and a form is taken only from this site's own page.
"""

from __future__ import annotations

from urllib.parse import urlsplit

from flask import Blueprint, Response, make_response, redirect, render_template, request, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response as AnyResponse

from complaints.clock import utcnow
from complaints.errors import Refusal
from complaints.http.endpoint import context
from complaints.http.parsing import refuse_bad_text
from complaints.kit import languages
from complaints.queries import boycotts as asked
from complaints.services import boycotts
from complaints.web import cases

pages = Blueprint("answer", __name__)

LONGEST = 20_000
HEADERS = {
    "Cache-Control": "no-store",
    "Referrer-Policy": "same-origin",
    "X-Robots-Tag": "noindex",
}


@pages.get("/answer/<token>")
def show(token: str) -> Response:
    """Show the case to whom the link was written. Refuses with: not-found."""
    with context().database.reading() as session:
        return _page(session, token)


@pages.post("/answer/<token>")
def send(token: str) -> AnyResponse:
    """Take the answer or the appeal. Refuses with: not-found; forbidden; wrong-state."""
    _needs_own_page()
    refuse_bad_text(request.form.to_dict(flat=False))
    text = request.form.get("text", "").replace("\r\n", "\n")
    wrong = "empty" if not text.strip() else "too_long" if len(text) > LONGEST else None
    if wrong:
        with context().database.reading() as session:
            return _page(session, token, wrong=wrong, text=text[:LONGEST])
    boycott_id = context().links.read_boycott(token)
    with context().database.transaction() as session:
        actor = asked.addressee_of(session, boycott_id)
        links, now = context().links, utcnow()
        if request.form.get("step") == "appeal":
            boycotts.appeal(session, actor, boycott_id, grounds=text, links=links, now=now)
        else:
            boycotts.answer(session, actor, boycott_id, text=text, links=links, now=now)
    lang = languages.pick(request)
    return redirect(url_for("answer.thanks", token=token, lang=lang), code=303)


@pages.get("/answer/<token>/thanks")
def thanks(token: str) -> Response:
    """Say that it has arrived. Refuses with: not-found."""
    context().links.read_boycott(token)
    return _made(render_template("answer_thanks.html", token=token, a=cases.words()), 200)


def _page(session: Session, token: str, *, wrong: str | None = None, text: str = "") -> Response:
    now = utcnow()
    boycott_id = context().links.read_boycott(token)
    case = asked.whole(session, asked.addressee_of(session, boycott_id), boycott_id, now)
    page = render_template(
        "answer.html",
        token=token,
        case=case,
        standing=cases.standing(case, now),
        step=cases.step(case, now),
        wrong=wrong,
        text=text,
        a=cases.words(),
    )
    return _made(page, 422 if wrong else 200)


def _made(page: str, status: int) -> Response:
    response = make_response(page, status)
    response.headers.update(HEADERS)
    return response


def _needs_own_page() -> None:
    """Refuses with: forbidden, for a form that another site sent."""
    site = request.headers.get("Sec-Fetch-Site")
    origin = request.headers.get("Origin")
    own = {urlsplit(context().config.base_url).netloc, request.host}
    if site is not None:
        foreign = site != "same-origin"
    else:
        foreign = origin is not None and urlsplit(origin).netloc not in own
    if foreign:
        raise Refusal("forbidden", "Send the form from the page that the link opens.")
