"""A person's name is never published whole; a company's is."""

from __future__ import annotations

import pytest

from complaints.rules.law.public_names import public_name


@pytest.mark.parametrize(
    ("name", "kind", "shown"),
    [
        ("Acme Co., Ltd.", "rights_holder", "Acme Co., Ltd."),
        ("深圳澜沐商贸有限公司", "agent", "深圳澜沐商贸有限公司"),
        ("ＶＥＬＯＲＡ Ｉｎｃ", None, "ＶＥＬＯＲＡ Ｉｎｃ"),
        ("Maria Lopez", None, "M**"),
        ("杨霞勇", "rights_holder", "杨**"),
        # A form in front, or one that ends persons' names too, says nothing.
        ("Inc Maria", None, "I**"),
        ("Joana Sa", "agent", "J**"),
        ("Maria Lopez Ltd", "individual", "M**"),
        (" ", None, "**"),
    ],
)
def test_who_is_named(name: str, kind: str | None, shown: str) -> None:
    assert public_name(name, kind) == shown
