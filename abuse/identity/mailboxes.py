"""Public mailbox providers: a domain that says nothing about who writes from it.

A list of facts and one question. Providers that are not listed are known by how many unrelated
filers use them, which is for the caller to count.
"""

from __future__ import annotations

from typing import Final

from abuse.identity.domains import registrable

FREE_MAIL: Final = frozenset(
    {
        "126.com", "139.com", "163.com", "189.cn", "21cn.com", "aliyun.com", "aol.com",
        "daum.net", "foxmail.com", "free.fr", "gmail.com", "gmx.com", "gmx.de", "gmx.net",
        "googlemail.com", "hanmail.net", "hotmail.co.uk", "hotmail.com", "hotmail.fr",
        "icloud.com", "inbox.ru", "laposte.net", "libero.it", "live.com", "mac.com", "mail.com",
        "mail.ru", "me.com", "msn.com", "naver.com", "orange.fr", "outlook.com", "pm.me",
        "proton.me", "protonmail.com", "qq.com", "rediffmail.com", "sina.cn", "sina.com",
        "sohu.com", "t-online.de", "tom.com", "tuta.io", "tutanota.com", "uol.com.br",
        "vip.163.com", "vip.qq.com", "wanadoo.fr", "web.de", "yahoo.co.jp", "yahoo.co.uk",
        "yahoo.com", "yahoo.com.cn", "yahoo.de", "yahoo.fr", "yandex.com", "yandex.ru",
        "yeah.net", "ymail.com", "zoho.com",
    }
)  # fmt: skip
_ENDINGS: Final = tuple(sorted(FREE_MAIL))


def is_free_mail(domain: str) -> bool:
    """Whether the domain is a public mailbox provider's.

    Examples
    --------
    >>> is_free_mail("gmail.com"), is_free_mail("velora.example")
    (True, False)
    """
    # The registrable part stands at the end: few domains need be looked up in the list of these.
    ends_so = domain.casefold().strip(".").endswith(_ENDINGS)
    return domain in FREE_MAIL or (ends_so and registrable(domain) in FREE_MAIL)
