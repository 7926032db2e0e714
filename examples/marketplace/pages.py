"""What buyers and complainants see."""

from __future__ import annotations

from flask import Flask, abort, render_template_string, request

from examples.marketplace.shop import Shop

PAGE = """<!doctype html><html lang="en"><title>{{ title }}</title><h1>{{ title }}</h1>
{% for line in lines %}<p>{{ line }}</p>
{% endfor %}
<ul>{% for row in rows %}<li><a href="/listings/{{ row.id }}">{{ row.title }}</a>,
{{ row.price }} CNY</li>
{% endfor %}</ul>
{% if form %}<form method="post" action="/complaints">
<input type="hidden" name="listing" value="{{ form }}">
<label>Your account <input name="account"></label> <label>Your name <input name="name"></label>
<label>What is wrong <textarea name="words"></textarea></label> <button>Send</button></form>
{% endif %}
"""


def make_pages(shop: Shop) -> Flask:
    """Return the web application of a shop."""
    app = Flask("marketplace")

    def show(title: str, *lines: str, rows: object = (), form: str = "") -> str:
        return render_template_string(PAGE, title=title, lines=lines, rows=rows, form=form)

    @app.get("/")
    def list_offers() -> str:
        return show("On offer", rows=shop.listings())

    @app.get("/listings/<id_>")
    def show_listing(id_: str) -> str | tuple[str, int]:
        row = shop.listing(id_)
        if row is None:
            abort(404)
        if row["down"]:
            # The reason goes to its seller, by letter, and to nobody else.
            return show("This listing is off sale"), 451
        return show(row["title"], f"{row['price']} CNY", f"Sold by {row['store']}", form=id_)

    @app.post("/complaints")
    def complain() -> str | tuple[str, int]:
        sent = {name: request.form[name] for name in ("listing", "account", "name", "words")}
        stopped = shop.complain(**sent)
        if stopped is None:
            return show("We have your complaint")
        until = f"We do not process complaints of this account until {stopped['ends_at'][:10]}."
        return show(
            "Not processed", until, "The letter that you had says why, and how to appeal."
        ), 403

    return app
