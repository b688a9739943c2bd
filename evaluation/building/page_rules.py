"""Headings, lists and tables -> questions: what a page's own structure asks and answers."""

import re
from collections.abc import Iterator

from answering.plain import plain
from answering.units import Unit, collapse
from evaluation.building import grammar, lexicon
from evaluation.building.candidate import Wording
from evaluation.building.clause import begins_object
from evaluation.building.corpus import Section
from evaluation.building.sentence_rules import InPlace
from indexing.blocks import Block

_HOW_TO = re.compile(r"^(?:How (?:to|do I|do you|do we|can I) )(?P<aim>[a-z]+ .+?)\??$")
_LEAD = re.compile(
    r"^(?P<subject>(?:The|An?|Our|Your|Every|Each|[A-Z]\w+) [^,:]*?|[A-Z]\w+) "
    r"(?P<verb>includes?|covers?|contains?|requires?)(?: the following)?:$"
)
_AIM_LEAD = re.compile(r"^To (?P<aim>[a-z]+ [^,:]+?)(?:, [^:]+)?:$")
_PEOPLE = lexicon.words("people in tables")
_VAGUE = lexicon.words("vague columns")
_ELSEWHERE = re.compile(
    r"\b(?:here|below|above|following|tbd|todo|see|"
    r"this (?:article|form|page|doc|document|link|video))\b",
    re.I,
)
"""What points elsewhere answers nothing by itself."""
_LONGEST_PARAGRAPH = 60
"""Words."""
_LONGEST_ANSWER = 900
"""Characters: a longer list is no answer any more."""

Found = tuple[str, Wording, str, str]
"""Rule, question, answer, evidence."""


def questions(section: Section, within: InPlace, label: InPlace) -> Iterator[Found]:
    """What the heading of `section`, the leads of its lists and its tables ask."""
    yield from _heading(section)
    for unit in section.units:
        if unit.kind == "list" and unit.lead and len(unit.text) <= _LONGEST_ANSWER:
            yield from _lead(unit, within)
    for block in section.blocks:
        if block.kind == "table":
            yield from _table(block, within, label)


def _heading(section: Section) -> Iterator[Found]:
    heading = section.headings[-1] if section.headings else section.title
    answer = _below(section)
    if answer is None:
        return
    shown = collapse(answer.text)
    how = _HOW_TO.match(heading)
    if how and how["aim"].split()[0] in grammar.verbs():
        yield "heading", _how(how["aim"]), shown, answer.quote
    elif heading.endswith("?") and section.headings and len(heading.split()) > 4:
        yield "heading", Wording(heading.rstrip("?")), shown, answer.quote
    elif answer.kind == "list" and _orders(heading):
        aim = f"{heading[:1].lower()}{heading[1:]}"
        yield "heading", _how(aim), shown, answer.quote


def _below(section: Section) -> Unit | None:
    """What answers a heading: its list where one comes first, else its first sentence."""
    numbered = [unit for unit in section.units if unit.kind == "list"]
    if not section.units:
        return None
    first = section.units[0]
    if first.kind in ("row", "table", "code"):
        return None
    if numbered and (first.block == numbered[0].block or first.text.endswith(":")):
        return numbered[0] if len(numbered[0].text) <= _LONGEST_ANSWER else None
    if first.kind != "sentence" or _ELSEWHERE.search(first.text):
        return None
    paragraph = [unit for unit in section.units if unit.block == first.block]
    whole = " ".join(unit.text for unit in paragraph)
    if len(paragraph) > 1 and len(whole.split()) <= _LONGEST_PARAGRAPH:
        first = Unit(" ".join(unit.quote for unit in paragraph), whole)
    return first if len(first.text.split()) >= 4 else None


def _orders(heading: str) -> bool:
    words = heading.split()
    return (
        len(words) > 2
        and words[0].lower() in grammar.verbs()
        and words[1].lower() in grammar.DETERMINERS | grammar.PREPOSITIONS
    )


def _how(aim: str) -> Wording:
    said = grammar.asked_by_me(aim)
    return Wording("How", "do", "I", said, f"I {said}")


