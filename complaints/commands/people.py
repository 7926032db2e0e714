"""`user`: staff, filers' accounts, partners, and their log-ins."""

from __future__ import annotations

import click
from sqlalchemy.orm import Session

from abuse.identity.names import visible
from complaints.base.errors import not_found
from complaints.commands.context import OPERATOR, pass_context
from complaints.commands.output import FORMAT, JSON, echo_json
from complaints.queries.logins import accounts, grants
from complaints.queries.logins import people as people_queries
from complaints.queries.sellers import marketplaces as marketplace_queries
from complaints.rules.actors import LOCAL, ActorKind, PersonRole
from complaints.rules.kinds import FilerKind
from complaints.schemas.logins.accounts import StaffOut
from complaints.services.logins import access, approvals, partners, people, sign_ups
from complaints.services.staff import teamwork
from complaints.storage.context import Context
from complaints.words import ENGLISH, LANGUAGES
from complaints.words import message as _
from complaints.words.labels import label
from complaints.work import begin_work


@click.group("user")
def user_group() -> None:
    """Staff, partners and filers' accounts.

    Example: cleanhands user add ada@example.com --name "Ada Wong" --role administrator
    """


@user_group.command("add-person")
@click.argument("handle")
@click.option("--name", required=True)
@click.option("--role", type=click.Choice([str(role) for role in PersonRole]), required=True)
@pass_context
def add_person(context: Context, handle: str, name: str, role: str) -> None:
    """Add a member of staff who has no log-in and acts by keys.

    Example: cleanhands user add-person ann --name "Ann Li" --role reviewer
    """
    with begin_work(context, OPERATOR) as work:
        people.add_person(work, handle=handle, name=name, role=PersonRole(role))
    click.echo(f"Added {handle} ({role}). Make a key: cleanhands key issue person {handle}")


@user_group.command("add")
@click.argument("email")
@click.option("--name", required=True)
@click.option("--role", type=click.Choice([str(role) for role in PersonRole]), required=True)
@click.option("--handle", help="Names the person in commands; default: made of the email.")
@click.option("--language", type=click.Choice(LANGUAGES), default=ENGLISH)
@pass_context
def add(
    context: Context, email: str, name: str, role: str, handle: str | None, language: str
) -> None:
    """Add a member of staff who signs in with EMAIL, and print the link that sets the password.

    The link is good once, for a day: hand it to nobody else. `user link` makes another. The first
    sign-in sets the second factor up. This is how the first administrator comes in; the page
    /console/people does the same for administrators.

    Example: cleanhands user add ada@example.com --name "Ada Wong" --role administrator
    """
    with begin_work(context, OPERATOR) as work:
        free = handle or people.handle_for(work.session, email)
        person = people.add_person(work, handle=free, name=name, role=PersonRole(role))
        account = sign_ups.open_for_person(
            work, person.id, email=email, vault=context.vault, language=language
        )
    click.echo(f"Added {free} ({role}). Set a password here, within a day:")
    click.echo(context.links.password(account.fs_uniquifier))


@user_group.command("add-login")
@click.argument("email")
@click.option("--filer", "reference", required=True, help="The filer's reference.")
@click.option("--source", default=LOCAL, show_default=True, help="The filer's source.")
@pass_context
def add_login(context: Context, email: str, reference: str, source: str) -> None:
    """Let EMAIL sign in for a filer that is there already, and write it the letter whose link sets
    the password.

    Who signs up at /sign-up becomes a filer of their own; this is for one that an operator opened
    or that came in with a history, and for its second and third log-in. Make sure first that the
    address is the filer's. With its first log-in the filer's keys of before end.

    Example: cleanhands user add-login kim@acme.example.com --filer acme
    """
    with begin_work(context, OPERATOR) as work:
        filer_id = owner_id(work.session, "filer", reference, source)
        sign_ups.invite_for_filer(work, filer_id, email=email, vault=context.vault)
    click.echo(f"{email} files for {reference}, once a password is set by the link in our letter.")


