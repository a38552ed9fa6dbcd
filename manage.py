"""The command line of Mốc. Bad input ends with status 1 and one line on standard error; wrong usage with 2."""

from __future__ import annotations

import io
import json
import os
import socket
import sys
from dataclasses import asdict
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import settings

ROOT = Path(__file__).resolve().parent

try:
    import typer
except ModuleNotFoundError:  # started with the system's Python: go on with the one that `make run` made
    made = ROOT / ".venv" / "bin" / "python"
    if not made.exists() or Path(sys.prefix) == made.parent.parent:
        sys.exit("Mốc is not installed here: run 'make run' once, or install requirements.txt.")
    os.execv(made, [str(made), *sys.argv])

if TYPE_CHECKING:
    from sqlalchemy import Engine

    from flows.packs import Loaded
    from metrics.periods import Period
    from seed.packs import PackErrors


class Lang(StrEnum):
    """Languages of what people read."""

    VI = "vi"
    EN = "en"


class Boundaries(StrEnum):
    """Ways to read a series, in the order of `metrics.schema`."""

    REPORTED = "reported"
    TODAY = "today"


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
    typer.echo(_one_line(message), err=True)
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


def _day(text: str) -> date:
    from metrics.periods import BadPeriod, PeriodKind, parse

    try:
        found = parse(text)
    except BadPeriod:
        found = None
    if found is None or found.kind is not PeriodKind.DAY:
        fail(f"'{text}' is no day: write 2019-12-31")
    return found.last


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
        from flows.packs import PackFileRefused
        from seed.demo import create_accounts, load_shipped
        from seed.packs import PackErrors

        try:
            typer.echo(_loaded(load_shipped(engine)))
        except PackErrors as faults:
            _list_faults(faults)
        except PackFileRefused as refused:
            fail(str(refused))
        create_accounts(engine)
    typer.echo(f"Ready: {config.database_label} ({'demo' if config.demo else 'real'})")


@app.command()
def run() -> None:
    """Start the server on PORT and stay until it is stopped."""
    config = settings.load()
    store(started=True).dispose()
    _require_free(config.host, config.port)
    os.chdir(ROOT)
    os.execv(sys.executable, [sys.executable, "-m", "streamlit", "run", "app.py", *config.server_options])


def _require_free(host: str, port: int) -> None:
    try:
        socket.create_server((host, port), family=socket.AF_INET6 if ":" in host else socket.AF_INET).close()
    except (OSError, UnicodeError) as wrong:
        fail(f"HOST, PORT: nothing can be served at {host}, port {port}: {getattr(wrong, 'strerror', None) or wrong}")


@pack_app.command("load")
def pack_load(folder: Path) -> None:
    """Load a pack: units, goals, published figures, and its observations through the intake."""
    from flows.packs import PackFileRefused, SimulatedRefused, load
    from seed.packs import PackErrors, read_pack

    try:
        pack = read_pack(folder)
    except PackErrors as wrong:
        _list_faults(wrong)
    try:
        typer.echo(_loaded(load(store(), pack)))
    except (PackFileRefused, SimulatedRefused) as wrong:
        fail(str(wrong))


@pack_app.command("export")
def pack_export(folder: Path, resolution: Annotated[str, typer.Option(help="Code of the resolution.")]) -> None:
    """Write a resolution with its units and figures as a pack."""
    from flows.packs.stored import export
    from seed.export import write_pack

    try:
        write_pack(folder, export(store(), resolution))
    except LookupError as wrong:
        fail(str(wrong.args[0]))
    typer.echo(str(folder))


@pack_app.command("check")
def pack_check(folder: Path) -> None:
    """Read a pack and list what is wrong with it, file and line; change nothing."""
    from seed.packs import PackErrors, read_pack

    try:
        pack = read_pack(folder)
    except PackErrors as wrong:
        _list_faults(wrong)
    parts = {name: len(getattr(pack, name)) for name in ("units", "indicators", "goals", "published", "files")}
    typer.echo(f"{folder}: sound; " + ", ".join(f"{number} {name}" for name, number in parts.items()))


def _list_faults(wrong: PackErrors) -> NoReturn:
    for problem in wrong.problems:
        typer.echo(str(problem), err=True)
    raise typer.Exit(1)


def _loaded(found: Loaded) -> str:
    if not found.submissions:
        return "Packs: nothing new."
    return f"Packs: {found.figures} figures, {found.published} published, in {found.submissions} submissions."