def _lead(unit: Unit, within: InPlace) -> Iterator[Found]:
    shown = collapse(unit.text)
    aim, lead = _AIM_LEAD.match(unit.lead), _LEAD.match(unit.lead)
    if aim and aim["aim"].split()[0] in grammar.verbs():
        yield "lead", _how(aim["aim"]), shown, unit.quote
    elif lead and not set(lead["subject"].split()) & grammar.AUXILIARIES:
        verb = grammar.third_persons().get(lead["verb"], lead["verb"])
        subject = grammar.asked_by_me(within(lead["subject"]))
        helper = "do" if verb == lead["verb"] else "does"
        if grammar.is_plural(subject) != (helper == "do"):
            return
        wording = Wording("What", helper, subject, verb, f"{subject} {lead['verb']}")
        yield "lead", wording, shown, unit.quote


def _table(block: Block, within: InPlace, label: InPlace) -> Iterator[Found]:
    lines = [line.strip() for line in block.raw.splitlines() if line.strip()]
    if len(lines) < 3:
        return
    header, rows = _cells(lines[0]), [(line, _cells(line)) for line in lines[2:]]
    named = [cells[0] for _, cells in rows if cells]
    names = [_is_thing(label(column)) for column in header[1:] if column]
    things = sum(names) > len(names) / 2
    """Whether each column is a thing, and the rows are its properties."""
    for line, cells in rows:
        if len(cells) != len(header) or named.count(cells[0]) > 1 or not _is_name(cells[0]):
            continue
        for column, cell in list(zip(header, cells, strict=True))[1:]:
            column = column.partition(",")[0].strip()
            if not _is_name(column):
                continue
            pair = (within(cells[0]), column) if things else (within(column), label(cells[0]))
            wording = _cell_question(*pair, cell)
            if wording:
                yield "table", wording, cell, line


def _cell_question(column: str, row: str, cell: str) -> Wording | None:
    words = column.lower().split()
    if row.lower() in _VAGUE or not 0 < len(words) <= 4 or set(words) & _VAGUE:
        return None
    if not column.replace(" ", "").isalpha():
        return None
    if column[:1].isupper() or words[-1] in grammar.PREPOSITIONS:
        return None
    if words[0] in grammar.verbs() and len(words) > 1 and begins_object(words[1]):
        return None
    if words[-1] in _PEOPLE:
        named = re.fullmatch(r"[A-Z][^\W\d_]+(?: [A-Z][^\W\d_]+){1,2}", cell)
        return _what_is("Who", "is", column, f"of {row}") if named else None
    if words[-1].endswith(("ed", "ing")) or words[-1] in grammar.third_persons():
        return None
    if not re.search(r"\d", cell) or len(cell.split()) > 5:
        return None
    if re.search(r"[(;]", cell):
        return None
    plural = grammar.is_plural(column)
    if cell.lower().startswith("every "):
        return _what_is("How often", "are" if plural else "is", column, f"for {row}")
    if not plural:
        return _what_is("How much" if cell[0] in "€$£" else "What", "is", column, f"for {row}")
    if re.fullmatch(r"\d+(?:,\d{3})*", cell):
        told = f"there are for {row}"
        return Wording(
            f"How many {grammar.asked_by_me(column)}", "are", "there", f"for {row}", told
        )
    return None


def _what_is(opener: str, verb: str, column: str, of: str) -> Wording:
    named = column if column.startswith(("your ", "our ")) else f"the {column}"
    subject = f"{grammar.asked_by_me(named)} {of}"
    return Wording(opener, verb, subject, "", f"{subject} {verb}")


def _is_thing(column: str) -> bool:
    """Whether a column is headed by a name ("Sprig Air") and not by a property."""
    return all(word[:1].isupper() or word[:1].isdigit() for word in column.split())


def _is_name(cell: str) -> bool:
    return (
        0 < len(cell.split()) <= 5
        and not re.search(r"[,;:(\"?!<>|#$]", cell)
        and bool(re.search(r"[^\W\d_]{2}", cell))
        and cell.split()[0].lower() not in grammar.PREPOSITIONS | {"if", "when", "other"}
    )


def _cells(row: str) -> list[str]:
    inner = row.removeprefix("|").removesuffix("|")
    return [
        collapse(plain(cell).text.replace("\\|", "|")) for cell in re.split(r"(?<!\\)\|", inner)
    ]
