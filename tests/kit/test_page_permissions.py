"""Every page, as every role: a page that is not in this table fails, and so does a wrong answer.

V: a visitor, F: a filer, R: a reviewer, S: a supervisor, A: an administrator,
C: counsel. Who may not see a
page is answered 404; a visitor is led to sign in.
"""

from __future__ import annotations

from flask import Flask

from complaints import console

LETTERS = {
    "visitor": "V", "filer": "F", "reviewer": "R", "supervisor": "S", "administrator": "A",
    "counsel": "C",
}  # fmt: skip
# One block a blueprint. The console's pages are for all staff, but for those here.
MAY: dict[str, str] = {
    "GET /": "VFRSAC",
    "GET /help/sellers": "VFRSAC",
    "GET /terms": "VFRSAC",
    "GET /terms/<id:number>": "VFRSAC",
    "GET /lost-letter": "VFRSAC",
    "POST /lost-letter": "VFRSAC",
    "GET /lost-letter/sent": "VFRSAC",
    "GET /help/brand-owners": "VFRSAC",
    "GET /help/staff": "RSA",
    "GET /answer/<token>": "VFRSAC",
    "POST /answer/<token>": "VFRSAC",
    "GET /joining/<token>": "VFRSAC",
    "POST /joining/<token>": "VFRSAC",
    "GET /answer/<token>/code": "VFRSAC",
    "POST /answer/<token>/code": "VFRSAC",
    "POST /answer/<token>/confirm": "VFRSAC",
    "POST /answer/<token>/renew": "VFRSAC",
    "GET /suspension/<token>": "VFRSAC",
    "POST /suspension/<token>": "VFRSAC",
    "GET /suspension/<token>/code": "VFRSAC",
    "POST /suspension/<token>/code": "VFRSAC",
    "POST /suspension/<token>/confirm": "VFRSAC",
    "POST /suspension/<token>/renew": "VFRSAC",
    "GET /joining/<token>/code": "VFRSAC",
    "POST /joining/<token>/code": "VFRSAC",
    "POST /joining/<token>/confirm": "VFRSAC",
    "POST /joining/<token>/renew": "VFRSAC",
    "GET /reply/<token>/code": "VFRSAC",
    "POST /reply/<token>/code": "VFRSAC",
    "POST /reply/<token>/confirm": "VFRSAC",
    "GET /reply/<token>": "VFRSAC",
    "POST /reply/<token>/renew": "VFRSAC",
    "POST /reply/<token>/documents": "VFRSAC",
    "GET /reply/<token>/documents/<id:document_id>": "VFRSAC",
    "GET /reply/<token>/documents/<id:document_id>/preview": "VFRSAC",
    "GET /reply/<token>/statements/<id:statement_id>/statement.pdf": "VFRSAC",
    "GET /reply/<token>/letters/<id:letter_id>/letter.pdf": "VFRSAC",
    "GET /reply/<token>/sent/<id:letter_id>": "VFRSAC",
    "GET /reply/<token>/counter": "VFRSAC",
    "POST /reply/<token>/counter": "VFRSAC",
    "GET /reply/<token>/answers/<id:counter_id>/complete": "VFRSAC",
    "POST /reply/<token>/answers/<id:counter_id>/complete": "VFRSAC",
    "POST /reply/<token>/answers/<id:counter_id>/take-back": "VFRSAC",
    "GET /reply/<token>/rejoin": "VFRSAC",
    "POST /reply/<token>/rejoin": "VFRSAC",
    "GET /reply/<token>/demand": "VFRSAC",
    "POST /reply/<token>/demand": "VFRSAC",
    "GET /reply/<token>/appeal": "VFRSAC",
    "POST /reply/<token>/appeal": "VFRSAC",
    "GET /reply/<token>/proceeding": "VFRSAC",
    "GET /reply/<token>/proceeding/<id:proceeding_id>": "VFRSAC",
    "POST /reply/<token>/proceeding": "VFRSAC",
    "POST /reply/<token>/proceeding/<id:proceeding_id>/end": "VFRSAC",
    "POST /reply/<token>/proceeding/<id:proceeding_id>/paper": "VFRSAC",
    "POST /documents": "FRSA",
    "GET /documents/<id:document_id>": "FRSA",
    "GET /documents/<id:document_id>/original": "FRSA",
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
    "GET /complaints/<id:complaint_id>/withdraw": "F",
    "POST /complaints/<id:complaint_id>/withdraw": "F",
    "POST /complaints/<id:complaint_id>/territory-ground": "F",
    "GET /complaints/<id:complaint_id>/receipt": "F",
    "GET /claims/<id:claim_id>": "F",
    "GET /claims/<id:claim_id>/statements/<id:statement_id>/statement.pdf": "F",
    "POST /claims/<id:claim_id>/complete": "F",
    "POST /claims/<id:claim_id>/reply": "F",
    "POST /claims/<id:claim_id>/await-papers": "F",
    "POST /claims/<id:claim_id>/papers-came": "F",
    "POST /claims/<id:claim_id>/appeal": "F",
    "GET /claims/<id:claim_id>/proceedings": "F",
    "GET /claims/<id:claim_id>/proceedings/<id:proceeding_id>": "F",
    "POST /claims/<id:claim_id>/proceedings": "F",
    "POST /claims/<id:claim_id>/proceedings/<id:proceeding_id>/paper": "F",
    "POST /claims/<id:claim_id>/proceedings/<id:proceeding_id>/end": "F",
    "GET /imports/": "F",
    "POST /imports/": "F",
    "GET /imports/template.csv": "F",
    "GET /imports/<id:import_id>": "F",
    "POST /imports/<id:import_id>/cancel": "F",
    "GET /imports/<id:import_id>/rejects.csv": "F",
    "GET /rights/": "F",
    "GET /rights/new": "F",
    "POST /rights/new": "F",
    "GET /rights/<id:right_id>": "F",
    "POST /rights/<id:right_id>/code": "F",
    "POST /rights/<id:right_id>/confirmation": "F",
    "POST /rights/<id:right_id>/papers": "F",
    "POST /rights/<id:right_id>/territories": "F",
    "GET /authorizations/": "F",
    "GET /authorizations/offer": "F",
    "POST /authorizations/offer": "F",
    "GET /authorizations/state": "F",
    "POST /authorizations/state": "F",
    "POST /authorizations/<id:authorization_id>/accept": "F",
    "GET /authorizations/<id:authorization_id>/revoke": "F",
    "POST /authorizations/<id:authorization_id>/revoke": "F",
    "GET /letters/": "F",
    "GET /letters/<id:letter_id>": "F",
    "GET /letters/<id:letter_id>/letter.pdf": "F",
    "GET /standing/": "F",
    "POST /standing/answer": "F",
    "GET /standing/cases/<id:case_id>": "F",
    "GET /standing/cases/<id:case_id>/dossier.pdf": "F",
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
    "GET /console/people/<id:person_id>/place": "A",
    "POST /console/people/<id:person_id>/place": "A",
    "POST /console/people/<id:person_id>/restore": "A",
    "POST /console/people/<id:person_id>/approve": "A",
    "POST /console/people/<id:person_id>/refuse": "A",
    "POST /console/people/approve-reset": "A",
    "GET /console/appeals": "C",
    "GET /console/appeals/boycotts/<id:boycott_id>": "C",
    "POST /console/appeals/boycotts/<id:boycott_id>": "C",
    "GET /console/appeals/boycotts/<id:boycott_id>/dossier.pdf": "C",
    "GET /console/appeals/joinings/<id:joining_id>": "C",
    "POST /console/appeals/joinings/<id:joining_id>": "C",
    "GET /console/people/second-factor": "A",
    "POST /console/people/second-factor": "A",
    "GET /account": "FRSAC",
    "GET /account/start": "FRSAC",
    "GET /account/webhooks": "F",
    "GET /account/webhooks/<id:webhook_id>": "F",
    "POST /account/webhooks/<id:webhook_id>/test": "F",
    "POST /account/webhooks/<id:webhook_id>/resume": "F",
    "POST /account/webhooks/<id:webhook_id>/remove": "F",
    "POST /account/webhooks/<id:webhook_id>/deliveries/<id:delivery_id>/replay": "F",
    "GET /account/keys": "FRSAC",
    "GET /account/keys/new": "FRSAC",
    "POST /account/keys": "FRSAC",
    "POST /account/keys/revoke": "FRSAC",
    "GET /console/keys": "A",
    "POST /console/keys/revoke": "A",
    "GET /console/keys/<id:key_id>/last-day": "A",
    "POST /console/keys/<id:key_id>/last-day": "A",
    "POST /account/language": "FRSAC",
    "POST /account/mail": "F",
    "POST /account/sessions/<id:session_id>/end": "FRSAC",
    "POST /account/sessions/end-others": "FRSAC",
    "GET /sign-up": "VFRSAC",
    "POST /sign-up": "VFRSAC",
    "GET /sign-up/done": "VFRSAC",
    "GET /confirm/<token>": "VFRSAC",
    "POST /confirm/<token>": "VFRSAC",
    "POST /console/queue/take-over": "SA",
    "POST /console/policy/drafts": "SA",
    "GET /console/policy/drafts/new": "SA",
    "GET /console/policy/drafts/<id:draft_id>": "SA",
    "GET /console/policy/drafts/<id:draft_id>/edit": "SA",
    "POST /console/policy/drafts/<id:draft_id>/edit": "SA",
    "POST /console/policy/drafts/<id:draft_id>/"
    "<any('put-forward','take-back','send-back','put'):step>": "SA",
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
