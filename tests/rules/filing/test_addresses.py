"""What an address is read by, part by part: what is left out, what is refused, and what stays."""

from __future__ import annotations

import pytest

from complaints.rules.filing.listing_urls import (
    UrlProblem,
    canonical,
    is_known,
    is_short,
    marketplace_name,
    recognise,
)
from complaints.rules.filing.listing_urls.escapes import escape, readable, tidy
from complaints.rules.filing.listing_urls.other_hosts import is_tracking

TRACKING = """
fbclid fb_action_ids fb_action_types gclid gclsrc gad_source gad_campaignid gbraid wbraid dclid
msclkid ttclid twclid yclid ysclid li_fat_id igsh igshid epik irclickid srsltid s_kwcid _openstat
mc_cid mc_eid mkt_tok _hsenc _hsmi vero_id oly_anon_id oly_enc_id wickedid _ga _gl spm scm
utm_ utm_source pk_campaign pk_kwd pk_kwd_2 mtm_cid
"""
SHARER = """
tk sm smtt share_channel_code _t _r tag linkcode ref_ psc bz cv af terminal_id aff_request_id
"""
PAGE = "https://example.com/p"


def canonical_of(url: str) -> str:
    return recognise(url).canonical_url


def problem(url: str) -> UrlProblem:
    with pytest.raises(UrlProblem) as caught:
        recognise(url)
    return caught.value


@pytest.mark.parametrize("name", TRACKING.split())
def test_a_parameter_that_tracks_people_selects_no_page(name: str) -> None:
    assert is_tracking(name)
    for spelled in (name, name.upper()):
        assert canonical_of(f"{PAGE}?{spelled}=1&a=2") == f"{PAGE}?a=2"


@pytest.mark.parametrize("name", ["ref", "source", "from", "si", "a", "utm", "tag", "x_gclid"])
def test_a_parameter_that_may_select_the_page_stays(name: str) -> None:
    assert canonical_of(f"{PAGE}?{name}=gclid") == f"{PAGE}?{name}=gclid"


def test_parameters_are_put_in_order_by_name_alone() -> None:
    assert canonical_of(f"{PAGE}?b=1&a=3&a=2") == f"{PAGE}?a=3&a=2&b=1"
    assert canonical_of(f"{PAGE}?b=1&amp;a=2&&") == f"{PAGE}?a=2&b=1"


@pytest.mark.parametrize("name", SHARER.split())
def test_a_short_link_is_the_same_whoever_shared_it(name: str) -> None:
    for spelled in (name, name.upper()):
        assert canonical_of(f"https://a.co/d/aB?{spelled}=x&u=1") == "https://a.co/d/aB?u=1"
    assert canonical_of(f"{PAGE}?{name}=x") == f"{PAGE}?{name}=x"


def test_what_selects_the_page_of_a_short_link_stays_in_order() -> None:
    assert canonical_of("https://a.co/d/x?b=2&a=1&utm_source=y") == "https://a.co/d/x?a=1&b=2"
    assert recognise("https://www.a.co/d/x/").listing_id == "d/x"


def test_a_token_may_be_a_parameter() -> None:
    click = "https://s.click.taobao.com/t"
    assert canonical_of(f"{click}?a=1&e=5&e=6&pid=7") == f"{click}?e=5"
    assert problem(f"{click}?pid=7").code == "no_listing"
    assert problem("https://a.co/?a=1").code == "no_listing"


@pytest.mark.parametrize("name", ["dl_target_url", "origin_link", "url", "tu", "to"])
@pytest.mark.parametrize("scheme", ["http", "https"])
def test_a_short_link_may_say_where_it_leads(name: str, scheme: str) -> None:
    url = f"https://s.click.aliexpress.com/deep?{name}={scheme}%3A%2F%2Fwww.ebay.com%2Fitm%2F5"
    assert (recognise(url).marketplace, recognise(url).listing_id) == ("ebay", "5")
    # What is no address is a part of the link like any other.
    assert canonical_of(f"https://a.co/d/x?{name}=5") == f"https://a.co/d/x?{name}=5"


def test_a_link_that_leads_on_to_one_that_leads_on_is_not_followed() -> None:
    once = "https://a.co/d/x?url=https%3A%2F%2Fa.co%2Fd%2Fy%3Furl%3Dhttps%253A%252F%252Fa.co%252Fz"
    assert problem(once).code == "no_listing"


@pytest.mark.parametrize("host", ["a.co", "example.com"])
def test_an_address_ends_somewhere(host: str) -> None:
    longest = f"https://{host}/".ljust(2_000, "a")
    assert canonical_of(longest) == longest
    assert problem(longest + "a").code == "too_long"


def test_what_is_pasted_ends_somewhere_too() -> None:
    pasted = "https://www.amazon.com/dp/B00R1984DI?x=".ljust(8_000, "a")
    assert recognise(f"  {pasted}\n").listing_id == "B00R1984DI"
    assert problem(pasted + "a").code == "too_long"


