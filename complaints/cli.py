"""The command line: assembles the commands and turns errors into one sentence and an exit code."""

from __future__ import annotations

import os
import sys
from importlib import import_module

import click
from click.shell_completion import CompletionItem

from complaints.base import loading, logs
from complaints.base.errors import ConfigurationError, Refusal
from complaints.commands.exits import Exit

# The module of each command, and its line in the list. A module is imported when its command runs:
# all of them take a second to load, and one command needs few of them.
HOMES = {
    "run": ("service:run", "Serve pages and API."),
    "worker": ("service:worker", "Do the jobs: the hourly scan, the clocks."),
    "migrate": ("migrate:migrate", "Bring the database to the newest revision."),
    "backup": ("backup:backup", "Take a backup while the service runs: all but the keys."),
    "restore": ("backup:restore", "Put a backup back into an empty place."),
    "doctor": ("doctor:doctor", "Look at all that the service needs, and say what to do."),
    "demo": ("demo:demo", "Load the demo marketplace, scan it, print log-ins and keys."),
    "import": ("imports:import_group", "Take in histories and catalogues."),
    "export": ("exports:export_group", "Write the record out."),
    "scan": ("scan:scan", "Find filers who seem to abuse the complaint system."),
    "backtest": ("backtest:backtest", "Replay the record: whom a policy would have met."),
    "fit": ("fit:fit", "Refit the score to what people confirmed and dismissed."),
    "policy": ("policy:policy_group", "The thresholds in force, and the next ones."),
    "flags": ("flags:flags_group", "Filers that a scan put before staff: read them."),
    "rings": ("rings:rings_group", "Accounts that act as one: read them."),
    "boycotts": ("boycotts:boycotts_group", "The ladder: read cases, enter what came by post."),
    "joinings": ("joinings:joinings_group", "Accounts counted to one party: read them."),
    "matches": ("matches:matches_group", "Accounts that look like a boycotted or flagged one."),
    "letters": ("letters:letters_group", "Letters that wait to be sent."),
    "statements": ("reasons:statements_group", "Are statements of reasons as they were sent?"),
    "documents": ("documents:documents_group", "Documents that were sent."),
    "search": ("search:search_group", "The index of the search."),
    "ledger": ("ledger:ledger_group", "The chain of who did what: does it hold?"),
    "clock": ("clock:clock_group", "Clocks that jumped, and whether they are right."),
    "mail": ("mail:mail_group", "Does the mail server take our letters?"),
    "inboxes": ("inboxes:inboxes_group", "Where letters reach stores and operators."),
    "marketplace": (
        "marketplaces:marketplace_group",
        "Where marketplaces sell: by it goes the law.",
    ),
    "user": ("people:user_group", "Staff, partners and filers."),
    "key": ("keys:key_group", "API keys."),
    "secrets": ("secrets:secrets_group", "Change the keys of the service."),
}


class Commands(click.Group):
    """The commands by name, each imported when it runs."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(HOMES)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in HOMES:
            return None
        module, name = HOMES[cmd_name][0].split(":")
        with loading.for_good():
            command: click.Command = getattr(import_module(f"complaints.commands.{module}"), name)
        return command

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[CompletionItem]:
        """Complete from the list: click would import every command for its line."""
        named = [
            CompletionItem(name, help=summary)
            for name, (_, summary) in HOMES.items()
            if name.startswith(incomplete)
        ]
        return named + click.Command.shell_complete(self, ctx, incomplete)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([(name, summary) for name, (_, summary) in HOMES.items()])


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="clean-hands", message="%(prog)s %(version)s")
def cli() -> None:
    """Clean Hands: takes in IP complaints and finds the filers who abuse them.

    Settings come from the environment; docs/configuration.md lists them.
    """


def main(args: list[str] | None = None) -> None:
    """Run the command line and exit."""
    logs.install()
    try:
        status = cli.main(args, prog_name="cleanhands", standalone_mode=False)
        sys.stdout.flush()
    except click.ClickException as error:
        error.show()
        sys.exit(Exit.WRONG_USE if isinstance(error, click.UsageError) else Exit.COULD_NOT)
    except (Refusal, ConfigurationError) as error:
        click.echo(str(error), err=True)
        sys.exit(Exit.COULD_NOT)
    except click.Abort:
        click.echo("Stopped.", err=True)
        sys.exit(Exit.COULD_NOT)
    except BrokenPipeError:
        # The reader of our output (as `head`) has gone.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(Exit.COULD_NOT)
    except OSError as error:
        where = f"{error.filename}: " if error.filename else ""
        click.echo(f"{where}{error.strerror or error}", err=True)
        sys.exit(Exit.COULD_NOT)
    except Exception as error:
        from sqlalchemy.exc import DBAPIError
        from sqlalchemy.exc import TimeoutError as PoolTimeoutError

        from abuse.policy.shapes import ShapesFileError
        from complaints.storage import db_errors

        if isinstance(error, ShapesFileError):
            click.echo(str(error), err=True)
            sys.exit(Exit.COULD_NOT)
        if not isinstance(error, DBAPIError | PoolTimeoutError):
            raise
        click.echo(db_errors.for_operator(error), err=True)
        sys.exit(Exit.COULD_NOT)
    sys.exit(status if isinstance(status, int) else Exit.DONE)
