"""Which language a page is in: `?lang=`, else the browser's wish, else English."""

from __future__ import annotations

from flask import Request


def pick(request: Request) -> str:
    """Return "en" or "zh"."""
    asked = request.args.get("lang")
    if asked in ("en", "zh"):
        return asked
    wished = request.accept_languages.best_match(["en", "zh", "zh-CN", "zh-Hans"], "en")
    return "zh" if wished.startswith("zh") else "en"