@pytest.mark.parametrize(
    ("host", "fits"),
    [
        ("a" * 63 + ".com", True),
        ("a" * 64 + ".com", False),
        (".".join(["a" * 63] * 3 + ["b" * 57, "com"]), True),
        (".".join(["a" * 63] * 3 + ["b" * 58, "com"]), False),
        ("a..com", False),
        (".example.com", False),
        ("localhost", False),
        ("example.com.", True),
    ],
)
def test_a_host_is_a_public_sites_name(host: str, fits: bool) -> None:
    if fits:
        assert canonical_of(f"https://{host}/p") == f"https://{host.removesuffix('.')}/p"
        return
    found = problem(f"https://{host}/p")
    assert found.code == "host"
    assert "public site" in str(found.message)


@pytest.mark.parametrize(
    ("url", "code", "says"),
    [
        ("https://192.0.2.1/p", "host", "a number in place"),
        ("https://[2001:db8::1]/p", "host", "a number in place"),
        ("https://co.uk/p", "host", "only an ending"),
        ("https://user@example.com/p", "credentials", "before an @"),
        ("https://:secret@example.com/p", "credentials", "before an @"),
        ("JavaScript:alert(1)", "scheme", "begins with https"),
        ("mailto:a@example.com", "scheme", "begins with https"),
        ("https://exa mple.com/", "not_a_url", "not a web address"),
        ("https://a.co/", "no_listing", "not complete"),
        ("https://a.co:8080/d/x", "port", "Remove the number"),
        ("https://www.ebay.com/help", "no_listing", "eBay"),
    ],
)
def test_a_refused_address_is_told_why(url: str, code: str, says: str) -> None:
    found = problem(url)
    assert (found.code, str(found)) == (code, str(found.message))
    assert says in str(found)


@pytest.mark.parametrize(
    "url",
    [
        "https://example.com:80/p",
        "http://example.com:443/p",
        "http://example.com:80/p",
        "EXAMPLE.com:443/p",
        "HTTP://EXAMPLE.COM/p",
        "//example.com/p",
        "example.com/p",
    ],
)
def test_a_scheme_and_its_usual_port_make_no_other_page(url: str) -> None:
    assert canonical_of(url) == PAGE


def test_another_port_or_a_route_makes_another_page() -> None:
    found = recognise("https://www.example.com:8443/p?a=1#!/x")
    assert found.canonical_url == "https://www.example.com:8443/p?a=1#!/x"
    assert found.listing_id == "example.com:8443/p?a=1#!/x"
    assert canonical_of(f"{PAGE}#part") == PAGE


@pytest.mark.parametrize(
    ("url", "listing_id"),
    [
        ("https://www.example.com/p/", "example.com/p"),
        ("https://www.example.com/Index.HTML", "example.com"),
        ("https://www.example.com/p/index.htm", "example.com/p"),
        # Here the ending is the site's own name.
        ("https://www.com/p", "www.com/p"),
    ],
)
def test_a_page_of_another_site_is_known_by_its_address(url: str, listing_id: str) -> None:
    assert recognise(url).listing_id == listing_id


def test_blanks_around_a_parameter_are_left_out() -> None:
    found = recognise("https://item.taobao.com/item.htm?ID=+5%20")
    assert (found.marketplace, found.listing_id) == ("taobao", "5")


def test_escapes_have_one_spelling_and_are_undone_only_where_nothing_changes() -> None:
    assert tidy("%7e%41%2f%e4%b8%80 %zz") == "~A%2F%E4%B8%80 %zz"
    assert tidy("plain") == "plain"
    assert readable("%e4%bd%a0") == readable("%C4%E3") == "你"
    assert (readable("plain"), readable("%FF")) == ("plain", "%FF")
    assert escape("a/b c~@+") == "a%2Fb%20c~@+"


@pytest.mark.parametrize(
    ("marketplace", "known", "short", "name"),
    [
        ("ebay", True, False, "eBay"),
        ("vt.tiktok.com", False, True, "TikTok (short link, vt.tiktok.com)"),
        ("tb.cn", False, True, "Taobao (short link, tb.cn)"),
        ("shop.example", False, False, "shop.example"),
    ],
)
def test_a_marketplace_is_known_by_its_slug(
    marketplace: str, known: bool, short: bool, name: str
) -> None:
    assert (is_known(marketplace), is_short(marketplace)) == (known, short)
    assert str(marketplace_name(marketplace)) == name


def test_an_id_of_ours_keeps_its_prefix_and_has_its_letters_in_one_case() -> None:
    assert (
        canonical("amazon.de", "store:a1x2y3z4w5") == "https://www.amazon.de/sp?seller=A1X2Y3Z4W5"
    )
    assert canonical("ebay", "store:STR/Name") == "https://www.ebay.com/str/name"
    assert canonical("tb.cn", "x") is None