@user_group.command("place")
@click.argument("person")
@click.option("--team", help="The team; left out: none.")
@click.option("--language", "languages", multiple=True, type=click.Choice(LANGUAGES))
@pass_context
def place_person(
    context: Context, person: str, team: str | None, languages: tuple[str, ...]
) -> None:
    """State in which team PERSON (an email address or a handle) works, and which languages of
    cases PERSON reads.

    “Take the next case” brings what was given to the team, and what is in these languages, first.

    Example: cleanhands user place ann --team north --language zh --language en
    """
    with begin_work(context, OPERATOR) as work:
        placed = teamwork.place(
            work,
            _person_id(work.session, person),
            team=team,
            languages=languages,
        )
        read = ", ".join(sorted(set(languages))) or "none stated"
        click.echo(f"{placed.handle}: team {visible(placed.team or '–')}, languages {read}.")


@user_group.command("link")
@click.argument("email")
@pass_context
def link(context: Context, email: str) -> None:
    """Print a link by which the account with EMAIL chooses a password. Good once, for a day.

    Example: cleanhands user link ada@example.com
    """
    with context.database.reading() as session:
        account = accounts.get_account(session, email)
    click.echo(context.links.password(account.fs_uniquifier))


@user_group.command("end")
@click.argument("person")
@pass_context
def end_access(context: Context, person: str) -> None:
    """End the access of PERSON (an email address or a handle) at once, pages and keys, the keys
    for good.

    What the person did stays in the record.

    Example: cleanhands user end ann
    """
    with begin_work(context, OPERATOR) as work:
        ended = access.end(work, _person_id(work.session, person))
        click.echo(f"{ended.handle} has no access any more.")


@user_group.command("restore")
@click.argument("person")
@pass_context
def restore_access(context: Context, person: str) -> None:
    """Give PERSON (an email address or a handle) back the access that was ended; keys stay
    revoked.

    Example: cleanhands user restore ann
    """
    with begin_work(context, OPERATOR) as work:
        restored = access.restore(work, _person_id(work.session, person))
        click.echo(f"{restored.handle} has access again.")


@user_group.command("approve")
@click.argument("person")
@pass_context
def approve_person(context: Context, person: str) -> None:
    """Approve what an administrator did alone for PERSON (an email address or a handle).

    PERSON was let in, got access back, or had the second factor taken off; a filer's log-in is
    named by its email address. This is the second approval where there is one administrator.

    Example: cleanhands user approve ann@example.com
    """
    with begin_work(context, OPERATOR) as work:
        account = accounts.find_account(work.session, person)
        if account is not None and account.person_id is None:
            approvals.approve_log_in(work, account)
        else:
            approvals.approve(work, _person_id(work.session, person), vault=context.vault)
    click.echo(f"Approved: {person}.")


@user_group.command("refuse")
@click.argument("person")
@pass_context
def refuse_person(context: Context, person: str) -> None:
    """Refuse to let PERSON (an email address or a handle) in who waits for a second approval.

    Example: cleanhands user refuse ann@example.com
    """
    with begin_work(context, OPERATOR) as work:
        refused = approvals.refuse(work, _person_id(work.session, person))
        click.echo(f"{refused.handle} is not let in.")


@user_group.command("reset-second-factor")
@click.argument("email")
@pass_context
def reset_second_factor(context: Context, email: str) -> None:
    """Take authenticator, passkeys and recovery codes off the account with EMAIL.

    Its sessions and API keys end; the next sign-in sets up a new second factor. Make sure first
    that it is the owner who asks.

    Example: cleanhands user reset-second-factor ann@example.com
    """
    with begin_work(context, OPERATOR) as work:
        account = accounts.get_account(work.session, email)
        access.reset_second_factor(work, account, vault=context.vault)
    click.echo(f"{email} sets up a new second factor at the next sign-in.")


