"""docs/connectors.md tells the truth: what it shows is accepted, and no key is missing."""

import inspect
import re
import socket
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

from bot.settings import Settings, SourceSection
from bot.wiring import configured_sources
from indexing.parsing.formats import SUFFIXES
from indexing.parsing.parser import Limits
from indexing.sources.kinds import KINDS
from indexing.sources.web.site import Scope, Site

TEXT = (Path(__file__).parent.parent / "docs" / "connectors.md").read_text(encoding="utf-8")
BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.DOTALL | re.MULTILINE)
HEADING = re.compile(r"^(#{2,4}) (.+)$", re.MULTILINE)
ROW = re.compile(r"^\| (.+?) \| (.+) \|$", re.MULTILINE)
VARIABLE = re.compile(r'"env:(\w+)"')
# By the kind of source; where any text will do, it is the name of the variable.
ADDRESSES = {"git": "https://u:t@git.example/a.git", "sql": "postgresql://u:p@db.example/d"}
NOT_FOR_FILES = {"name", "access", "cache", "client", "limits"} | set(SourceSection.model_fields)


def without_code(text: str) -> str:
    """`text` of the same length, so that comments in code are not taken for headings."""
    return BLOCK.sub(lambda block: re.sub(r"[^\n]", " ", block.group()), text)


def sections() -> dict[str, str]:
    """heading -> what stands below it, up to the next heading of any level."""
    found = list(HEADING.finditer(without_code(TEXT)))
    ends = [each.start() for each in found[1:]] + [len(TEXT)]
    return {each.group(2): TEXT[each.end() : end] for each, end in zip(found, ends, strict=True)}


def blocks(language: str) -> dict[str, str]:
    """heading -> its block in `language`."""
    found: dict[str, str] = {}
    for heading, body in sections().items():
        inside = [code for name, code in BLOCK.findall(body) if name == language]
        assert len(inside) <= 1, f"{heading}: the tests expect one block a section"
        if inside:
            found[heading] = inside[0]
    return found


def rows(body: str) -> dict[str, str]:
    """The key tables of a section: key -> the rest of the row."""
    return {
        key: rest
        for cell, rest in ROW.findall(without_code(body))
        for key in re.findall(r"`([\w-]+)`", cell)
    }


def made_by(where: str) -> Any:
    module, _, name = where.replace(":", ".").rpartition(".")
    return getattr(import_module(module), name)