@app.command("import")
def import_file(
    file: Path,
    period: Annotated[str, typer.Option(help="Period of the figures, 2019-Q4.")],
    unit: Annotated[str | None, typer.Option(help="Only this unit and what lies under it.")] = None,
    account: Annotated[str, typer.Option("--as", help="Account that submits.")] = "",
    mapping: Annotated[Path | None, typer.Option(help="Answers to the questions about the file.")] = None,
    save_mapping: Annotated[Path | None, typer.Option(help="Write the questions and answers here.")] = None,
    confirm: Annotated[list[str] | None, typer.Option(help="CODE=REASON of a warning; repeatable.")] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Show what would change, write nothing.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Answer as one JSON object.")] = False,
    reason: Annotated[str, typer.Option(help="Why, when figures are corrected.")] = "",
    lang: Annotated[Lang, typer.Option(help="Language of the answer.")] = Lang.VI,
) -> None:
    """Understand a file of figures, check it, and accept it whole or not at all.

    Status 0 where it was accepted, or with --dry-run where no error and no open question stands against it.
    """
    from flows import submit
    from flows.submit import mapping as mappings
    from flows.submit.confirm import BadReason, reasons
    from flows.submit.import_lines import lines

    wanted = period_of(period)
    data = _bytes_of(file)
    try:
        confirmed = reasons(confirm or [])
        answers = {} if mapping is None else mappings.read(_bytes_of(mapping))
    except BadReason as wrong:
        fail(str(wrong))
    except mappings.BadMapping as wrong:
        fail(f"{mapping}: {wrong}")
    engine = store()
    try:
        scope = _scope(engine, account) if account else None
        examined = submit.examine(
            engine, data=data, file_name=file.name, period=wanted, unit=unit, scope=scope, answers=answers
        )
        if save_mapping is not None:
            save_mapping.write_bytes(mappings.write(examined))
        good, receipt = examined.acceptable, None
        if good and not dry_run:
            try:
                receipt = submit.accept(
                    engine, examined, account=account or COMMAND_LINE, reason=reason, confirmed=confirmed
                )
            except submit.Unconfirmed:
                good = False
    except (LookupError, submit.Stale) as wrong:
        fail(str(wrong.args[0]))
    if as_json:
        answer = submit.to_json(examined, lang, confirmed)
        if receipt is not None:
            answer["receipt"] = asdict(receipt)
        typer.echo(json.dumps(answer, ensure_ascii=False))
    else:
        for line in lines(examined, receipt, lang, confirmed, look=dry_run):
            typer.echo(line, err=not good)
    raise typer.Exit(0 if good else 1)