@user_group.command("add-partner")
@click.argument("slug")
@click.option("--name", required=True)
@click.option("--marketplace", "marketplaces", multiple=True, help="One that it runs, by its slug.")
@pass_context
def add_partner(context: Context, slug: str, name: str, marketplaces: tuple[str, ...]) -> None:
    """Add a partner system: one that files on behalf of others, or a platform's.

    A platform's runs marketplaces. There it may deliver letters to sellers, speak for them, and
    read what is to be taken down, with a key that names these scopes.

    Example: cleanhands user add-partner market --name "Market Ltd" --marketplace taobao
    """
    with begin_work(context, OPERATOR) as work:
        people.add_partner(work, slug=slug, name=name)
        if marketplaces:
            partners.run_marketplaces(work, slug, add=marketplaces)
    scopes = " --scope deliver --scope speak_for_sellers --scope enforce --scope read"
    key = f"cleanhands key issue partner {slug}{scopes if marketplaces else ''}"
    click.echo(f"Added {slug}. Make a key: {key}")


@user_group.command("partner-marketplaces")
@click.argument("slug")
@click.option("--add", multiple=True, help="A marketplace that it runs, by its slug.")
@click.option("--remove", multiple=True, help="One that it runs no longer.")
@pass_context
def partner_marketplaces(
    context: Context, slug: str, add: tuple[str, ...], remove: tuple[str, ...]
) -> None:
    """Say which marketplaces a partner runs, and add and remove some.

    What is removed is closed to all its keys at once, and what it stated of inboxes there counts no
    more.

    Example: cleanhands user partner-marketplaces market --add tmall --remove taobao
    """
    with begin_work(context, OPERATOR) as work:
        if add or remove:
            partners.run_marketplaces(work, slug, add=add, remove=remove)
        partner_id = owner_id(work.session, "partner", slug, LOCAL)
        run = marketplace_queries.of_partner(work.session, partner_id)
    click.echo(f"{slug} runs: {', '.join(run) or 'no marketplace'}")


@user_group.command("add-filer")
@click.argument("reference")
@click.option("--name", required=True)
@click.option("--kind", type=click.Choice([str(k) for k in FilerKind]), default="rights_holder")
@click.option("--country", help="ISO 3166-1 alpha-2")
@pass_context
def add_filer(context: Context, reference: str, name: str, kind: str, country: str | None) -> None:
    """Open an account for a filer.

    Example: cleanhands user add-filer acme --name "Acme Brands" --kind rights_holder
    """
    with begin_work(context, OPERATOR) as work:
        people.add_filer(
            work, reference=reference, name=name, kind=FilerKind(kind), country=country
        )
    click.echo(f"Added {reference}. Make a key: cleanhands key issue filer {reference}")


@user_group.command("list")
@FORMAT
@pass_context
def list_people(context: Context, written: str) -> None:
    """List the staff, and what waits for a second approval (`user approve`).

    Example: cleanhands user list
    """
    with context.database.reading() as session:
        waiting = grants.list_open(session)
        members = people_queries.list_staff(session)
        if written == JSON:
            of_log_ins = [each for each in waiting if each.person is None]
            echo_json(StaffOut, {"items": members, "of_log_ins": of_log_ins})
            return
        for member in members:
            person, account = member.person, member.account
            email = account.email if account else "no log-in"
            factor = ", ".join(member.second_factors) or "no second factor"
            state = "" if person.active else "  (no access)"
            team = f"  team {visible(person.team)}" if person.team else ""
            read = f"  {', '.join(member.languages)}" if member.languages else ""
            who = f"{person.handle}  {person.role}  {visible(person.name)}  {email}"
            click.echo(f"{who}  {factor}{team}{read}{state}")
    for each in waiting:
        who = each.person.handle if each.person else each.receiver
        by = "themselves" if each.is_claimed else visible(each.granter or "")
        click.echo(f"Waiting for approval: {who}: {label('grant', each.kind)}, by {by}")


def owner_id(session: Session, kind: str, owner: str, source: str) -> int:
    """Return the id of a person, filer or partner. Refuses with: not-found."""
    row_id = people_queries.find_owner(session, ActorKind(kind), owner, source=source)
    if row_id is None:
        raise not_found(_("%(kind)s “%(owner)s”", kind=label("noun", kind), owner=owner))
    return row_id


def _person_id(session: Session, person: str) -> int:
    """Return the id of the person with this email address or handle."""
    account = accounts.find_account(session, person)
    if account is not None and account.person_id is not None:
        return account.person_id
    return owner_id(session, "person", person, LOCAL)