def settings(code: str, home: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    (home / "footnote.toml").write_text(code, encoding="utf-8")
    made = Settings(home)
    for entry in made.file.sources.values():
        for name in VARIABLE.findall(str(entry.options).replace("'", '"')):
            address = f"env:{name}" == entry.options.get("url")
            monkeypatch.setenv(name, ADDRESSES[entry.kind] if address else name)
    return made


@pytest.fixture
def _offline(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise AssertionError("a source was about to use the network")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)


@pytest.mark.usefixtures("_offline")
@pytest.mark.parametrize("heading", blocks("toml"))
def test_every_configuration_is_accepted(
    heading: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = settings(blocks("toml")[heading], tmp_path, monkeypatch)
    assert made.config == tmp_path / "footnote.toml"
    assert made.file.sources
    names = [source.name for source in configured_sources(made)]
    assert names == list(made.file.sources)


@pytest.mark.parametrize(
    ("path", "indexed"),
    [
        ("/help/vpn", True),
        ("/help/print/vpn", False),
        ("/help/vpn?print=1", False),
        ("/jobs/it", False),
    ],
)
def test_the_patterns_of_the_web_example_do_what_they_show(
    path: str, indexed: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    options = settings(blocks("toml")["`web`"], tmp_path, monkeypatch).file.sources["site"].options
    url = "https://www.acme.example"
    patterns = tuple(options["include"]), tuple(options["exclude"])
    shown = Site(f"{url}/help/", "", Scope(url, "/help"), *patterns, 500, 1.0)
    assert shown.includes(url + path) == indexed


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_has_a_section_with_an_example(kind: str) -> None:
    assert f'kind = "{kind}"' in blocks("toml")[f"`{kind}`"]
    assert f"[`{kind}`](#{kind})" in TEXT


@pytest.mark.parametrize("kind", KINDS)
def test_the_key_table_of_a_kind_is_complete(kind: str) -> None:
    told = rows(sections()[f"`{kind}`"])
    parameters = inspect.signature(made_by(KINDS[kind])).parameters
    takes = {name: each for name, each in parameters.items() if name not in NOT_FOR_FILES}
    assert set(told) == set(takes)
    for name, each in takes.items():
        needed = each.default is inspect.Parameter.empty
        assert told[name].startswith("needed |") == needed, name
        if isinstance(each.default, int | float):  # bool too
            assert told[name].startswith(f"`{str(each.default).lower()}`"), name


def test_the_keys_of_every_source_are_told() -> None:
    assert set(rows(sections()["Keys of every source"])) == set(SourceSection.model_fields)


def test_names_are_told_for_every_kind() -> None:
    cells = [cell for cell, _ in ROW.findall(sections()["Names"])]
    assert {kind for cell in cells for kind in re.findall(r"`([\w-]+)`", cell)} == set(KINDS)


def test_the_table_of_file_types_is_complete() -> None:
    cells = [cell for cell, _ in ROW.findall(sections()["File types"])]
    told = [suffix for cell in cells for suffix in re.findall(r"`(\.\w+)`", cell)]
    assert sorted(told) == sorted(SUFFIXES)


def test_the_limits_are_those_of_the_parser() -> None:
    limits, body = Limits(), sections()["When something fails"]
    assert f"more than {limits.file // 1_000_000} MB |" in body
    assert f"more than {limits.seconds} seconds" in body
    assert f"more than {limits.text // 1_000_000} million characters" in body


# LlamaIndex's readers


def own_readers() -> dict[str, Any]:
    """The classes that the document tells people to write."""
    found: dict[str, Any] = {}
    for code in blocks("python").values():
        exec(compile(code, "connectors.md", "exec"), found)  # noqa: S102 - our own document
    return found


def llamaindex(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[str, Any]]:
    for heading, code in blocks("toml").items():
        for entry in settings(code, tmp_path, monkeypatch).file.sources.values():
            if entry.kind == "llamaindex":
                yield heading, entry.options


def test_the_package_to_install_is_that_of_the_reader(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen = []
    for heading, options in llamaindex(tmp_path, monkeypatch):
        package = re.fullmatch(r"llama_index\.readers\.(\w+)\.\w+", options["reader"])
        installed = re.search(r"`pip install ([^`]+)`", sections()[heading])
        assert installed, heading
        if package:
            seen.append(heading)
            name = f"llama-index-readers-{package.group(1).replace('_', '-')}"
            assert name in installed.group(1).split(), heading
        else:
            assert options["reader"].startswith("footnote_readers."), heading
    assert len(seen) >= 8


def test_the_arguments_exist_where_the_reader_is_installed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    own, checked = own_readers(), set()
    for heading, options in llamaindex(tmp_path, monkeypatch):
        module, _, name = options["reader"].rpartition(".")
        try:
            reader = own[name] if module == "footnote_readers" else made_by(options["reader"])
        except ModuleNotFoundError:
            continue
        # As it would be called: nothing unknown, nothing missing.
        inspect.signature(reader).bind(**options.get("arguments", {}))
        inspect.signature(reader.load_data).bind(None, **options.get("load", {}))
        strict = (reader.__init__, "arguments"), (reader.load_data, "load")
        for called, key in strict:
            parameters = inspect.signature(called).parameters
            assert set(options.get(key, {})) <= set(parameters), heading
        checked.add(heading)
    assert {"`llamaindex`", "GitHub issues", "Salesforce"} <= checked
