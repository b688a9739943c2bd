"""Which of the ranked sentences become the answer: the direct one first, what adds to it after."""

import re
from collections.abc import Sequence
from dataclasses import replace

from answering.asked_rows import another_told_apart, is_beside_named, names, tells_apart
from answering.cut_tables import other_parts
from answering.ranking import LONGEST, Candidate, Ranking, asks_for_steps, body, is_list, title
from answering.retrieval.parts import clauses, parts
from answering.rewrite import in_context, last_asked
from answering.units import Unit, UnitKind, units
from indexing.terms import terms

SENTENCES = 3
"""At most so many: replies that are too long are the top complaint about such bots."""

_KEEP = 0.7
"""A further sentence must score at least this share of the best one."""
_KEEP_ELSEWHERE = 0.4
"""The same for the second page of a question in parts."""
_PROSE = 1.5
"""Sentences an item, of a list that is prose with dots before it."""
_SAME = 0.7
"""Share of its words that a sentence may have in common with one already chosen."""

_LIST_WANTED = re.compile(
    r"\b(?:how (?:do|can|should|to|does)|steps?|what (?:are|should|do i need)|which|list|"
    r"procedure|process|what (?!(?:is|was|does|has|this|happens|causes|applies|needs|makes)\b)"
    r"\w+s(?<!ss)(?<!us)(?! (?:the|an?|my|our|your|her|him|it|me|us|as|if|against)\b))\b",
    re.IGNORECASE,
)
"""Of "what" with a plural: a verb has an object behind it ("what replaces the badge?")."""
_MARK = re.compile(r"^(?:-|\d+\.) ")
_LEANS_BACK = re.compile(
    r"^(?:this|that|these|those|it|they|he|she|such|however|also|in addition|otherwise|then|"
    r"afterwards?|(?:after|before|above|below|beyond|until) (?:that|this|it)|"
    r"(?:anything|everything|everybody|everyone|all) (?:above|below|else|more|other))\b"
    r"|\binstead[.]?$",
    re.IGNORECASE,
)
_TAKES_BACK = re.compile(
    r"^(?:not|only|except|unless|excluding|rejected|declined|nicht|nur|außer|ausgenommen|"
    r"(?:it|this|that|these|those|they|he or she) (?:(?:do(?:es)?|need|may|must|can) ?not|"
    r"do(?:es)?n['’]t|can['’]t|needn['’]t|appl(?:y|ies) only|"
    r"(?:is|are) (?:not|only)|(?:is|are)n['’]t)|(?:dies|das|es) gilt (?:nicht|nur)|"
    r"(?:all |any |the )?others|(?:everybody|everyone|everything|anybody|anyone|anything) else|"
    r"(?:from|after|as of) the \w+ (?:day|week|month|year))\b"
    r"|\bonly[.!]$",
    re.IGNORECASE,
)
"""What says of the sentence before it for whom or when it does not hold."""
_BEYOND = re.compile(
    r"^(?:up to|above|over|beyond|more than|(?:anything|everything|amounts?|what is) "
    r"(?:above|over|beyond|more))\b",
    re.IGNORECASE,
)
"""What says what holds past a limit."""
_DIGIT = re.compile(r"\d")
_UP_TO = re.compile(r"\bup to\b[^.]*\d", re.IGNORECASE)


def compose(question: str, ranking: Ranking, passages: Sequence[str]) -> list[Candidate]:
    """At most `SENTENCES` units in the order in which they are said."""
    ranked = ranking.best(question)
    if not ranked:
        return []
    chosen = [ranked[0]]
    if ranked[0].unit.kind == "list":
        return chosen  # the steps are the answer; more would only follow them
    asked = last_asked(question)
    for _clause, meant in in_context(clauses(asked)):
        best = ranking.best(meant)[0]
        if len(chosen) < SENTENCES and _adds(best, chosen):
            chosen.append(best)
    for candidate in ranked[1:]:
        if len(chosen) == SENTENCES or candidate.score < _KEEP * ranked[0].score:
            break
        if _adds(candidate, chosen):
            chosen.append(candidate)
    # What is asked in parts often stands on two pages: the last place is for the second.
    if parts(asked) and len({title(passages[each.passage]) for each in chosen}) == 1:
        other = _elsewhere(asked, ranked, chosen, passages)
        if other is not None and other.score >= _KEEP_ELSEWHERE * ranked[0].score:
            chosen = [*chosen[: SENTENCES - 1], other]
    return _readable(question, chosen, passages)


