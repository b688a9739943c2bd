"""A small folder of labelled questions, in the format that training reads."""

import json
from pathlib import Path

SENTENCES = [
    "The {0} castle was built in 10{1} by the bishop Odo of Bayeux near the river.",
    "It has {1} towers, and its walls were 12 feet thick when King William visited it.",
    "After the fire of 11{1} the people of {0} paid 300 pounds for a new wooden roof.",
]
ARTICLES = ["Normans", "Steam engine", "Harvard University", "Castles"]


def write_data(folder: Path) -> Path:
    """Write the four files into `folder`."""
    passages, questions = [], []
    for number, title in enumerate(ARTICLES * 3):
        name, year = f"{title}#{number}", str(30 + number)
        text = " ".join(SENTENCES).format(title.split()[0], year)
        passages.append({"id": name, "title": title, "text": text})
        asked = {"question": f"When was the {title} castle built?", "answerable": True}
        questions.append({**asked, "answers": [f"10{year}"], "sources": [name]})
        questions.append(
            {
                "question": f"Who painted the {title} castle?",
                "answerable": False,
                "answers": [],
                "sources": [],
                "asked_about": name,
            }
        )
    _write(folder / "squad2_passages.jsonl", passages)
    _write(folder / "squad2_questions.jsonl", questions)
    bread = {"id": "Bread#1", "title": "Bread", "text": "Bread is old . It is made of flour . "}
    _write(folder / "clapnq_passages.jsonl", [bread])
    natural = {"question": "what is bread made of", "answerable": True, "source_passage": "Bread#1"}
    _write(
        folder / "clapnq_questions.jsonl",
        [
            {**natural, "evidence": ["It is made of flour . "]},
            {**natural, "evidence": ["This stands nowhere."]},
            {**natural, "answerable": False, "evidence": []},
        ],
    )
    return folder


def _write(path: Path, lines: list[dict[str, object]]) -> None:
    path.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
