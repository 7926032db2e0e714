"""The built styles and scripts: their addresses, sent compressed and kept by browsers.

An address carries the start of the file's hash, so that its content never changes. Pages are not
compressed here but, if at all, by the reverse proxy: a page may hold a secret beside text that
somebody else typed.
"""

from __future__ import annotations

import functools
import gzip
import json
from pathlib import Path

from flask import Flask, Response, request, url_for

STATIC = Path(__file__).resolve().parent / "static"
TEXTS = {"text/css", "text/javascript", "application/javascript", "image/svg+xml"}
FOREVER = "public, max-age=31536000, immutable"


def install(app: Flask) -> None:
    """Register `asset` for templates, and the headers of built files."""
    app.jinja_env.globals.update(asset=address_of_file)
    app.after_request(_send)


def address_of_file(name: str) -> str:
    """Return the address of a built file. Raises KeyError for one that is not there."""
    return url_for("static", filename=name, v=_manifest()[name][:12])


@functools.cache
def _manifest() -> dict[str, str]:
    manifest: dict[str, str] = json.loads((STATIC / "manifest.json").read_text("utf-8"))
    return manifest


@functools.cache
def _compressed(name: str) -> bytes:
    return gzip.compress((STATIC / name).read_bytes(), 9, mtime=0)


def _send(response: Response) -> Response:
    name = (request.view_args or {}).get("filename", "")
    if request.endpoint != "static" or response.status_code != 200 or name not in _manifest():
        return response
    version = request.args.get("v", "")
    if "/shared-" in name or (version and _manifest()[name].startswith(version)):
        response.headers["Cache-Control"] = FOREVER
    response.vary.add("Accept-Encoding")
    if response.mimetype in TEXTS and request.accept_encodings["gzip"] > 0:
        response.close()  # the file that it would have sent
        response.direct_passthrough = False
        response.data = _compressed(name)
        response.headers["Content-Encoding"] = "gzip"
        response.headers.pop("ETag", None)
    return response
