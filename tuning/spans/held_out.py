"""`python -m tuning.spans.held_out`: a suite of the questions that the span model did not learn.

What the model says of questions it has learnt is surer than what it says of others; a confidence
must be fitted on others.
"""

import argparse
import json
from pathlib import Path

from tuning.spans.data import HELD_OUT, DataError, lines


def main() -> None:
    """Read the arguments and write the suite; usage errors end with status 2."""
    parser = argparse.ArgumentParser(prog="python -m tuning.spans.held_out", description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="the folder of labelled questions")
    parser.add_argument("--output", type=Path, required=True, help="the folder of the suite")
    given = parser.parse_args()
    try:
        write(given.data, given.output)
    except (DataError, OSError) as error:
        parser.error(str(error))


def write(data: Path, output: Path) -> None:
    """Write `questions.jsonl`, and as `passages.jsonl` all passages of `data`: to be searched."""
    try:
        passages = {
            passage["id"]: passage
            for kind in ("squad2", "clapnq")
            for passage in lines(data / f"{kind}_passages.jsonl")
        }
        held_out = {key for key, passage in passages.items() if passage["title"] in HELD_OUT}
        questions = [
            line
            for line in lines(data / "squad2_questions.jsonl")
            if not held_out.isdisjoint(line["sources"] or [line["asked_about"]])
        ]
    except KeyError as error:
        raise DataError(f"A line in {data} has no {error}.") from error
    output.mkdir(parents=True, exist_ok=True)
    for name, rows in (("passages", passages.values()), ("questions", questions)):
        text = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
        partial = output / f".{name}.partial"
        partial.write_text(text, encoding="utf-8")
        partial.replace(output / f"{name}.jsonl")


if __name__ == "__main__":
    main()
