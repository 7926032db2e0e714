"""A number with its noun is written as the page's language writes numbers."""

from __future__ import annotations

import pytest
from flask import Flask, render_template_string

PHRASE = "{{ ngettext('%(num)s notice', '%(num)s notices', number) }}"


@pytest.mark.parametrize(
    ("number", "said"),
    [(1, "1 notice"), (999, "999 notices"), (1_000, "1,000 notices"), (2_143, "2,143 notices")],
)
def test_numbers_are_grouped(app: Flask, number: int, said: str) -> None:
    with app.test_request_context("/transparency"):
        assert render_template_string(PHRASE, number=number) == said


def test_what_stands_beside_is_escaped(app: Flask) -> None:
    phrase = "{{ ngettext('%(num)s of %(whose)s', '%(num)s of %(whose)s', 2, whose='<b>') }}"
    with app.test_request_context("/transparency"):
        assert render_template_string(phrase) == "2 of &lt;b&gt;"
