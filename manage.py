"""The command line of Mốc. Bad input ends with status 1 and one line on standard error; wrong usage with 2."""

from __future__ import annotations

import json
import os
import sys
from dataclasses import asdict
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NoReturn

import typer

import settings

if TYPE_CHECKING:
    from sqlalchemy import Engine

    from metrics.periods import Period

ROOT = Path(__file__).resolve().parent

COMMAND_LINE = "manage.py"
"""Account name on record for what the command line does without ``--as``."""

app = typer.Typer(
    help="Mốc: follow the numeric targets of a resolution.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
pack_app = typer.Typer(help="Resolution packs: load, export, check.", no_args_is_help=True, rich_markup_mode=None)
user_app = typer.Typer(help="Local accounts.", no_args_is_help=True, rich_markup_mode=None)
app.add_typer(pack_app, name="pack")
app.add_typer(user_app, name="user")


def fail(message: str) -> NoReturn:
    """End with status 1 and one line."""
    typer.echo(" ".join(message.split()), err=True)
    raise typer.Exit(1)


def store(*, started: bool = False) -> Engine:
    """The migrated store of the settings; where it is ``started`` as a server, only in the mode it was made for."""
    from db.engine import open_store, reading
    from db.migrate import is_current
    from db.store import WrongMode, require_mode

    config = settings.load()
    engine = open_store(config.database_url)
    with reading(engine) as conn:
        if not is_current(conn):
            fail("The database is not set up for this version: run 'python manage.py setup'.")
        if started:
            try:
                require_mode(conn, "demo" if config.demo else "real")
            except WrongMode as wrong:
                fail(f"{wrong} (or set MOC_DEMO={int(not config.demo)})")
    return engine


def period_of(text: str) -> Period:
    from metrics.periods import BadPeriod, parse

    try:
        return parse(text)
    except BadPeriod as wrong:
        fail(str(wrong))


@app.command()
def setup() -> None:
    """Migrate the database and, in demo mode, load the packs that ship. Safe to repeat."""
    from db.engine import open_store, writing
    from db.migrate import upgrade
    from db.store import WrongMode, set_mode

    config = settings.load()
    engine = open_store(config.database_url)
    upgrade(engine)
    try:
        with writing(engine) as conn:
            set_mode(conn, "demo" if config.demo else "real")
    except WrongMode as wrong:
        fail(f"{wrong} (or set MOC_DEMO={int(not config.demo)})")
    if config.demo:
        from flows.packs import load
        from seed.demo import create_accounts
        from seed.packs import read_pack, shipped

        for folder in shipped():
            typer.echo(load(engine, read_pack(folder)).line())
        create_accounts(engine)
    typer.echo(f"Ready: {config.database_label} ({'demo' if config.demo else 'real'})")


@app.command()
def run() -> None:
    """Start the server on PORT and stay until it is stopped."""
    config = settings.load()
    store(started=True).dispose()
    os.chdir(ROOT)
    os.execv(sys.executable, [sys.executable, "-m", "streamlit", "run", "app.py", *config.server_options])


@pack_app.command("load")
def pack_load(folder: Path) -> None:
    """Load a pack: units, goals, published figures, and its observations through the intake."""
    from flows.packs import load
    from seed.packs import PackErrors, read_pack

    try:
        pack = read_pack(folder)
    except PackErrors as wrong:
        _list_faults(wrong)
    typer.echo(load(store(), pack).line())


@pack_app.command("export")
def pack_export(folder: Path, resolution: Annotated[str, typer.Option(help="Code of the resolution.")]) -> None:
    """Write a resolution with its units and figures as a pack."""
    from flows.packs import UnknownResolution, export
    from seed.packs import write_pack

    try:
        pack = export(store(), resolution)
    except UnknownResolution as wrong:
        fail(str(wrong))
    write_pack(folder, pack)
    typer.echo(str(folder))


@pack_app.command("check")
def pack_check(folder: Path) -> None:
    """Read a pack and list what is wrong with it, file and line; change nothing."""
    from seed.packs import PackErrors, read_pack

    try:
        pack = read_pack(folder)
    except PackErrors as wrong:
        _list_faults(wrong)
    typer.echo(f"{folder}: {pack.summary()}")


def _list_faults(wrong: Any) -> NoReturn:
    for line in wrong.lines():
        typer.echo(line, err=True)
    raise typer.Exit(1)


@app.command("import")
def import_file(
    file: Path,
    period: Annotated[str, typer.Option(help="Period of the figures, 2019-Q4.")],
    unit: Annotated[str | None, typer.Option(help="Only this unit and what lies under it.")] = None,
    account: Annotated[str, typer.Option("--as", help="Account that submits.")] = "",
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Show what would change, write nothing.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Answer as one JSON object.")] = False,
    reason: Annotated[str, typer.Option(help="Why, when figures are corrected.")] = "",
    lang: Annotated[str, typer.Option(help="vi or en.")] = "vi",
) -> None:
    """Understand a file of figures, check it, and accept it whole or not at all."""
    from db import accounts
    from db.engine import reading
    from flows import submit

    wanted = period_of(period)
    try:
        data = file.read_bytes()
    except OSError as wrong:
        fail(f"{file}: {wrong.strerror}")
    engine = store()
    try:
        scope = None
        if account:
            with reading(engine) as conn:
                scope = accounts.scope_of(conn, account)
        examined = submit.examine(engine, data=data, file_name=file.name, period=wanted, unit=unit, scope=scope)
        accepted = examined.acceptable and not dry_run
        receipt = submit.accept(engine, examined, account=account or COMMAND_LINE, reason=reason) if accepted else None
    except (LookupError, submit.Stale) as wrong:
        fail(str(wrong.args[0]))
    if as_json:
        answer = submit.to_json(examined, lang)
        if receipt is not None:
            answer["receipt"] = asdict(receipt)
        typer.echo(json.dumps(answer, ensure_ascii=False))
    else:
        for line in submit.lines(examined, receipt, lang):
            typer.echo(line, err=not examined.acceptable)
    raise typer.Exit(0 if examined.acceptable else 1)


@app.command()
def verdicts(
    resolution: Annotated[str, typer.Option(help="Code of the resolution.")],
    as_of: Annotated[str, typer.Option("--as-of", help="Review period or day.")],
    unit: Annotated[str | None, typer.Option(help="Judge the goals at this unit.")] = None,
    known: Annotated[str | None, typer.Option(help="As known on this day.")] = None,
    boundaries: Annotated[str, typer.Option(help="reported or today.")] = "reported",
    as_json: Annotated[bool, typer.Option("--json", help="Answer as one JSON array.")] = False,
    lang: Annotated[str, typer.Option(help="vi or en, for plain text.")] = "vi",
) -> None:
    """Judge every goal of a resolution at a review date."""
    from db.engine import reading
    from flows import answers
    from flows.verdicts import Unknown, review

    if boundaries not in ("reported", "today"):
        fail("--boundaries is 'reported' or 'today'.")
    try:
        day = date.fromisoformat(known) if known else None
    except ValueError:
        fail(f"'{known}' is no day: write 2019-12-31")
    try:
        with reading(store()) as conn:
            found = review(
                conn,
                resolution=resolution,
                as_of=period_of(as_of),
                unit=unit,
                known=day,
                boundaries=("reported", "today").index(boundaries),
                with_sources=True,
            )
    except Unknown as wrong:
        fail(str(wrong))
    if as_json:
        typer.echo(json.dumps(answers.as_json(found), ensure_ascii=False))
    else:
        for line in answers.as_lines(found, lang):
            typer.echo(line)


@app.command()
def judge() -> None:
    """Judge by hand: JSON objects from standard input, one a line; answers in order, without a database."""
    from flows.by_hand import judge_lines

    sound = True
    for answer, ok in judge_lines(sys.stdin):
        sys.stdout.write(answer + "\n")
        sound = sound and ok
    raise typer.Exit(0 if sound else 1)


@app.command()
def check() -> None:
    """Recompute every roll-up from history and compare; status 0 where the store is sound."""
    from db.check import check as compare
    from db.engine import reading

    with reading(store()) as conn:
        found = compare(conn)
    for each in found:
        typer.echo(str(each), err=True)
    typer.echo("sound" if not found else f"{len(found)} differences")
    raise typer.Exit(1 if found else 0)


@user_app.command("add")
def user_add(
    name: str,
    role: Annotated[str, typer.Option(help="leader, staff or admin.")],
    unit: Annotated[list[str] | None, typer.Option(help="Unit a staff account submits for; repeatable.")] = None,
    password: Annotated[str | None, typer.Option(help="Else asked for, or read from MOC_PASSWORD.")] = None,
) -> None:
    """Add an account; the first one is the first administrator."""
    from db import accounts
    from db.engine import writing

    secret = password or os.environ.get("MOC_PASSWORD") or _asked_password()
    try:
        with writing(store()) as conn:
            accounts.create(conn, name=name, role=role, password=secret, units=unit or [], at=datetime.now(UTC))
    except accounts.Refused as wrong:
        fail(str(wrong))
    typer.echo(f"{name}: {role}")


@user_app.command("password")
def user_password(name: str, password: Annotated[str | None, typer.Option()] = None) -> None:
    """Set an account's password and lift its lock."""
    from db import accounts
    from db.engine import writing

    secret = password or os.environ.get("MOC_PASSWORD") or _asked_password()
    try:
        with writing(store()) as conn:
            accounts.set_password(conn, name=name, password=secret, at=datetime.now(UTC))
    except accounts.Refused as wrong:
        fail(str(wrong))
    typer.echo(name)


@user_app.command("list")
def user_list() -> None:
    """List accounts, their roles and units."""
    from db import accounts
    from db.engine import reading

    with reading(store()) as conn:
        for each in accounts.listing(conn):
            typer.echo(
                f"{each.name}\t{each.role}\t{','.join(each.units)}\t{'' if each.active else 'inactive'}".rstrip()
            )


@user_app.command("off")
def user_off(name: str) -> None:
    """Close an account; what it did stays on record."""
    from db import accounts
    from db.engine import writing

    try:
        with writing(store()) as conn:
            accounts.deactivate(conn, name=name, at=datetime.now(UTC))
    except accounts.Refused as wrong:
        fail(str(wrong))
    typer.echo(name)


def _asked_password() -> str:
    if not sys.stdin.isatty():
        fail("No terminal to ask for a password: give --password or set MOC_PASSWORD.")
    return str(typer.prompt("Password", hide_input=True, confirmation_prompt=True))


def main() -> None:
    """Run a command; settings that cannot be used become one line."""
    try:
        app()
    except settings.BadSetting as wrong:
        typer.echo(" ".join(str(wrong).split()), err=True)
        raise SystemExit(1) from None


if __name__ == "__main__":
    main()
