"""A thumbs-down with its correction -> a question that must be answered right from now on."""

import json
from collections.abc import Iterable, Sequence
from pathlib import Path

from answering.question import Turn
from answering.units import collapse
from evaluation.building.case import BuiltCase
from evaluation.building.facts import named
from evaluation.building.folder import QUESTIONS, FolderError, lines
from indexing.store import DocumentInfo


def regression(
    question_id: str,
    question: str,
    history: Sequence[Turn],
    right: str,
    sources: Sequence[str],
    answerable: bool,
) -> BuiltCase:
    """The case `question_id`. `right` is what a person wrote, in their own words."""
    said = collapse(right)
    return BuiltCase(
        question_id,
        question,
        "regression",
        answerable=answerable,
        history=tuple(history),
        answers=(said,) if answerable and said else (),
        sources=tuple(sources) if answerable else (),
        must_include=named(said) if answerable else [],
    )


def sources_named(written: str, documents: Iterable[DocumentInfo]) -> tuple[str, ...]:
    """The labels of the documents that `written` names: a link, a path, a file name, a title."""
    wanted = collapse(written).strip("<>\"'“”").casefold()
    if not wanted:
        return ()
    page = wanted.partition("#")[0].partition("|")[0].rstrip("/")
    return tuple(
        each.label
        for each in documents
        if wanted in (each.title.casefold(), *_names(each.label))
        or (each.url and each.url.casefold().partition("#")[0].rstrip("/") == page)
    )


def _names(label: str) -> tuple[str, ...]:
    path = label.casefold()
    name = path.rpartition("/")[2]
    return path, name, name.rpartition(".")[0] or name


def append(folder: Path, cases: Sequence[BuiltCase]) -> int:
    """Add to the suite's questions those whose ids it does not have; returns how many.

    What stands there stays as it is: somebody may have improved it. Raises FolderError.
    """
    path = folder / QUESTIONS
    try:
        text = path.read_text(encoding="utf-8") if path.exists() else ""
        known = {str(json.loads(line).get("id")) for line in text.split("\n") if line.strip()}
        new = [case for case in cases if case.id not in known]
        if new:
            if text and not text.endswith("\n"):
                text += "\n"
            partial = folder / f".{QUESTIONS}.partial"
            partial.write_text(text + lines(case.as_json() for case in new), encoding="utf-8")
            partial.replace(path)
    except (OSError, ValueError, AttributeError) as error:
        raise FolderError(f"{path} cannot be extended: {error}.") from error
    return len(new)
