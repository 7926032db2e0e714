"""Makes the web application: doors, error map, headers. `wsgi.py` and `cleanhands run` call it."""

from __future__ import annotations

import logging

from flask import Flask, Request, Response, current_app, render_template, request
from flask.typing import ResponseReturnValue
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm.exc import StaleDataError
from werkzeug.exceptions import HTTPException
from werkzeug.middleware.proxy_fix import ProxyFix

from complaints import console, web
from complaints.api import openapi
from complaints.base.errors import CHANGED, Refusal
from complaints.health import opening
from complaints.http import (
    bodies,
    cors,
    hosts,
    logs,
    metrics,
    problems,
    rate_limits,
    same_site,
)
from complaints.http import health as health_memory
from complaints.http.endpoint import context
from complaints.http.languages import name_language
from complaints.http.parsing import require_storable_text
from complaints.http.routing import Route
from complaints.kit import languages, look
from complaints.storage import db_errors
from complaints.storage.context import Context
from complaints.web import (
    answer,
    demo,
    docs,
    documents,
    health,
    home,
    illegal_products,
    joined,
    lost_letter,
    notices,
    outbox,
    outbox_of_tests,
    public_notices,
    reply,
    suspended,
    terms,
    transparency,
)
from complaints.web import help as help_pages
from complaints.web.accounts import keys as account_keys
from complaints.web.accounts import pages as account_pages
from complaints.web.accounts import security, sign_up
from complaints.web.accounts import webhooks as account_webhooks

HEADERS = {
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; "
    "img-src 'self' data:; connect-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
}

# For a year no browser asks without TLS. Other hosts of the same domain are their owners' matter.
ONLY_ENCRYPTED = ("Strict-Transport-Security", "max-age=31536000")


def create_app(running: Context | None = None) -> Flask:
    """Return the application over a migrated database.

    Raises ConfigurationError where a setting does not hold, the database is not migrated, or it is
    the demo and could be reached from another machine.
    """
    service = opening.serving(running or Context.from_environment())
    app = Flask("complaints", static_folder="kit/static", static_url_path="/static")
    app.url_rule_class = Route
    app.extensions["cleanhands"] = service
    app.config["MAX_CONTENT_LENGTH"] = service.config.max_body
    app.config["BASE_URL"] = service.config.base_url
    app.json.sort_keys = False  # type: ignore[attr-defined]
    look.install(app)
    languages.install(app)
    openapi.describe(app, test=service.config.test)
    security.install(app, service)
    addressed = (answer.pages, joined.pages, reply.pages, suspended.pages)
    open_to_all = (
        home.pages, help_pages.pages, terms.pages, lost_letter.pages, health.pages, docs.pages,
        transparency.pages, illegal_products.pages, notices.pages,
    )  # fmt: skip
    doors = (*open_to_all, documents.pages, *addressed)
    for pages in (
        *doors,
        *web.FILERS,
        sign_up.pages,
        sign_up.linked_pages,
        account_pages.pages,
        account_keys.pages,
        account_webhooks.pages,
        *console.BLUEPRINTS,
    ):
        app.register_blueprint(pages)
    if service.config.oidc_issuer:
        # Loaded where a house has its own sign-in.
        from complaints.web.accounts import work_accounts

        work_accounts.add_pages(app, service)
    if service.demo:
        for pages in (demo.pages, outbox.pages):
            app.register_blueprint(pages)
    if service.config.public_notices:
        app.register_blueprint(public_notices.pages)
    if service.config.test:
        app.register_blueprint(outbox_of_tests.pages)
    proxies = service.config.trusted_proxies
    if proxies:
        app.wsgi_app = ProxyFix(  # type: ignore[method-assign]
            app.wsgi_app, x_for=proxies, x_proto=proxies, x_host=proxies
        )
    health_memory.install(app)
    metrics.install(app)
    logs.install(app, service.config.log_level)
    rate_limits.install(app, service.config.quotas)
    _install_error_map(app)
    app.before_request(_refuse_other_hosts)
    app.before_request(_refuse_large)
    app.before_request(_refuse_bad_query)
    app.before_request(_refuse_other_sites)
    app.after_request(_add_headers)
    app.after_request(rate_limits.add_headers)
    cors.allow_origins(app, service.config.allowed_origins, prefix=openapi.PREFIX)
    return app


def _install_error_map(app: Flask) -> None:
    def refused(error: Refusal) -> ResponseReturnValue:
        return _render(error)

    def http_error(error: HTTPException) -> ResponseReturnValue:
        if error.code is not None and error.code < 400:
            return error.get_response()
        response = _render(problems.of_http_error(error))
        allow = dict(error.get_headers()).get("Allow")
        if allow:
            response.headers["Allow"] = allow
        return response

    def stale(_error: StaleDataError) -> ResponseReturnValue:
        return _render(Refusal("stale", CHANGED))

    def database_error(error: SQLAlchemyError) -> ResponseReturnValue:
        refusal = db_errors.refusal_of(error)
        if refusal is None:
            return failed(error)
        logging.getLogger(__name__).error("database: %s", db_errors.for_log(error))
        return _render(refusal)

    def failed(error: Exception) -> ResponseReturnValue:
        logs.failure(error)
        identifier = request.environ.get("cleanhands.request_id", "")
        return _render(
            Refusal("internal", problems.PROBLEMS["internal"].todo, request_id=identifier)
        )

    app.register_error_handler(Refusal, refused)
    app.register_error_handler(HTTPException, http_error)
    app.register_error_handler(StaleDataError, stale)
    app.register_error_handler(SQLAlchemyError, database_error)
    app.register_error_handler(Exception, failed)


def _render(refusal: Refusal) -> Response:
    """Return a refusal as problem details to a program, as a page to a person."""
    if _wants_page(request):
        problem = problems.PROBLEMS[refusal.slug]
        page = render_template(
            "problem.html",
            refusal=refusal,
            problem=problem,
        )
        response = Response(page, problem.status, mimetype="text/html")
        return problems.with_retry_after(response, refusal)
    return problems.response(refusal)


def _wants_page(current: Request) -> bool:
    if current.path.startswith(openapi.PREFIX):
        return False
    best = current.accept_mimetypes.best_match([problems.MEDIA_TYPE, "text/html"])
    return best == "text/html"


def _refuse_other_hosts() -> None:
    if context().demo:
        hosts.require_this_machine(request)
    hosts.require_own_host(request, context().config)


def _refuse_large() -> None:
    bodies.require_small(request)
    bodies.require_few(request)


def _refuse_bad_query() -> None:
    require_storable_text(request.args.to_dict(flat=False))


def _refuse_other_sites() -> None:
    if not request.path.startswith(openapi.PREFIX):
        cookie = current_app.config["SESSION_COOKIE_NAME"]
        same_site.require_own_page(request, context().config.base_url, cookie=cookie)


def _add_headers(response: Response) -> Response:
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    if context().config.base_url.startswith("https:"):
        response.headers.setdefault(*ONLY_ENCRYPTED)
    if request.path.startswith(openapi.PREFIX) and "Authorization" in request.headers:
        response.headers.setdefault("Cache-Control", "no-store")
    if not request.path.startswith((openapi.PREFIX, "/static/")):
        # Kept by the browser alone, and asked for again: going back shows what a form held.
        response.headers.setdefault("Cache-Control", "private, no-cache")
    return name_language(response)
