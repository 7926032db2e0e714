"""The papers of the tour's case, as its reader and a court get them: `make examples`.

A demo in a folder that goes away afterwards, walked along docs/tour.md; then the dossier, staff's
and the filer's, in each language, and every letter of the case, the links in them masked.
"""

from __future__ import annotations

import logging
import sys
import tempfile
from pathlib import Path

from sqlalchemy import func, select
from werkzeug.test import TestResponse

from complaints.models import Boycott
from complaints.words import LANGUAGES
from tests.docs.touring import PAGE, Tour, begin_tour, read_steps

FOLDER = PAGE.parent / "examples"


def save_papers(tour: Tour, case: int, keys: dict[str, str]) -> dict[str, bytes]:
    """Return the papers of a case, by the names of their files."""
    client = tour.app.test_client()

    def read(path: str, reader: str) -> TestResponse:
        answer = client.get(f"/api/v1{path}", headers={"Authorization": f"Bearer {keys[reader]}"})
        assert answer.status_code == 200, answer.text
        return answer

    papers: dict[str, bytes] = {}
    for reader in keys:
        for language in LANGUAGES:
            path = f"/boycotts/{case}/dossier.pdf?language={language}"
            papers[f"dossier-for-{reader}-{language}.pdf"] = read(path, reader).data
    letters = read(f"/letters?boycott={case}&limit=100", "staff").json["items"]
    for number, letter in enumerate(sorted(letters, key=lambda each: each["id"]), start=1):
        name = f"letter-{number}-{letter['kind'].replace('_', '-')}.pdf"
        papers[name] = read(f"/letters/{letter['id']}/letter.pdf", "staff").data
    return papers


def print_papers(tour: Tour) -> dict[str, bytes]:
    """Return the papers of the case that a walk made, which is the demo's newest, with the keys
    that it left."""
    staff, filer = (tour.folder / "keys.txt").read_text(encoding="utf-8").split()
    with tour.context.database.reading() as session:
        case = session.scalars(select(func.max(Boycott.id))).one()
    return save_papers(tour, case, {"staff": staff, "filer": filer})


if __name__ == "__main__":
    logging.disable()
    with tempfile.TemporaryDirectory() as name, begin_tour(Path(name)) as tour:
        tour.walk(list(read_steps()))
        papers = print_papers(tour)
    FOLDER.mkdir(exist_ok=True)
    for old in FOLDER.glob("*.pdf"):
        old.unlink()
    for name, content in papers.items():
        (FOLDER / name).write_bytes(content)
    sys.stdout.write(f"{len(papers)} papers, {sum(map(len, papers.values())):,} bytes\n")
