"""Sources from their configuration."""

from pathlib import Path
from typing import Any

import pytest

from indexing.access import Access, Rule
from indexing.sources.kinds import KINDS
from indexing.sources.registry import SourceSettingsError, make_source


def make(tmp_path: Path, kind: str, **options: Any) -> Any:
    return make_source("x", kind, options, Access(), tmp_path, tmp_path / "cache")


def test_relative_paths_start_at_the_configuration(tmp_path: Path) -> None:
    assert make(tmp_path, "folder", path="docs").location == str(tmp_path / "docs")


@pytest.mark.parametrize(
    ("kind", "options", "said"),
    [
        ("folder", {}, r"sources\.x\.path: Field required"),
        (
            "folder",
            {"path": "a", "glob": "*"},
            r"sources\.x\.glob: a folder source has no such key",
        ),
        ("folder", {"path": ["a"]}, r"sources\.x\.path"),
        ("git", {"url": "env:NO_SUCH_VARIABLE"}, "NO_SUCH_VARIABLE, which is not set"),
        ("web", {"url": "https://x.example", "max_pages": "many"}, r"sources\.x\.max_pages"),
    ],
)
def test_a_wrong_key_is_named(
    tmp_path: Path, kind: str, options: dict[str, Any], said: str
) -> None:
    with pytest.raises(SourceSettingsError, match=said):
        make(tmp_path, kind, **options)


def test_secrets_come_from_the_environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WIKI", "https://wiki.example/repo.git")
    assert "wiki.example" in make(tmp_path, "git", url="env:WIKI").location


def test_the_first_pattern_that_fits_decides_who_reads() -> None:
    hr, all_staff = frozenset({"group:S1"}), frozenset({"everyone"})
    access = Access(all_staff, [Rule("HR/Public/*", all_staff), Rule("HR/*", hr)])
    assert access.readers_of("HR/Public/a/b.md") == all_staff
    assert access.readers_of("HR/Pay.md") == hr
    assert access.readers_of("IT/HR/Pay.md") == all_staff


def test_every_kind_can_be_made() -> None:
    from importlib import import_module

    for where in KINDS.values():
        module, _, name = where.partition(":")
        assert hasattr(import_module(module), name)
