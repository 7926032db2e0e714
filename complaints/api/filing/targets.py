"""Targets before they are filed: pasted addresses, recognised."""

from __future__ import annotations

from typing import Any

from complaints.http.endpoint import Blueprint, Call, endpoint
from complaints.http.languages import say_here
from complaints.rules.actors import Scope
from complaints.rules.filing.listing_urls import marketplace_name
from complaints.schemas.filing.recognition import (
    RecogniseIn,
    RecognitionOut,
    read_targets,
    read_urls,
)
from complaints.services.filing import intake
from complaints.services.filing.intake import Seen
from complaints.words.territories import warning_before_filing

blp = Blueprint("targets", __name__, description="Listings and stores that a complaint aims at")
FILES = (Scope.FILE, Scope.FILE_ON_BEHALF)


@endpoint(blp, "POST", "/targets/recognise", scopes=FILES, body=RecogniseIn,
          answer=RecognitionOut, stores=False)  # fmt: skip
def recognise_targets(call: Call, body: dict[str, Any]) -> dict[str, object]:
    """Say what up to 300 addresses would aim at. Nothing is stored, and no address is fetched."""
    if "text" in body:
        reading = read_targets(body["text"], marketplace=body.get("marketplace"))
    else:
        reading = read_urls(body["urls"])
    recognised = intake.recognise_targets(call.work, reading.lines, right_id=body.get("right_id"))
    return {
        "items": [_item(each) for each in recognised],
        "unknown_columns": reading.unknown,
        "left_over": reading.left_over,
    }


def _item(seen: Seen) -> dict[str, object]:
    aim = seen.aim
    return {
        "line": seen.line.number,
        "url": seen.line.url,
        "status": seen.status,
        "marketplace": aim and aim.marketplace,
        "marketplace_name": aim and say_here(marketplace_name(aim.marketplace)),
        "listing_id": aim and aim.listing_id,
        "kind": aim and aim.kind,
        "canonical_url": aim and aim.url,
        "store": seen.store,
        "same_as_line": seen.same_as,
        "open_claim_id": seen.open_claim_id,
        "territory": seen.reach,
        "warning": seen.reach and warning_before_filing(seen.reach.cover, seen.reach.offered),
        "errors": seen.errors,
    }