def _elsewhere(
    asked: str,
    ranked: Sequence[Candidate],
    chosen: Sequence[Candidate],
    passages: Sequence[str],
) -> Candidate | None:
    """The best candidate of a document that none is chosen from.

    A row only if it is about something that is `asked`: it would come as a whole table, too
    much for a guess.
    """
    used = {title(passages[candidate.passage]) for candidate in chosen}
    for each in ranked:
        around = units(body(passages[each.passage]))
        guessed = each.unit.kind == "row" and not names(asked, each.unit, around)
        if title(passages[each.passage]) not in used and not guessed and _adds(each, chosen):
            return each
    return None


def _adds(candidate: Candidate, chosen: Sequence[Candidate]) -> bool:
    """Whether it says something that the chosen ones do not.

    Rows of a table do, whatever names of columns they share.
    """
    words = set(terms(candidate.unit.text))
    return bool(words) and all(
        len(words & set(terms(other.unit.text))) / len(words) < _SAME or _are_rows(candidate, other)
        for other in chosen
    )


def _are_rows(one: Candidate, other: Candidate) -> bool:
    """Whether they are two rows of one table."""
    both = {(each.passage, each.unit.kind, each.unit.block) for each in (one, other)}
    return both == {(one.passage, "row", one.unit.block)} and one.unit != other.unit


def _readable(
    question: str, chosen: Sequence[Candidate], passages: Sequence[str]
) -> list[Candidate]:
    """Whole lists and tables where one line would mislead, and no sentence that leans back.

    Steps and lists come whole when the question asks for them, or when what was chosen only
    leads in to them; a table, all parts of it, when the question names none of its rows, so that
    the reader, not the bot, picks the line that applies.
    """
    found: list[Candidate] = []
    more = 0
    for candidate in chosen:
        around = units(body(passages[candidate.passage]))
        unit = candidate.unit
        if unit.kind == "item":
            unit = _item(question, candidate, chosen, around)
        elif unit.kind == "row" and another_told_apart(question, candidate, chosen, passages):
            continue
        elif unit.kind == "row" and not (
            names(question, unit, around) or tells_apart(question, unit, around)
        ):
            table = _table(question, candidate, chosen, passages)
            found += table
            more += max(0, len(table) - 1)
            continue
        elif unit.kind == "sentence" and unit.text.endswith(":"):
            found += [replace(candidate, unit=each) for each in _announced(unit, around)]
            continue
        elif unit.kind == "sentence" and unit.text.endswith("?"):
            found += [replace(candidate, unit=each) for each in around if each.asked == unit.text]
            continue
        elif unit.kind == "sentence" and _LEANS_BACK.search(unit.text) and candidate.position:
            before = around[candidate.position - 1]
            if before.block == unit.block and len(found) + 1 < SENTENCES:
                found.append(replace(candidate, position=candidate.position - 1, unit=before))
        found.append(replace(candidate, unit=_with_limit(question, unit, candidate, around)))
    return _once(found)[: SENTENCES + more] or list(chosen[:1])


def _item(
    question: str, item: Candidate, chosen: Sequence[Candidate], around: Sequence[Unit]
) -> Unit:
    """The list that `item` is of, if that is asked for, if more of it is `chosen` and they share
    a lead, or if the item only leads in to others; else the item, behind the sentence that comes
    between it and its lead."""
    unit, before = item.unit, around[max(0, item.position - 1)]
    leads = unit.text.endswith(":")
    if leads or _LIST_WANTED.search(question) or _has_others(item, chosen):
        whole = _whole(unit.block, "list", around)
        prose = whole is not None and _is_prose(whole, around)
        if whole and is_list(whole) and (leads or asks_for_steps(question) or not prose):
            return whole
    said_too = any(other.unit == before and other.passage == item.passage for other in chosen)
    if unit.lead and before != unit and _place(before) == _place(unit) and not said_too:
        texts = f"{before.text} {unit.text}"
        return replace(unit, quote=f"{before.quote} {unit.quote}", text=texts)
    return unit


