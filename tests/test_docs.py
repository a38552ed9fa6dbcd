"""What the documents tell people to run exists, and what they show as answers is answered."""

import json
import re
from pathlib import Path

import pytest
import typer

import manage
from flows.by_hand import judge_lines

ROOT = Path(__file__).resolve().parent.parent
PAGES = [ROOT / "README.md", ROOT / "CHANGELOG.md", *sorted((ROOT / "docs").glob("*.md"))]
COMMAND = typer.main.get_command(manage.app)
MAKE = set(re.findall(r"^([a-z][a-z-]*):", (ROOT / "Makefile").read_text(encoding="utf-8"), flags=re.MULTILINE))


def commands() -> list[tuple[str, str]]:
    """Every call of manage.py in the documents, with the page it stands on; options may follow in the same code."""
    found = []
    for page in PAGES:
        for text in re.findall(r"`([^`]+)`|^    (.+)$", page.read_text(encoding="utf-8"), flags=re.MULTILINE):
            line = text[0] or text[1]
            found += [(page.name, call) for call in re.findall(r"manage\.py ([a-z].*)", line)]
    return sorted(set(found))


@pytest.mark.parametrize(("page", "call"), commands())
def test_a_command_in_the_documents_exists_with_its_options(page: str, call: str) -> None:
    command, words = COMMAND, re.split(r"\s+", call.split("|")[0].split("#")[0].strip(" `,.;"))
    while hasattr(command, "commands") and words:
        word = words.pop(0)
        assert word in command.commands, f"{page}: there is no manage.py {word}"
        command = command.commands[word]
    options = {option for parameter in command.params for option in parameter.opts}
    for word in words:
        if word.startswith("--") and word != "--help":
            assert word in options, f"{page}: {call} has no {word}"


def test_every_command_is_in_the_readme() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    for name in COMMAND.commands:
        assert re.search(rf"(manage\.py|`) ?{name}\b", readme), name


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_targets_and_files_in_the_documents_exist(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    for target in re.findall(
        r"\bmake ([a-z][a-z-]*)", " ".join(re.findall(r"`[^`]+`|^    .+$", text, flags=re.MULTILINE))
    ):
        assert target in MAKE, f"{page.name}: there is no make {target}"
    for link in re.findall(r"\]\(([^)#:]+)\)", text):
        assert (page.parent / link).exists(), f"{page.name}: there is no {link}"


def judged() -> list[tuple[str, str]]:
    """Requests of docs/method.md with what must be in their answers."""
    text = (ROOT / "docs" / "method.md").read_text(encoding="utf-8")
    lines = [line for block in re.findall(r"```judge\n(.*?)```", text, flags=re.DOTALL) for line in block.splitlines()]
    return list(zip(lines[::2], lines[1::2], strict=True))


@pytest.mark.parametrize(("request_line", "answer"), judged())
def test_an_example_of_the_method_is_judged_as_written(request_line: str, answer: str) -> None:
    [(given, sound)] = judge_lines([request_line])
    assert sound
    assert {**json.loads(given), **json.loads(answer)} == json.loads(given)
