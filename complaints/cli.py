"""The command line: assembles the commands and turns errors into one sentence and an exit code.

0: it did its work; 1: it could not (or `--strict` and something was rejected); 2: wrong use.
"""

from __future__ import annotations

import os
import sys

import click

from complaints.commands import (
    boycotts,
    demo,
    exports,
    flags,
    imports,
    letters,
    people,
    scan,
    service,
)
from complaints.errors import ConfigurationError, Refusal


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
def cli() -> None:
    """Clean Hands: takes in IP complaints and finds the filers who abuse them.

    Settings come from the environment; docs/configuration.md lists them.
    """


for command in (
    service.run,
    service.worker,
    service.migrate,
    demo.demo,
    imports.import_group,
    exports.export_group,
    scan.scan,
    flags.flags_group,
    boycotts.boycotts_group,
    letters.letters_group,
    people.user_group,
    people.key_group,
):
    cli.add_command(command)


def main(args: list[str] | None = None) -> None:
    """Run the command line and exit."""
    try:
        status = cli.main(args, prog_name="cleanhands", standalone_mode=False)
        sys.stdout.flush()
    except click.ClickException as error:
        error.show()
        sys.exit(2 if isinstance(error, click.UsageError) else 1)
    except (Refusal, ConfigurationError) as error:
        click.echo(str(error), err=True)
        sys.exit(1)
    except click.Abort:
        click.echo("Stopped.", err=True)
        sys.exit(1)
    except BrokenPipeError:
        # The reader (as `head`) has gone: nothing is left to say, and nobody to say it to.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(1)
    sys.exit(status if isinstance(status, int) else 0)