def _bytes_of(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as wrong:
        fail(f"{file}: {wrong.strerror}")


@app.command("undo")
def undo_submission(
    seq: int,
    reason: Annotated[str, typer.Option(help="Why the submission is taken back.")],
    account: Annotated[str, typer.Option("--as", help="Account that takes it back.")] = "",
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Show what would change, write nothing.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Answer as one JSON object.")] = False,
    lang: Annotated[Lang, typer.Option(help="Language of the answer.")] = Lang.VI,
) -> None:
    """Take a submission back: what was in force before it is in force again, as a new submission."""
    from flows.submit import undo
    from flows.submit.import_json import effects
    from flows.submit.import_lines import undo_lines
    from report.text import say

    engine = store()
    scope = _scope(engine, account) if account else None
    try:
        found = undo.examine(engine, seq, scope=scope)
        done = None
        if not dry_run:
            done = undo.undo(engine, seq, account=account or COMMAND_LINE, reason=reason, scope=scope, seen=found)
    except undo.NotUndone as refused:
        fail(say(lang, f"undo.{refused.code}", seq=seq))
    except undo.Stale as wrong:
        fail(str(wrong))
    if as_json:
        answer = {"seq": seq, "count": found.figures, "kept": found.kept, "effect": effects(found.effect)}
        if done is not None:
            answer["receipt"] = asdict(done)
        typer.echo(json.dumps(answer, ensure_ascii=False))
    else:
        for line in undo_lines(found, None if done is None else done.seq, lang):
            typer.echo(line)


@app.command()
def figure(
    unit: str,
    indicator: str,
    period: str,
    as_json: Annotated[bool, typer.Option("--json", help="Answer as one JSON array.")] = False,
    lang: Annotated[Lang, typer.Option(help="Language of the answer.")] = Lang.VI,
) -> None:
    """Every value that one figure has had, the newest first: by whom, when, from which file and row, and why."""
    from db.engine import reading
    from flows import history
    from flows.asked import Unknown
    from flows.submit.import_lines import version_lines

    try:
        with reading(store()) as conn:
            found = history.of_figure(conn, unit=unit, indicator=indicator, period=period_of(period), lang=lang)
    except Unknown as wrong:
        fail(str(wrong))
    if as_json:
        versions = [{**asdict(each), "at": each.at.isoformat()} for each in found]
        typer.echo(json.dumps(versions, ensure_ascii=False))
    else:
        for line in version_lines(found, lang):
            typer.echo(line)


def _scope(engine: Engine, account: str) -> tuple[str, ...] | None:
    """Codes of the units an account submits for; null: all."""
    from db import accounts
    from db.engine import reading

    with reading(engine) as conn:
        found = accounts.submits_for(conn, accounts.by_name(conn, account))
    if found == ():
        fail(f"'{account}' is no account that submits figures")
    return found


@app.command()
def verdicts(
    resolution: Annotated[str, typer.Option(help="Code of the resolution.")],
    as_of: Annotated[str, typer.Option("--as-of", help="Review period or day.")],
    unit: Annotated[str | None, typer.Option(help="Judge the goals at this unit.")] = None,
    known: Annotated[str | None, typer.Option(help="As known on this day.")] = None,
    boundaries: Annotated[Boundaries, typer.Option(help="As units lay then, or as today.")] = Boundaries.REPORTED,
    as_json: Annotated[bool, typer.Option("--json", help="Answer as one JSON array.")] = False,
    lang: Annotated[Lang, typer.Option(help="Language of plain text.")] = Lang.VI,
) -> None:
    """Judge every goal of a resolution at a review date."""
    from db.engine import reading
    from flows import answers
    from flows.asked import Unknown
    from flows.verdicts import review

    day = None if known is None else _day(known)
    try:
        with reading(store()) as conn:
            found = review(
                conn,
                resolution=resolution,
                as_of=period_of(as_of),
                unit=unit,
                known=day,
                boundaries=list(Boundaries).index(boundaries),
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
def clean(lang: Annotated[Lang, typer.Option(help="Language of error messages.")] = Lang.VI) -> None:
    """Put texts right: JSON strings from standard input, one a line, each by itself; without a database.

    Answers {"text", "encoding"} with unicode, nfd, tcvn3, vni, viqr or mojibake for what the text was, or {"error":
    {"code", "message"}} with accents_lost, accents_doubled or not_a_string. Status 1 if any line is an error.
    """
    from flows.clean_lines import clean_lines

    sound = True
    for answer, ok in clean_lines(sys.stdin, lang):
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
    from db import accounts, units
    from db.engine import writing

    engine = store()
    secret = _password(password)
    try:
        with writing(engine) as conn:
            found = {code: units.unit_by_code(conn, code) for code in unit or []}
            for code, row in found.items():
                if row is None:
                    fail(f"no unit '{code}'")
            ids = [row.id for row in found.values() if row is not None]
            accounts.create(conn, name=name, role=role, password=secret, units=ids, by=COMMAND_LINE)
    except accounts.BadAccount as wrong:
        fail(str(wrong))
    typer.echo(f"{name}: {role}")


@user_app.command("password")
def user_password(name: str, password: Annotated[str | None, typer.Option()] = None) -> None:
    """Set an account's password and lift its lock."""
    from db import accounts
    from db.engine import writing

    engine = store()
    secret = _password(password)
    try:
        with writing(engine) as conn:
            accounts.set_password(conn, name, secret, by=COMMAND_LINE)
    except accounts.BadAccount as wrong:
        fail(str(wrong))
    typer.echo(name)


@user_app.command("list")
def user_list() -> None:
    """List accounts, their roles and units."""
    from db import accounts, units
    from db.engine import reading

    with reading(store()) as conn:
        for each in accounts.accounts(conn):
            held = units.units_by_id(conn, accounts.scopes(conn, each.id)).values()
            state = "" if each.active else "off"
            typer.echo("\t".join([each.name, each.role, ",".join(sorted(row.code for row in held)), state]).rstrip())


@user_app.command("off")
def user_off(name: str) -> None:
    """Close an account; what it did stays on record."""
    from db import accounts
    from db.engine import writing

    try:
        with writing(store()) as conn:
            accounts.deactivate(conn, name, by=COMMAND_LINE)
    except accounts.BadAccount as wrong:
        fail(str(wrong))
    typer.echo(name)


def _password(given: str | None) -> str:
    secret = given or os.environ.get("MOC_PASSWORD")
    if secret:
        return secret
    if not sys.stdin.isatty():
        fail("No terminal to ask for a password: give --password or set MOC_PASSWORD.")
    return str(typer.prompt("Password", hide_input=True, confirmation_prompt=True))


def main() -> None:
    """Run a command. Wrong usage, settings, files and databases that cannot be used become one line."""
    from sqlalchemy.exc import DatabaseError, OperationalError
    from typer.exceptions import TyperException

    for stream in (sys.stdin, sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):  # UTF-8 in any locale; bytes that are none are told, not tripped over
            stream.reconfigure(encoding="utf-8", errors="surrogateescape")
    try:
        sys.exit(app(standalone_mode=False))
    except TyperException as wrong:  # whatever Typer itself refuses: wrong usage
        told = wrong.format_message()
        asked_nothing = told.startswith("Usage:")
        _end(told if asked_nothing else _one_line(f"{told} (see --help)"), wrong.exit_code)
    except settings.BadSetting as wrong:
        _end(_one_line(str(wrong)), 1)
    except OSError as wrong:
        _end(_one_line(f"{wrong.filename}: {wrong.strerror}" if wrong.filename else str(wrong)), 1)
    except DatabaseError as wrong:
        if type(wrong) not in (DatabaseError, OperationalError):
            raise
        _end(_one_line(f"The database cannot be used: {wrong.orig}"), 1)
    except typer.Abort:
        _end("Stopped.", 1)


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _end(text: str, status: int) -> NoReturn:
    typer.echo(text, err=True)
    raise SystemExit(status) from None


if __name__ == "__main__":
    main()
