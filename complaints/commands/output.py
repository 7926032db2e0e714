"""How commands that read write what they found: for people, or as JSON in the API's shapes."""

from __future__ import annotations

import json

import click
from marshmallow import Schema

from complaints.schemas.fields import READER
from complaints.words import ENGLISH

JSON = "json"
FORMAT = click.option(
    "--format",
    "written",
    type=click.Choice(["table", JSON]),
    default="table",
    show_default=True,
    help="json: as the API answers.",
)


def echo_json(schema: type[Schema], shown: object, language: str = ENGLISH) -> None:
    """Print what was asked for as the API's answer has it."""
    reader = READER.set(language)
    try:
        answer = schema().dump(shown)
    finally:
        READER.reset(reader)
    click.echo(json.dumps(answer, ensure_ascii=False, indent=2))
