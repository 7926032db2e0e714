"""Every page, as every role: a page that is not in this table fails, and so does a wrong answer.

V: a visitor, F: a filer, R: a reviewer, S: a supervisor, A: an administrator. Who may not see a
page is answered 404; a visitor is led to sign in.
"""

from __future__ import annotations

from flask import Flask

LETTERS = {
    "visitor": "V", "filer": "F", "reviewer": "R", "supervisor": "S", "administrator": "A",
}  # fmt: skip
# One block a blueprint, in the order of the menu.
MAY: dict[str, str] = {
    "GET /": "VFRSA",
    "GET /console/counter-notices/<id:counter_id>/seller": "RSA",
    "POST /console/counter-notices/<id:counter_id>/seller": "RSA",
    "GET /answer/<token>": "VFRSA",
    "POST /answer/<token>": "VFRSA",
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
    "GET /alarms/": "F",
    "GET /alarms/<id:alarm_id>": "F",
    "POST /alarms/<id:alarm_id>": "F",
    "GET /console": "RSA",
    "POST /console/queue/next": "RSA",
    "POST /console/queue/hold": "RSA",
    "POST /console/queue/release": "RSA",
    "GET /console/flags": "RSA",
    "GET /console/flags/<id:flag_id>": "RSA",
    "GET /console/flags/<id:flag_id>/picture.json": "RSA",
    "POST /console/flags/<id:flag_id>/take": "RSA",
    "POST /console/flags/<id:flag_id>/dismiss": "RSA",
    "POST /console/flags/<id:flag_id>/confirm": "RSA",
    "POST /console/flags/<id:flag_id>/note": "RSA",
    "GET /console/flags/<id:flag_id>/links/<id:other_id>": "RSA",
    "POST /console/flags/<id:flag_id>/links/<id:other_id>": "RSA",
    "GET /console/flags/<id:flag_id>/propose": "RSA",
    "POST /console/flags/<id:flag_id>/propose": "RSA",
    "GET /console/boycotts": "RSA",
    "GET /console/boycotts/<id:boycott_id>": "RSA",
    "GET /console/boycotts/<id:boycott_id>/<any(warn,impose,drop,lift,decide):step>": "RSA",
    "POST /console/boycotts/<id:boycott_id>/<any(warn,impose,drop,lift,decide):step>": "RSA",
    "POST /console/boycotts/<id:boycott_id>/take-up": "RSA",
    "POST /console/boycotts/<id:boycott_id>/discard": "RSA",
    "POST /console/boycotts/<id:boycott_id>/note": "RSA",
    "GET /console/sample": "RSA",
    "GET /console/sample/<id:sample_id>/<id:filer_id>": "RSA",
    "POST /console/sample/<id:sample_id>/<id:filer_id>": "RSA",
    "GET /console/letters": "RSA",
    "GET /console/letters/<id:letter_id>": "RSA",
    "GET /console/letters/<id:letter_id>/letter.pdf": "RSA",
    "GET /console/people": "A",
    "POST /console/people/invite": "A",
    "GET /console/people/<id:person_id>/end": "A",
    "POST /console/people/<id:person_id>/end": "A",
    "POST /console/people/<id:person_id>/restore": "A",
    "GET /console/people/second-factor": "A",
    "POST /console/people/second-factor": "A",
    "GET /account": "FRSA",
    "GET /account/start": "FRSA",
    "POST /account/language": "FRSA",
    "POST /account/sessions/<id:session_id>/end": "FRSA",
    "POST /account/sessions/end-others": "FRSA",
    "GET /sign-up/done": "VFRSA",
    "GET /terms": "VFRSA",
    "GET /console/complaints/<id:complaint_id>": "RSA",
    "POST /console/complaints/<id:complaint_id>/decide": "RSA",
    "POST /console/complaints/<id:complaint_id>/authority": "RSA",
    "POST /console/complaints/<id:complaint_id>/notes": "RSA",
    "GET /console/claims/<id:claim_id>": "RSA",
    "POST /console/claims/<id:claim_id>/<step>": "RSA",
    "GET /console/appeals/<id:appeal_id>": "RSA",
    "POST /console/appeals/<id:appeal_id>/decide": "RSA",
    "GET /console/dashboard": "RSA",
    "GET /console/ledger": "RSA",
    "GET /console/policy": "RSA",
    "POST /console/policy/drafts": "SA",
    "GET /console/policy/drafts/<id:draft_id>": "SA",
    "GET /console/stores": "RSA",
    "GET /console/stores/<id:store_id>": "RSA",
    "POST /console/stores/<id:store_id>/notes": "RSA",
    "GET /console/filers": "RSA",
    "GET /console/filers/<id:filer_id>": "RSA",
    "POST /console/filers/<id:filer_id>/notes": "RSA",
    "POST /console/filers/<id:filer_id>/identities": "RSA",
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


def test_every_page_is_in_the_table(app: Flask) -> None:
    assert declared(app) == MAY
