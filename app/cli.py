"""``flask`` commands: units, users, demo data, checking the records."""

import time

import click
from flask import Flask, current_app
from flask.cli import AppGroup, with_appcontext
from sqlalchemy import select

from app import doctor as checks
from app.accounts.models import User
from app.accounts.operations import AccountProblem, NewAccount, change_password, create_user, disable
from app.accounts.queries import by_login
from app.config import Profile
from app.extensions import db
from app.phone import NotVietnamese, normalise
from app.policy import Role
from app.seeds.demo import is_empty, seed_demo
from app.units.models import Unit, UnitKind
from app.units.operations import Founding, UnitProblem, add, load_schemes
from app.web.transaction import begin_writing

units = AppGroup("units", help="The hierarchy of places.")
users = AppGroup("users", help="Accounts.")
seed = AppGroup("seed", help="Invented data, to try and to measure.")


def init_cli(app: Flask) -> None:
    """Add the commands."""
    for command in (units, users, seed, doctor):
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
