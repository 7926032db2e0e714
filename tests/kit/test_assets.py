"""The built styles and scripts: they are what the manifest says, light, and name no other place."""

from __future__ import annotations

import gzip
import hashlib
import json
import re
from pathlib import Path

from flask import Flask

from complaints.console.findings import graph_svg

KIT = Path(__file__).resolve().parents[2] / "complaints/kit"
STATIC, ASSETS = KIT / "static", KIT / "assets"
COLOUR = re.compile(r"#[0-9a-fA-F]{3,8}\b|\brgba?\(")


def _weight(*names: str) -> int:
    return sum(len(gzip.compress((STATIC / name).read_bytes(), 9, mtime=0)) for name in names)


def test_the_manifest_names_every_built_file() -> None:
    manifest = json.loads((STATIC / "manifest.json").read_text("utf-8"))
    built = {
        path.relative_to(STATIC).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in STATIC.rglob("*")
        if path.is_file() and path.name != "manifest.json"
    }
    assert manifest == built


def test_each_behaviour_has_its_built_file() -> None:
    sources = {path.name for path in (ASSETS / "js").glob("*.js")}
    assert sources <= {path.name for path in (STATIC / "js").glob("*.js")}


def test_what_every_page_loads_is_light() -> None:
    main = (STATIC / "js/main.js").read_text("utf-8")
    shared = [f"js/{name}" for name in re.findall(r'^import"\./([\w-]+\.js)"', main)]
    assert _weight("cleanhands.css") < 30_000
    assert _weight("js/main.js", *shared) < 15_000


def test_every_colour_is_a_custom_property() -> None:
    css = (STATIC / "cleanhands.css").read_text("utf-8")
    elsewhere = re.sub(r"--[\w-]+:[^;}]*", "", css)
    assert COLOUR.findall(re.sub(r"#[\w-]*[g-z_-][\w-]*", "", elsewhere)) == []
    dark = css[css.index("prefers-color-scheme:dark") :]
    light = css[: css.index("prefers-color-scheme:dark")]
    changed = set(re.findall(r"--(?!govuk)[\w-]+(?=:)", dark[: dark.index("}")]))
    assert changed <= set(re.findall(r"--(?!govuk)[\w-]+(?=:)", light))


def test_no_other_place_and_no_foreign_face_is_named() -> None:
    css = (STATIC / "cleanhands.css").read_text("utf-8")
    assert "GDS Transport" not in css
    assert "@font-face" not in css
    assert "url(" not in css
    lock = json.loads((ASSETS / "package-lock.json").read_text("utf-8"))
    assert [name for name, package in lock["packages"].items() if "resolved" in package] == []
    assert all("integrity" in package for name, package in lock["packages"].items() if name)


def test_a_browser_gets_it_compressed_and_keeps_what_carries_its_hash(app: Flask) -> None:
    def got(path: str, **headers: str) -> tuple[bytes, int, dict[str, str]]:
        with app.test_client().get(path, headers=headers) as answer:
            return answer.data, answer.status_code, dict(answer.headers)

    manifest = json.loads((STATIC / "manifest.json").read_text("utf-8"))
    css = (STATIC / "cleanhands.css").read_bytes()
    path = "/static/cleanhands.css"
    named = f"{path}?v={manifest['cleanhands.css'][:12]}"
    data, _status, headers = got(named, **{"Accept-Encoding": "gzip"})
    assert (gzip.decompress(data), len(data) < 30_000) == (css, True)
    assert "immutable" in headers["Cache-Control"]
    data, _status, headers = got(path)
    assert (data, headers["Vary"]) == (css, "Accept-Encoding")
    assert "immutable" not in headers["Cache-Control"]
    assert "immutable" not in got(f"{path}?v=0123456789ab")[2]["Cache-Control"]
    assert got(path, **{"If-None-Match": headers["ETag"]})[1] == 304


def test_the_interactive_graph_draws_the_shapes_of_its_legend() -> None:
    source = (ASSETS / "js/graph.js").read_text("utf-8")
    declared = re.search(r"const SHAPES = \{(.*?)\}", source)
    assert declared is not None
    shapes = dict(re.findall(r'(\w+): "(\w+)"', declared[1]))
    for kind in ("filer", "store", "listing", "identifier", "operator"):
        drawn = str(graph_svg.symbol(kind))
        corners = len(re.findall(r"\d,\d", drawn))
        shape = {0: re.findall(r"<(\w+)", drawn)[0], 3: "triangle", 4: "diamond"}[corners]
        assert shapes.get(kind, "circle") == shape, kind
