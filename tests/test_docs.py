"""The documents tell the truth: commands run, keys exist, links lead somewhere."""

import re
import shlex
from pathlib import Path

import pytest
from pydantic import BaseModel

from bot.settings import Environment, File
from tests.command_line import footnote

ROOT = Path(__file__).parent.parent
PAGES = [*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md")]
FENCED = re.compile(r"^ *```\w*\n(.*?)^ *```$", re.DOTALL | re.MULTILINE)
_RUN = (
    r"reindex|ask|search|evaluate|show|migrate|doctor|index (?:list|diff|cancel)|"
    r"curated (?:add|list)|model \w+|calibrate|suite (?:build|corrections)|tune (?:recipes|check)"
)
COMMAND = re.compile(rf"^ *(?:\.venv/bin/)?footnote ((?:{_RUN})\b.*)$", re.M)


def documented() -> list[str]:
    found = []
    for page in PAGES:
        for block in FENCED.findall(page.read_text(encoding="utf-8")):
            found += COMMAND.findall(block)
    return list(dict.fromkeys(found))


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("docs")
    (made / "handbook").symlink_to(ROOT / "samples" / "handbook")
    (made / "footnote.toml").write_text('[sources.handbook]\nkind = "folder"\npath = "handbook"\n')
    return made


def test_there_are_commands_to_run() -> None:
    assert len(documented()) >= 3


def in_order(command: str) -> tuple[bool, bool, str]:
    """An index comes before what reads it, a run before what compares it."""
    return (not command.startswith("reindex"), "--compare" in command, command)


@pytest.mark.parametrize("command", sorted(documented(), key=in_order))
def test_documented_commands_run(command: str, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    placed = command.replace("/srv/", f"{home}/")
    placed = re.sub(r"(?<![\w/])(\w+\.(?:html|jsonl?))\b", rf"{home}/\1", placed)
    arguments = shlex.split(placed, comments=True)
    if not command.startswith("tune"):
        arguments += ["--home", str(home)]
    monkeypatch.chdir(ROOT)
    done = footnote(*arguments)
    assert done.exit_code == 0, done.stderr


def keys(model: type[BaseModel]) -> set[str]:
    found = set(model.model_fields)
    for field in model.model_fields.values():
        for inner in (field.annotation, *getattr(field.annotation, "__args__", ())):
            if isinstance(inner, type) and issubclass(inner, BaseModel):
                found |= keys(inner)
    return found


def test_every_key_is_documented() -> None:
    text = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")
    for key in keys(File):
        assert re.search(rf"\b{key}\b", text), key
    for variable in Environment.model_fields:
        assert f"`{variable.upper()}`" in text, variable


def test_the_documented_configuration_is_accepted() -> None:
    import tomllib

    text = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")
    (block,) = re.findall(r"```toml\n(.*?)```", text, re.DOTALL)
    shown = File.model_validate(tomllib.loads(block))
    assert shown.answers.confidence == File().answers.confidence


def test_relative_links_lead_somewhere() -> None:
    pages = [*PAGES, *(ROOT / "samples").rglob("*.md")]
    for page in pages:
        for target in re.findall(r"\]\((?!https?:|mailto:|#)([^)#\s]+)", page.read_text("utf-8")):
            path = page.parent / target.replace("%20", " ").strip("<>")
            assert path.exists(), f"{page.name}: {target}"
