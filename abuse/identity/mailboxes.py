"""Public mailbox providers: a domain that says nothing about who writes from it.

A list of facts and one question: mail for anybody, access providers, mailboxes for an hour.
Providers that are not listed are known by how many unrelated filers use them, which is for the
caller to count.
"""

from __future__ import annotations

from typing import Final

from abuse.identity.domains import registrable

FREE_MAIL: Final = frozenset(
    {
        "126.com", "139.com", "163.com", "188.com", "189.cn", "21cn.com", "263.net", "2980.com",
        "88.com", "aim.com", "alice.it", "aliyun.com", "aol.co.uk", "aol.com", "aol.de", "arcor.de",
        "att.net", "bellsouth.net", "bigpond.com", "bk.ru", "bluewin.ch", "bol.com.br",
        "btinternet.com", "centrum.cz", "charter.net", "chinaren.com", "club-internet.fr",
        "comcast.net", "cox.net", "daum.net", "earthlink.net", "email.cn", "email.com", "email.cz",
        "email.it", "eyou.com", "fastmail.com", "fastmail.fm", "foxmail.com", "free.fr",
        "freemail.hu", "freenet.de", "gmail.com", "gmx.at", "gmx.ch", "gmx.co.uk", "gmx.com",
        "gmx.de", "gmx.fr", "gmx.net", "gmx.us", "googlemail.com", "guerrillamail.com",
        "hanmail.net", "hey.com", "hotmail.co.uk", "hotmail.com", "hotmail.com.br", "hotmail.de",
        "hotmail.es", "hotmail.fr", "hotmail.it", "hushmail.com", "icloud.com", "ig.com.br",
        "iinet.net.au", "inbox.lv", "inbox.ru", "interia.pl", "internode.on.net", "juno.com",
        "kakao.com", "laposte.net", "libero.it", "list.ru", "live.ca", "live.cn", "live.co.uk",
        "live.com", "live.com.au", "live.de", "live.fr", "live.it", "live.nl", "mac.com", "mail.bg",
        "mail.com", "mail.de", "mail.ee", "mail.ru", "mailbox.org", "mailfence.com",
        "mailinator.com", "mailo.com", "me.com", "msn.com", "nate.com", "naver.com", "netscape.net",
        "netzero.net", "neuf.fr", "ntlworld.com", "o2.pl", "onet.pl", "onmicrosoft.com", "op.pl",
        "optonline.net", "optusnet.com.au", "orange.fr", "outlook.co.uk", "outlook.com",
        "outlook.com.br", "outlook.de", "outlook.es", "outlook.fr", "outlook.it", "outlook.jp",
        "pm.me", "posteo.de", "posteo.net", "prodigy.net.mx", "proton.me", "protonmail.ch",
        "protonmail.com", "qq.com", "rambler.ru", "rediffmail.com", "rocketmail.com", "rogers.com",
        "runbox.com", "sapo.pt", "sbcglobal.net", "seznam.cz", "sfr.fr", "shaw.ca", "sina.cn",
        "sina.com", "sina.com.cn", "sky.com", "skynet.be", "sohu.com", "sympatico.ca",
        "t-online.de", "talktalk.net", "telefonica.net", "telenet.be", "telia.com", "telus.net",
        "tempmail.com", "terra.com.br", "terra.es", "tin.it", "tiscali.co.uk", "tiscali.it",
        "tom.com", "tuta.com", "tuta.io", "tutamail.com", "tutanota.com", "ukr.net", "uol.com.br",
        "usa.net", "verizon.net", "videotron.ca", "vip.163.com", "vip.qq.com", "virgilio.it",
        "virgin.net", "virginmedia.com", "voila.fr", "wanadoo.fr", "web.de", "windowslive.com",
        "wo.cn", "wo.com.cn", "wp.pl", "xs4all.nl", "xtra.co.nz", "ya.ru", "yahoo.ca",
        "yahoo.co.id", "yahoo.co.in", "yahoo.co.jp", "yahoo.co.kr", "yahoo.co.uk", "yahoo.com",
        "yahoo.com.ar", "yahoo.com.au", "yahoo.com.br", "yahoo.com.cn", "yahoo.com.hk",
        "yahoo.com.mx", "yahoo.com.sg", "yahoo.com.tr", "yahoo.com.tw", "yahoo.com.vn", "yahoo.de",
        "yahoo.es", "yahoo.fr", "yahoo.in", "yahoo.it", "yandex.by", "yandex.com", "yandex.kz",
        "yandex.ru", "yandex.ua", "yeah.net", "ymail.com", "yopmail.com", "ziggo.nl", "zoho.com",
        "zoho.eu", "zohomail.com",
    }
)  # fmt: skip
_ENDINGS: Final = tuple(sorted(FREE_MAIL))


def is_free_mail(domain: str) -> bool:
    """Whether the domain is a public mailbox provider's.

    Examples
    --------
    >>> is_free_mail("gmail.com"), is_free_mail("velora.example")
    (True, False)
    >>> all(map(is_free_mail, ("comcast.net", "gmx.at", "hey.com", "wp.pl", "a.onmicrosoft.com")))
    True
    """
    # The registrable part stands at the end: few domains need be looked up in the list of these.
    ends_so = domain.casefold().strip(".").endswith(_ENDINGS)
    return domain in FREE_MAIL or (ends_so and registrable(domain) in FREE_MAIL)
