"""How a name is shown to anybody: a company's whole, a person's as its first letter.

Whether somebody is a person is not always said. So only a name that ends in the legal form of a
company is shown. Pure.
"""

from __future__ import annotations

import re
from typing import Final

from abuse.identity.names import in_one_spelling
from complaints.rules.kinds import FilerKind

MASK: Final = "**"
# Forms that end no person's name; others that a company may have ("SA", "AG") can.
_FORMS: Final = frozenset(
    {
        "corp", "corporation", "gmbh", "inc", "incorporated", "limited", "llc", "llp", "ltd",
        "ltda", "mbh", "oyj", "plc", "pte", "pty", "pvt", "sarl", "srl",
    }
)  # fmt: skip
_CHINESE_FORM: Final = "公司"


def public_name(name: str, kind: str | None) -> str:
    """Return a name for anybody to read. `kind` is what the account says it is (`FilerKind`).

    >>> public_name("Acme Co., Ltd.", "rights_holder"), public_name("Maria Lopez", None)
    ('Acme Co., Ltd.', 'M**')
    """
    return name if is_company(name, kind) else f"{name.strip()[:1]}{MASK}"


def is_company(name: str, kind: str | None) -> bool:
    """Say whether a name is a company's for sure: it ends in a legal form that no person's name
    ends in, and the account is not said to be an individual's."""
    words = re.findall(r"\w+", in_one_spelling(name))
    named = bool(words) and (words[-1] in _FORMS or words[-1].endswith(_CHINESE_FORM))
    return named and kind != FilerKind.INDIVIDUAL
