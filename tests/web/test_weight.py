"""What the pages of the filing form weigh, as they come over the line: under 100 kB each."""

from __future__ import annotations

import gzip
import re
from urllib.parse import urlsplit

import pytest
from flask.testing import FlaskClient

from tests.kit.test_page_permissions import MAY
from tests.scenes.accounts import sign_in
from tests.scenes.addresses import address_of
from tests.scenes.world import World

LIMIT = 100_000
FORM = [route.removeprefix("GET ") for route in MAY if re.match("GET /(file|rights/new)", route)]
LOADED = re.compile(r"""(?:href|src)="(/static/[^"]+\.(?:css|js|svg)[^"]*)\"""")
IMPORTED = re.compile(r"""(?:from|import)\s*\(?["'](\./[\w.-]+\.js)["']""")
# Loaded where a page has a chart, which no page of the form does.
CHARTS = ("chart.js", "graph.js", "echarts.js")


def weight(data: bytes) -> int:
    return len(gzip.compress(data, 6, mtime=0))


def fetched(client: FlaskClient, address: str, seen: dict[str, int]) -> None:
    """Add what a file and the scripts it may ask for weigh."""
    path = urlsplit(address).path
    if path in seen:
        return
    with client.get(address) as answer:
        assert answer.status_code == 200, address
        data = answer.get_data()
    seen[path] = weight(data)
    if path.endswith(".js"):
        folder = path.rpartition("/")[0]
        for name in IMPORTED.findall(data.decode()):
            if name.removeprefix("./") not in CHARTS:
                fetched(client, f"{folder}/{name.removeprefix('./')}", seen)


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("path", FORM)
def test_a_page_of_the_form_is_light(shared_world: World, path: str, lang: str) -> None:
    """With every behaviour that any page can load, also those that this page does not."""
    client = shared_world.app.test_client()
    sign_in(client, "filer", "acme")
    asked = address_of(path, shared_world) + f"?lang={lang}"
    with client.get(asked, follow_redirects=True) as answer:
        assert answer.status_code == 200
        page = answer.get_data()
    seen = {path: weight(page)}
    for address in LOADED.findall(page.decode()):
        fetched(client, address, seen)
    assert len(seen) > 3
    assert sum(seen.values()) < LIMIT, seen
