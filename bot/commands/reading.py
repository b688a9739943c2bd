"""`footnote search`, `footnote ask` and `footnote show`."""

import json
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Annotated, Any

import typer
from rich.console import Console
from rich.markup import escape

from answering.answer import Answer
from bot.commands.common import AsUser, Config, Home, fail, settings_for, told
from bot.settings import Settings
from indexing.readers import PUBLIC, Readers


def search(
    home: Home,
    queries: Annotated[Path, typer.Option("--queries", help="JSONL of questions.")],
    output: Annotated[Path, typer.Option("--output", help="JSONL of results.")],
    config: Config = None,
    top: Annotated[int, typer.Option("--top", min=1, max=1000)] = 10,
    as_user: AsUser = "",
) -> None:
    """Retrieval alone: the sources that best fit each question."""
    settings = settings_for(home, config)
    with told():
        from answering.search import search as find
        from bot.wiring import build_reranker, build_store

        cases = _cases(queries)
        audience = audience_of(settings, as_user)
        store = build_store(settings)
        store.search_dense(store.embedder.embed_query("warm up"), PUBLIC, 1)
        reranker = build_reranker(settings)
        with written(output) as lines:
            for case in cases:
                began = time.perf_counter()
                found = find(store, case.asked(audience), top, reranker)
                seconds = time.perf_counter() - began
                results = [{"source": f.source, "score": round(f.score, 4)} for f in found]
                _line(lines, {"id": case.id, "results": results, "seconds": round(seconds, 4)})


def ask(
    home: Home,
    question: Annotated[str, typer.Argument(help="A question, for a person.")] = "",
    config: Config = None,
    questions: Annotated[
        Path | None, typer.Option("--questions", help="JSONL of questions.")
    ] = None,
    output: Annotated[Path | None, typer.Option("--output", help="JSONL of answers.")] = None,
    model: Annotated[str | None, typer.Option("--model", help="A model of the registry.")] = None,
    as_user: AsUser = "",
) -> None:
    """Answer one question, or a file of them."""
    if bool(question) == bool(questions) or bool(questions) != bool(output):
        fail('Use either `footnote ask "question"` or --questions FILE with --output FILE.', 2)
    settings = settings_for(home, config)
    if model is not None and model not in settings.models:
        known = ", ".join(settings.models)
        fail(f"There is no model {model!r}; the models are: {known}.", 2)
    with told():
        from answering.question import Question
        from bot.wiring import build_answerer, build_store

        cases = _cases(questions) if questions else ()
        audience = audience_of(settings, as_user)
        answerer = build_answerer(settings, build_store(settings))
        answerer.warm()
        name = model or answerer.registry.default
        if not questions:
            print_answer(answerer.answer(Question(question, audience=audience), name))
            return
        failed = answerer.registry.probe(name)
        errors = 0
        assert output is not None
        with written(output) as lines:
            for case in cases:
                answer = answered(answerer, case.asked(audience), name, failed)
                errors += answer.status == "error"
                _line(lines, {"id": case.id} | as_contract(answer))
    if errors:
        fail(
            f"{errors} of {len(cases)} questions could not be answered; see the errors in {output}."
        )


def show(
    home: Home,
    source: Annotated[str, typer.Argument(help="As printed by search and ask.")],
    config: Config = None,
) -> None:
    """The text of a source as it was indexed."""
    settings = settings_for(home, config)
    with told():
        from bot.wiring import build_store

        text = build_store(settings).show(source)
    if text is None:
        fail(f"There is no source {source!r} in the index.")
    print(text)


def as_contract(answer: Answer) -> dict[str, Any]:
    """The line that `footnote ask --output` writes, without its id."""
    return {
        "text": answer.text,
        "sentences": [
            {"text": sentence.text, "citations": list(sentence.citations)}
            for sentence in answer.sentences
        ],
        "status": answer.status,
        "citations": [
            {
                "number": item.number,
                "source": item.source,
                "title": item.title,
                "url": item.url,
                "heading": item.heading,
                "page": item.page,
                "quote": item.quote,
            }
            for item in answer.citations
        ],
        "closest": [{"source": item.source, "title": item.title} for item in answer.closest],
        "model": answer.model,
        "error": answer.error,
        "seconds": round(answer.timings.seconds, 4),
        "first_token_seconds": round(answer.timings.first_token_seconds, 4),
    }


def audience_of(settings: Settings, user: str) -> Readers:
    """What `--as` may read. With a Slack token the user's groups and channels count too."""
    if not user:
        return PUBLIC
    if not settings.environment.slack_bot_token:
        return PUBLIC | {f"user:{user}"}
    from bot.audience import Audience
    from bot.slack import make_client

    client = make_client(
        settings.token("slack_bot_token"), settings.environment.slack_api_url, patient=True
    )
    return Audience(client).personal(user)


@contextmanager
def written(path: Path) -> Iterator[IO[str]]:
    """Write lines beside `path` and put them in its place only when all are there.

    What is no plain file, such as a pipe or /dev/stdout, is written itself.
    """
    target = path.resolve()
    whole = target.is_file() or not target.exists()
    partial = target.with_name(f".{target.name}.partial") if whole else target
    try:
        handle = partial.open("w", encoding="utf-8")
    except OSError as error:
        fail(f"{path} cannot be written: {error.strerror}.", 2)
    try:
        with handle:
            yield handle
        if whole:
            partial.replace(target)
    finally:
        if whole:
            partial.unlink(missing_ok=True)


def _cases(path: Path) -> Any:
    from answering.asked import CasesError, load_cases

    try:
        return load_cases(path)
    except CasesError as error:
        fail(str(error), 2)


def answered(answerer: Any, question: Any, model: str, failed: str | None = None) -> Answer:
    """The answer of `model`; where it has none, or has `failed` before, one with the error."""
    from answering.errors import AnsweringError

    try:
        if failed:
            raise AnsweringError(f"The model {model!r} does not work: {failed}")
        answer: Answer = answerer.answer(question, model)
    except AnsweringError as error:
        return Answer((), (), "error", model, error=str(error))
    return answer


def _line(handle: IO[str], data: dict[str, Any]) -> None:
    handle.write(json.dumps(data, ensure_ascii=False) + "\n")


def print_answer(answer: Answer) -> None:
    """An answer for a person, with its sources."""
    console = Console(file=sys.stdout, highlight=False)
    for sentence in answer.sentences:
        marks = "".join(f"[{number}]" for number in sentence.citations)
        console.print(escape(f"{sentence.text} {marks}".rstrip()))
    if answer.citations:
        console.print()
    for item in answer.citations:
        place = item.title + (f" › {item.heading}" if item.heading else "")
        place += f", page {item.page}" if item.page else ""
        console.print(f"[bold]{escape(f'[{item.number}] {place}')}[/bold]  {escape(item.source)}")
        console.print(f"    [dim]“{escape(item.quote)}”[/dim]")
    if answer.note:
        console.print(f"[italic]{escape(answer.note)}[/italic]")
    for near in answer.closest:
        console.print(f"Closest: {escape(near.title)} ({escape(near.source)})")
