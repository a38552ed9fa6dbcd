"""What may stand in the environment, and what is said of what may not."""

import re
import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

import settings

LONG = "n7Wq2LrZ0fXb9KpTd4HsVy6CmGj1QeUa"


def test_nothing_needs_to_be_set(tmp_path: Path) -> None:
    found = settings.load({}, root=tmp_path)
    assert (found.host, found.port, found.demo, found.max_upload_mb) == ("127.0.0.1", 8501, False, 20)
    assert found.database_file == tmp_path / "data" / "moc.db"
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("variable", "text", "said"),
    [
        ("PORT", "http", "'http' is no whole number from 1 to 65535"),
        ("PORT", "0", "'0' is no whole number from 1 to 65535"),
        ("PORT", "٣", "'٣' is no whole number from 1 to 65535"),
        ("PORT", "-1", "'-1' is no whole number from 1 to 65535"),
        ("MOC_MAX_UPLOAD_MB", "20MB", "'20MB' is no whole number from 1 to 2000"),
        ("MOC_DEMO", "maybe", "'maybe' is neither on nor off; write 1 or 0"),
        ("MOC_SECRET", "changeme", "placeholder"),
        ("MOC_SECRET", "Secret-" + LONG, "placeholder"),
        ("MOC_SECRET", "YOUR_SECRET_" + LONG, "placeholder"),
        ("MOC_SECRET", "short", "too easy to guess"),
        ("MOC_SECRET", "a" * 64, "too easy to guess"),
        ("DATABASE_URL", "mysql://user:hidden@host/db", "'mysql' is no database Mốc can use"),
        ("DATABASE_URL", "sqlite:///:memory:", "a database in memory keeps nothing"),
    ],
)
def test_what_cannot_be_used_is_refused_in_one_line_that_names_it(variable: str, text: str, said: str) -> None:
    with pytest.raises(settings.BadSetting) as refusal:
        settings.load({variable: text})
    assert refusal.value.variable == variable
    assert str(refusal.value).startswith(f"{variable}: ")
    assert said in str(refusal.value)
    assert "\n" not in str(refusal.value)
    assert "hidden" not in str(refusal.value)


@pytest.mark.parametrize(
    ("text", "demo"), [("1", True), ("true", True), ("ON", True), ("0", False), ("no", False), ("", False)]
)
def test_a_switch(text: str, demo: bool) -> None:
    assert settings.load({"MOC_DEMO": text}).demo is demo


@pytest.mark.parametrize(
    ("url", "kept"),
    [
        ("sqlite:///data/a.db", "sqlite:////root/data/a.db"),
        ("sqlite:////srv/a.db", "sqlite:////srv/a.db"),
        ("postgresql://u:p@h/n", "postgresql://u:p@h/n"),
        ("postgresql+psycopg://u:p@h/n", "postgresql+psycopg://u:p@h/n"),
    ],
)
def test_sqlite_paths_are_absolute(url: str, kept: str) -> None:
    assert settings.load({"DATABASE_URL": url}, root=Path("/root")).database_url == kept


def test_a_given_secret_is_used_and_shown_nowhere() -> None:
    found = settings.load({"MOC_SECRET": LONG, "DATABASE_URL": "postgresql://u:hidden@h/n"})
    assert found.secret == LONG
    assert LONG not in repr(found)
    assert "hidden" not in repr(found)


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("sqlite:////srv/a.db", "/srv/a.db"),
        ("postgresql://user:p%40ss@host:5432/name", "postgresql://host:5432/name"),
        ("postgresql+psycopg://host/name?password=hidden", "postgresql://host/name"),
    ],
)
def test_a_database_is_shown_without_its_password(url: str, shown: str) -> None:
    assert settings.load({"DATABASE_URL": url}).database_label == shown


def test_the_server_is_told_where_to_listen_and_how_much_to_take() -> None:
    found = settings.load({"PORT": "8600", "HOST": "0.0.0.0", "MOC_MAX_UPLOAD_MB": "50"})
    options = found.server_options
    assert dict(zip(options[::2], options[1::2], strict=True)) == {
        "--server.address": "0.0.0.0",
        "--server.port": "8600",
        "--server.maxUploadSize": "50",
    }


def test_a_secret_is_made_once_beside_the_database_for_its_owner_only(tmp_path: Path) -> None:
    found = settings.load({}, root=tmp_path)
    with ThreadPoolExecutor(8) as pool:
        secrets = set(pool.map(lambda _: found.secret, range(16)))
    assert len(secrets) == 1
    assert len(secrets.pop()) >= settings.SECRET_LENGTH
    kept = tmp_path / "data" / "moc.secret"
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    assert [path.name for path in kept.parent.iterdir()] == ["moc.secret"]


def test_a_secret_that_others_can_read_is_refused(tmp_path: Path) -> None:
    found = settings.load({}, root=tmp_path)
    assert found.secret
    found.secret_file.chmod(0o644)
    with pytest.raises(settings.BadSetting, match="chmod 600"):
        _ = found.secret


def test_an_emptied_secret_file_is_refused(tmp_path: Path) -> None:
    found = settings.load({}, root=tmp_path)
    assert found.secret
    found.secret_file.write_text("")
    with pytest.raises(settings.BadSetting, match="delete the file"):
        _ = found.secret


def test_every_variable_is_documented_with_its_default() -> None:
    page = (settings.ROOT / "docs" / "configuration.md").read_text()
    code = [path for path in settings.ROOT.rglob("*.py") if not {".venv", ".venv-bench", "tests"} & {*path.parts}]
    read = {name for path in code for name in re.findall(r"environ\b[^\n]*?[\"']([A-Z_]{3,})[\"']", path.read_text())}
    documented = dict(re.findall(r"^\| `([A-Z_]+)` \| ([^|]*) \|", page, flags=re.MULTILINE))
    assert set(documented) == set(settings.VARIABLES)
    assert read <= set(documented)
    for name, default in settings.VARIABLES.items():
        if default:
            assert documented[name].startswith(f"`{default}`"), name
