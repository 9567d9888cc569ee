"""``flask`` commands: units, users, criteria sets, demo data, checking the records."""

import time
from collections.abc import Sequence
from pathlib import Path

import click
from flask import Flask, current_app
from flask.cli import AppGroup, with_appcontext
from sqlalchemy import select

from app import doctor as checks
from app.accounts.models import User
from app.accounts.operations import AccountProblem, NewAccount, change_password, create_user, disable
from app.accounts.queries import by_login
from app.clock import today
from app.config import Profile
from app.criteria.operations.loading import VersionInUse, load_sets
from app.criteria.shipped import known_measures, shipped
from app.criteria.source.faults import CriteriaProblem
from app.criteria.source.nodes import source_of
from app.criteria.source.schema import read_sets
from app.extensions import db
from app.notices.operations import remind
from app.phone import NotVietnamese, normalise
from app.policy import Role
from app.reorganisations.accounts import Transfer, transfers
from app.reorganisations.checks import refuse_faulty
from app.reorganisations.operations import SumsDiffer, carry_out
from app.reorganisations.plan import Plan, ReorganisationProblem
from app.reorganisations.reading import Choices, read_choices, read_plan
from app.reorganisations.shipped import SHIPPED, shipped_plan
from app.reorganisations.told import told
from app.seeds.demo import is_empty, seed_demo
from app.units.models import Unit, UnitKind
from app.units.operations import Founding, UnitProblem, add, load_schemes
from app.web.transaction import begin_writing

units = AppGroup("units", help="The hierarchy of places.")
users = AppGroup("users", help="Accounts.")
criteria = AppGroup("criteria", help="The criteria sets.")
notices = AppGroup("notices", help="What units are told.")
seed = AppGroup("seed", help="Invented data, to try and to measure.")


def init_cli(app: Flask) -> None:
    """Add the commands."""
    for command in (units, users, criteria, notices, seed, doctor):
        app.cli.add_command(command)


@units.command("load")
def units_load() -> None:
    """Load the real units of Sơn La that are not loaded yet."""
    begin_writing()
    made = load_schemes(by=None)
    db.session.commit()
    click.echo(f"units: {made} loaded" if made else "units: already loaded")


@units.command("add")
@click.argument("name")
@click.option("--kind", required=True, type=click.Choice([kind.value for kind in UnitKind]))
@click.option("--title", required=True, help="How the place calls it: bản, thôn, tiểu khu, xã ...")
@click.option("--code", required=True, help="Its code, unique within the scheme.")
@click.option("--scheme", default="2025-01", show_default=True)
@click.option("--parent", "parent_ref", help="The unit above: its id, or SCHEME:CODE. None for a province.")
def units_add(name: str, kind: str, title: str, code: str, scheme: str, parent_ref: str | None) -> None:
    """Add a unit, such as a village of a commune."""
    begin_writing()
    founding = Founding(scheme, code, UnitKind(kind), title, name)
    try:
        unit = add(founding, _unit(parent_ref) if parent_ref else None, by=None)
    except UnitProblem as problem:
        raise click.ClickException(str(problem)) from None
    db.session.commit()
    click.echo(f"unit {unit.id}: {unit.full_name}")


@units.command("reorganise")
@click.argument("what")
@click.option("--dry-run", is_flag=True, help="Try it whole, show the plan, and store nothing.")
@click.option("--yes", is_flag=True, help="Do not ask.")
@click.option("--accounts", "accounts_file", type=click.Path(path_type=Path), help="What becomes of accounts, as YAML.")
@click.option("--by", "by_name", help="Who does it, by username; needed where households of ended villages go on.")
def units_reorganise(what: str, *, dry_run: bool, yes: bool, accounts_file: Path | None, by_name: str | None) -> None:
    """Merge, split, move and rename units: WHAT is sonla-2025-07, or a YAML file. All of it, or nothing."""
    by = _user(by_name) if by_name else None
    shown = list(told(*_planned(what, accounts_file)))
    click.echo("\n".join(shown))
    if not dry_run and not yes:
        click.confirm("Do all this?", abort=True)
    begin_writing()
    plan, accounts = _planned(what, accounts_file)
    if list(told(plan, accounts)) != shown:
        raise click.ClickException("the records changed meanwhile: nothing is done, run it again")
    try:
        carry_out(plan, accounts, by=by)
    except (ReorganisationProblem, SumsDiffer) as problem:
        raise click.ClickException(str(problem)) from None
    if dry_run:
        db.session.rollback()
        click.echo("dry run: it can be done; nothing is stored")
        return
    db.session.commit()
    click.echo(f"{plan.name}: done. Now run doctor.")


@users.command("create")
@click.argument("username")
@click.option("--name", required=True, help="The person's name, as shown.")
@click.option("--role", required=True, type=click.Choice([role.value for role in Role]))
@click.option("--unit", "unit_ref", required=True, help="The unit's id, or SCHEME:CODE such as 2025-01:03646.")
@click.option("--phone", help="A Vietnamese telephone number; may be typed instead of the username.")
@click.password_option(help="Asked for when it is not given.")
def users_create(username: str, name: str, role: str, unit_ref: str, phone: str | None, password: str) -> None:
    """Create an account: one role in one unit."""
    begin_writing()
    account = NewAccount(username, name, Role(role), _unit(unit_ref), password, _phone(phone))
    try:
        create_user(account, by=None)
    except AccountProblem as problem:
        raise click.ClickException(str(problem)) from None
    db.session.commit()
    click.echo(f"created {username}")


