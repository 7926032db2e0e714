"""Every page, as every role: a page that is not in this table fails, and so does a wrong answer.

V: a visitor, F: a filer, R: a reviewer, S: a supervisor, A: an administrator. Who may not see a
page is answered 404; a visitor is led to sign in.
"""

from __future__ import annotations

from flask import Flask

from complaints import console

LETTERS = {
    "visitor": "V", "filer": "F", "reviewer": "R", "supervisor": "S", "administrator": "A",
}  # fmt: skip
# One block a blueprint. The console's pages are for all staff, but for those here.
MAY: dict[str, str] = {
    "GET /": "VFRSA",
    "GET /answer/<token>": "VFRSA",
    "POST /answer/<token>": "VFRSA",
    "GET /joining/<token>": "VFRSA",
    "POST /joining/<token>": "VFRSA",
    "GET /reply/<token>": "VFRSA",
    "POST /reply/<token>/renew": "VFRSA",
    "POST /reply/<token>/documents": "VFRSA",
    "GET /reply/<token>/documents/<id:document_id>": "VFRSA",
    "GET /reply/<token>/documents/<id:document_id>/preview": "VFRSA",
    "GET /reply/<token>/counter": "VFRSA",
    "POST /reply/<token>/counter": "VFRSA",
    "GET /reply/<token>/demand": "VFRSA",
    "POST /reply/<token>/demand": "VFRSA",
    "GET /reply/<token>/appeal": "VFRSA",
    "POST /reply/<token>/appeal": "VFRSA",
    "POST /documents": "FRSA",
    "GET /documents/<id:document_id>": "FRSA",
    "GET /documents/<id:document_id>/preview": "FRSA",
    "GET /documents/receipts/<id:complaint_id>": "FRSA",
    "GET /file/": "F",
    "POST /file/": "F",
    "GET /file/<id:draft_id>/": "F",
    "POST /file/<id:draft_id>/delete": "F",
    "POST /file/<id:draft_id>/typed/<step>": "F",
    "GET /file/<id:draft_id>/right": "F",
    "POST /file/<id:draft_id>/right": "F",
    "GET /file/<id:draft_id>/what": "F",
    "POST /file/<id:draft_id>/what": "F",
    "GET /file/<id:draft_id>/questions": "F",
    "POST /file/<id:draft_id>/questions": "F",
    "GET /file/<id:draft_id>/where": "F",
    "POST /file/<id:draft_id>/where": "F",
    "GET /file/<id:draft_id>/evidence": "F",
    "POST /file/<id:draft_id>/evidence": "F",
    "GET /file/<id:draft_id>/declare": "F",
    "POST /file/<id:draft_id>/declare": "F",
    "GET /file/<id:draft_id>/check": "F",
    "POST /file/<id:draft_id>/check": "F",
    "POST /file/<id:draft_id>/where/table": "F",
    "GET /complaints/": "F",
    "GET /complaints/table.csv": "F",
    "GET /complaints/<id:complaint_id>": "F",
    "POST /complaints/<id:complaint_id>/withdraw": "F",
    "GET /complaints/<id:complaint_id>/receipt": "F",
    "GET /claims/<id:claim_id>": "F",
    "POST /claims/<id:claim_id>/complete": "F",
    "POST /claims/<id:claim_id>/reply": "F",
    "POST /claims/<id:claim_id>/withdraw": "F",
    "POST /claims/<id:claim_id>/appeal": "F",
    "GET /rights/": "F",
    "GET /rights/new": "F",
    "POST /rights/new": "F",
    "GET /rights/<id:right_id>": "F",
    "POST /rights/<id:right_id>/code": "F",
    "POST /rights/<id:right_id>/confirmation": "F",
    "POST /rights/<id:right_id>/papers": "F",
    "GET /authorizations/": "F",
    "GET /authorizations/offer": "F",
    "POST /authorizations/offer": "F",
    "GET /authorizations/state": "F",
    "POST /authorizations/state": "F",
    "POST /authorizations/<id:authorization_id>/accept": "F",
    "GET /authorizations/<id:authorization_id>/revoke": "F",
    "POST /authorizations/<id:authorization_id>/revoke": "F",
    "GET /standing/": "F",
    "GET /standing/cases/<id:case_id>": "F",
    "POST /standing/cases/<id:case_id>/answer": "F",
    "POST /standing/cases/<id:case_id>/appeal": "F",
    "GET /standing/joinings/<id:joining_id>": "F",
    "POST /standing/joinings/<id:joining_id>/appeal": "F",
    "GET /alarms/": "F",
    "GET /alarms/<id:alarm_id>": "F",
    "POST /alarms/<id:alarm_id>": "F",
    "GET /console/people": "A",
    "POST /console/people/invite": "A",
    "GET /console/people/<id:person_id>/end": "A",
    "POST /console/people/<id:person_id>/end": "A",
    "POST /console/people/<id:person_id>/restore": "A",
    "GET /console/people/second-factor": "A",
    "POST /console/people/second-factor": "A",
    "GET /account": "FRSA",
    "GET /account/start": "FRSA",
    "GET /account/keys": "FRSA",
    "POST /account/keys": "FRSA",
    "POST /account/keys/revoke": "FRSA",
    "GET /console/keys": "A",
    "POST /console/keys/revoke": "A",
    "POST /account/language": "FRSA",
    "POST /account/sessions/<id:session_id>/end": "FRSA",
    "POST /account/sessions/end-others": "FRSA",
    "GET /sign-up/done": "VFRSA",
    "GET /terms": "VFRSA",
    "POST /console/policy/drafts": "SA",
    "GET /console/policy/drafts/<id:draft_id>": "SA",
}


def declared(app: Flask) -> dict[str, str]:
    """Return the pages made by `kit.pages.page` with the letters of those who may."""
    found = {}
    for rule in app.url_map.iter_rules():
        who = getattr(app.view_functions[rule.endpoint], "who", None)
        if who is None:
            continue
        letters = "".join(letter for role, letter in LETTERS.items() if role in who)
        for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}):
            found[f"{method} {rule.rule.replace('int(min=1, max=2147483647):', 'id:')}"] = letters
    return found


def _console() -> list[str]:
    """Return the console's pages."""
    app = Flask("console")
    for pages in console.BLUEPRINTS:
        app.register_blueprint(pages)
    return list(declared(app))


MAY = dict.fromkeys(_console(), "RSA") | MAY


def test_every_page_is_in_the_table(app: Flask) -> None:
    assert declared(app) == MAY
