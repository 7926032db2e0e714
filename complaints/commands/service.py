"""`migrate`, `run` and `worker`: the service itself."""

from __future__ import annotations

import signal
import threading
from types import FrameType

import click
from alembic.util import CommandError

from complaints import config, keyfiles, migration, opening
from complaints.commands import rotating
from complaints.commands.context import pass_starting
from complaints.config import is_loopback
from complaints.context import Context


@click.command()
@click.option("--to", "revision", default="head", help="A revision, or -1 for one step back.")
def migrate(revision: str) -> None:
    """Bring the database to the newest revision.

    Example: DATABASE_URL=postgresql://app@db/cleanhands cleanhands migrate
    """
    context = Context.from_environment()
    before = migration.current(context.database)
    try:
        if revision.startswith("-"):
            migration.downgrade(context.database, revision)
        else:
            opening.check_first_policy(context)
            migration.upgrade(context.database, revision)
    except CommandError as error:
        raise click.ClickException(str(error)) from None
    after = migration.current(context.database)
    if revision.isdecimal() and after != revision:
        raise click.ClickException(
            f"The database stays at revision {after}: --to goes forward to a revision, and --to -1 "
            f"takes one step back."
        )
    if after == migration.head():
        rotating.bind(context)
        opening.ready(context)
    context.database.dispose()
    click.echo(f"The database is at revision {after or 'none'} (was: {before or 'none'}).")


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535))
@pass_starting
def run(context: Context, host: str, port: int) -> None:
    """Serve pages and API; on SQLite, run the worker beside them as a thread.

    Example: cleanhands run --port 8080
    """
    # Imported here, as `migrate` needs neither pages nor detector.
    from complaints.app import create_app
    from complaints.jobs import worker as job_worker
    from complaints.serving import server as http_server

    if context.demo and not is_loopback(host):
        raise click.ClickException(
            f"This database is the demo, whose log-ins and letters are open to everybody: it is "
            f"served on this machine alone. Leave out --host {host}, or name another database "
            "with DATABASE_URL."
        )
    _say_that_it_runs(context)
    stop = threading.Event()
    app = create_app(context)
    worker = threading.Thread(target=job_worker.run, args=(context, stop), name="worker")
    try:
        server = http_server.listen(app, host=host, port=port)
    except OSError as error:
        raise click.ClickException(
            f"Port {port} of {host} cannot be had ({error.strerror}); choose another: "
            f"--port {port + 1}, or make run PORT={port + 1}"
        ) from None
    if context.database.is_sqlite:
        worker.start()
    click.echo(f"Serving at http://{host}:{port} (stop with Ctrl+C)")
    # The worker ends what it has in hand: a letter that the mail server took is not sent again.
    for order in (signal.SIGTERM, signal.SIGINT):
        signal.signal(order, _leave)
    try:
        server.run()
    finally:
        stop.set()
        if worker.is_alive():
            worker.join()


def _leave(_number: int, _frame: FrameType | None) -> None:
    raise SystemExit(0)


@click.command()
@pass_starting
def worker(context: Context) -> None:
    """Do the jobs: the nightly scan, the clocks. On PostgreSQL, run one or several beside the web.

    Example: cleanhands worker
    """
    from complaints.jobs import worker as job_worker

    context = opening.serving(context)
    _say_that_it_runs(context)
    stop = threading.Event()

    def end(_number: int, _frame: FrameType | None) -> None:
        stop.set()

    signal.signal(signal.SIGTERM, end)
    signal.signal(signal.SIGINT, end)
    job_worker.run(context, stop)


def _say_that_it_runs(context: Context) -> None:
    """Hold a lock until this process ends: no new key is made beneath a server that lacks it."""
    if context.database.is_sqlite:
        database = config.sqlite_file(context.config.database_url)
        keyfiles.try_lock(database, keyfiles.SERVED, shared=True)