@users.command("disable")
@click.argument("username")
def users_disable(username: str) -> None:
    """Close an account and end its sessions."""
    begin_writing()
    disable(_user(username), by=None)
    db.session.commit()
    click.echo(f"disabled {username}")


@users.command("password")
@click.argument("username")
@click.password_option()
def users_password(username: str, password: str) -> None:
    """Set a new password and end the account's sessions."""
    begin_writing()
    try:
        change_password(_user(username), password, by=None)
    except AccountProblem as problem:
        raise click.ClickException(str(problem)) from None
    db.session.commit()
    click.echo(f"new password for {username}")


@criteria.command("load")
@click.argument("file", required=False, type=click.Path(path_type=Path))
@click.option("--province", "province_ref", help="Whose sets they are: its id, or SCHEME:CODE. None: everybody's.")
def criteria_load(file: Path | None, province_ref: str | None) -> None:
    """Load the sets of FILE or, without one, those that come with the app: whole or not at all."""
    begin_writing()
    try:
        wanted = [source_of(file)] if file else shipped()
        sets = read_sets(wanted, known_measures(), beside=shipped())
        loaded = load_sets(sets, owner=_unit(province_ref) if province_ref else None, by=None)
    except (CriteriaProblem, VersionInUse) as problem:
        raise click.ClickException(str(problem)) from None
    db.session.commit()
    click.echo(f"criteria: {loaded.made} made, {loaded.changed} changed, {loaded.same} as they were")


@notices.command("remind")
def notices_remind() -> None:
    """Tell each unit what waits for its people today; for cron, each morning: a second time tells nobody."""
    begin_writing()
    done = remind(today(), by=None)
    db.session.commit()
    waiting = ", ".join(f"{name}: {count}" for name, count in sorted(done.waiting.items())) or "nothing waits"
    click.echo(f"notices: {done.told} units told, {done.before} had been told today ({waiting})")


@seed.command("demo")
@click.option("--if-empty", is_flag=True, help="Do nothing when there is an account already.")
def demo(if_empty: bool) -> None:
    """Make the invented district Mường Mẫu with its accounts (demo profile)."""
    if current_app.config["SETTINGS"].profile is not Profile.DEMO:
        raise click.ClickException("the demo's accounts have published passwords: set BANYEN_PROFILE=demo")
    begin_writing()
    if not is_empty():
        if if_empty:
            click.echo("demo: the database has accounts already, nothing seeded")
            return
        raise click.ClickException("the database has accounts already: the demo goes into an empty one")
    started = time.monotonic()
    made = seed_demo()
    db.session.commit()
    click.echo(f"demo: {made.households} households, {made.pledges} pledges in {time.monotonic() - started:.1f} s")


@click.command("doctor")
@with_appcontext
@click.option("--recount", is_flag=True, help="Write the counters anew from the records first.")
def doctor(recount: bool) -> None:
    """Check that the records agree with each other; the last line counts them."""
    begin_writing()
    if recount:
        checks.recount()
        db.session.commit()
    wrong = 0
    for finding in checks.examine():
        wrong += len(finding.faults)
        click.echo(f"{finding.check}: {'ok' if not finding.faults else len(finding.faults)}")
        for fault in finding.faults[:20]:
            click.echo(f"  {fault}")
    click.echo(", ".join(f"{name}: {count}" for name, count in checks.totals().items()))
    db.session.rollback()
    if wrong:
        raise SystemExit(1)


def _planned(what: str, accounts_file: Path | None) -> tuple[Plan, Sequence[Transfer]]:
    """Return the checked plan that is called ``what``, and what becomes of accounts."""
    try:
        nothing_said: Choices = {}
        plan, choices = (shipped_plan(what), nothing_said) if what in SHIPPED else read_plan(Path(what))
        refuse_faulty(plan)
        chosen = {**choices, **read_choices(accounts_file)} if accounts_file else choices
        return plan, transfers(plan, chosen)
    except ReorganisationProblem as problem:
        raise click.ClickException(str(problem)) from None


def _unit(reference: str) -> Unit:
    scheme, _, code = reference.partition(":")
    wanted = (Unit.scheme == scheme, Unit.code == code) if code else (Unit.id == _number(reference),)
    unit = db.session.scalar(select(Unit).where(*wanted, Unit.path.is_not(None)))
    if unit is None:
        raise click.ClickException(f"no unit {reference} in force")
    return unit


def _number(text: str) -> int:
    if not text.isdecimal():
        raise click.ClickException(f"unit {text!r}: give an id or SCHEME:CODE")
    return int(text)


def _user(username: str) -> User:
    user = by_login(username)
    if user is None:
        raise click.ClickException(f"no account {username}")
    return user


def _phone(text: str | None) -> str | None:
    try:
        return normalise(text) if text else None
    except NotVietnamese:
        raise click.ClickException(f"{text!r} is no Vietnamese telephone number") from None