def _with_limit(question: str, unit: Unit, candidate: Candidate, around: Sequence[Unit]) -> Unit:
    """`unit` and the sentence after it that takes some of it back ("Not for interns."), or that
    says what holds past its limit, if an amount is asked about."""
    after = around[candidate.position + 1 : candidate.position + 2]
    if unit.kind not in ("sentence", "item") or not after or _place(after[0]) != _place(unit):
        return unit
    (then,) = after
    past = _DIGIT.search(question) and _UP_TO.search(unit.text) and _BEYOND.search(then.text)
    if not (past or _TAKES_BACK.search(then.text)):
        return unit
    return replace(unit, quote=f"{unit.quote} {then.quote}", text=f"{unit.text} {then.text}")


def _has_others(item: Candidate, chosen: Sequence[Candidate]) -> bool:
    """Whether other items behind the same lead are `chosen`."""
    return bool(item.unit.lead) and any(
        (other.passage, other.unit.block) == (item.passage, item.unit.block)
        and other.unit.item != item.unit.item
        and other.unit.lead == item.unit.lead
        for other in chosen
    )


def _place(unit: Unit) -> tuple[UnitKind, int, int]:
    return unit.kind, unit.block, unit.item


def _table(
    question: str, row: Candidate, chosen: Sequence[Candidate], passages: Sequence[str]
) -> list[Candidate]:
    """All parts of the table that `row` is of, or `row` alone if it is too long to read; nothing
    if the question names another of its rows that is `chosen`."""
    if is_beside_named(question, row, chosen):
        return []
    around = units(body(passages[row.passage]))
    whole = _whole(row.unit.block, "table", around)
    if whole is None and sum(each.block == row.unit.block for each in around) > 1:
        return [row]
    return [replace(row, unit=whole or row.unit), *other_parts(row, passages)]


def _once(found: Sequence[Candidate]) -> list[Candidate]:
    """Without what was said before; a whole list or table takes the place of its lines."""
    said: list[Candidate] = []
    for candidate in found:
        text, lines = candidate.unit.text, _lines(candidate.unit)
        if any(text in _lines(other.unit) or _is_part(candidate, other) for other in said):
            continue
        its_lines = [
            other for other in said if other.unit.text in lines or _is_part(other, candidate)
        ]
        place = said.index(its_lines[0]) if its_lines else len(said)
        said.insert(place, candidate)
        said = [other for other in said if other not in its_lines]
    return said


def _is_part(one: Candidate, other: Candidate) -> bool:
    """Whether `one` is of the list that `other` is, or of the two sentences said as one."""
    if (one.passage, one.unit.block) != (other.passage, other.unit.block):
        return False
    if other.unit.kind == "list":
        return one.unit.kind != "list"
    same = one.unit.kind in ("item", "sentence") and _place(one.unit) == _place(other.unit)
    return same and one.unit.text in other.unit.text


def _lines(unit: Unit) -> list[str]:
    """Its text, and if it is a whole list or table the lines of that."""
    lines = unit.text.splitlines() if unit.kind in ("list", "table") else []
    return [unit.text, *(_MARK.sub("", line.lstrip()) for line in lines)]


def _whole(block: int, kind: UnitKind, around: Sequence[Unit]) -> Unit | None:
    """The list or table that the `block`-th block is, unless it is too long to read."""
    for unit in around:
        if unit.kind == kind and unit.block == block and len(unit.text) <= LONGEST:
            return unit
    return None


def _is_prose(whole: Unit, around: Sequence[Unit]) -> bool:
    """Whether the items of a list say several things each: then one of them is what was found.

    Numbered ones belong together, however much they say.
    """
    if whole.text[0].isdigit():
        return False
    sentences = sum(unit.kind == "item" and unit.block == whole.block for unit in around)
    return sentences > _PROSE * len(whole.text.splitlines())


def _announced(lead: Unit, around: Sequence[Unit]) -> list[Unit]:
    """What `lead` ("The following apply:") leads in to: a list or table, or it and what comes
    next. Nothing if that cannot be shown: a list that is too long, or of another passage."""
    block = lead.block + 1
    whole = _whole(block, "list", around) or _whole(block, "table", around)
    if whole:
        return [whole]
    follow = [unit for unit in around if unit.block == block]
    one = follow and (follow[0].kind in ("code", "sentence") or len(follow) == 1)
    if not one:
        return []
    return [follow[0]] if follow[0].lead == lead.text else [lead, follow[0]]
