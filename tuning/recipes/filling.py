"""A row and a recipe -> the prompt and the completion that are learned."""

import hashlib
import re
from typing import Any

import prompts
from tuning.data.example import Example
from tuning.data.pair import DataError, Pair
from tuning.data.row import Fields, Row
from tuning.recipes.recipe import Recipe, load

_SLOT = re.compile(r"\{(\w+)\}")


def fill(recipe: Recipe, row: Row) -> Example:
    """The example in `row`.

    DataError names the place and the field that is missing or no text, or what of the recipe's
    template cannot be filled in. A row of no `document` is of the one that its passages make.
    """
    chosen = _task(recipe, row)
    if _has_fields(chosen, row.fields):
        texts = {slot: _text(row, name) for slot, name in chosen.fields.items()}
        prompt = _filled(_template(chosen), texts)
        completion = _completion(chosen, row)
        # All of one length, they would make every answer look far too long.
        refused = bool(chosen.refusal) and completion == chosen.refusal
        kind = f"{chosen.name}, refused" if refused else chosen.name
        given = sum(len(texts[slot]) for slot, name in chosen.fields.items()
                    if name not in chosen.optional)  # fmt: skip
    elif {"prompt", "completion"} <= row.fields.keys():
        prompt, completion = _text(row, "prompt"), _text(row, "completion")
        texts, kind, given = {"prompt": prompt}, "", len(prompt)
    else:
        raise DataError(_missing(chosen, row))
    # Not the line's number: a row added above it would move it to another split.
    id_ = str(row.fields.get("id") or _digest(row, prompt, completion))
    document = str(row.fields.get("document") or _of_passages(row) or id_)
    # A source that is no JSON Lines may hold halves of characters, too: nothing could be written.
    _digest(row, prompt, completion, id_, document)
    pair = Pair(id_, document, prompt.strip(), completion.strip())
    return Example(pair, (*texts.values(), completion), row.place, kind, given, row.split)


def _task(recipe: Recipe, row: Row) -> Recipe:
    """The recipe that fills in this row: of a mixture, the one that the row names."""
    name = row.fields.get("recipe")
    if not recipe.tasks or name is None:
        return recipe
    if name not in recipe.tasks:
        raise DataError(
            f"{row.place}: its recipe {name!r} is none of {', '.join(recipe.tasks)}, "
            f"which {recipe.name} mixes."
        )
    return load(str(name))


def _digest(row: Row, *texts: str) -> str:
    try:
        return hashlib.sha256("\0".join(texts).encode()).hexdigest()[:16]
    except UnicodeEncodeError as error:
        half = error.object[error.start]
        raise DataError(f"{row.place}, has half a character ({half!a}): mend it.") from error


def _of_passages(row: Row) -> str:
    """The same for rows with the same passages, in whatever order; empty for one without any."""
    found = row.fields.get("passages")
    texts = found if isinstance(found, list) else [found]
    said = {" ".join(each.split()) for each in texts if isinstance(each, str)} - {""}
    return _digest(row, *sorted(said)) if said else ""


def _template(recipe: Recipe) -> str:
    """The text of the recipe's template; DataError if there is none that `fields` fill."""
    try:
        text = prompts.load(recipe.template)
    except (OSError, ValueError) as error:
        raise DataError(
            f"The recipe {recipe.name} fills in the template {recipe.template!r}, and the folder "
            "prompts has no such file: put it there, or name another."
        ) from error
    unfilled = sorted(set(_SLOT.findall(text)) - recipe.fields.keys())
    if unfilled:
        raise DataError(
            f"The template {recipe.template} has the slot {{{unfilled[0]}}}, which the recipe "
            f"{recipe.name} does not fill: name a field for it in `fields`."
        )
    return text


def _has_fields(recipe: Recipe, fields: Fields) -> bool:
    needed = set(recipe.fields.values()) - set(recipe.optional)
    return (
        bool(needed) and needed <= fields.keys() and not fields.keys().isdisjoint(recipe.completion)
    )


def _completion(recipe: Recipe, row: Row) -> str:
    present = [name for name in recipe.completion if name in row.fields]
    # An empty one is there, but something beside it may say more: an answer "" and a refusal.
    name = next((name for name in present if row.fields[name]), present[0])
    if name == "refusal" and row.fields[name] is True:
        return recipe.refusal
    return _text(row, name)


def _text(row: Row, name: str) -> str:
    value: Any = row.fields.get(name, "")
    if isinstance(value, str):
        return value
    if isinstance(value, list) and value and all(isinstance(each, str) for each in value):
        return "\n\n".join(prompts.numbered(value))
    raise DataError(f'{row.place}: "{name}" is neither text nor a list of texts; put it in quotes.')


def _filled(template: str, texts: dict[str, str]) -> str:
    # Not str.format: a text may hold braces.
    return _SLOT.sub(lambda slot: texts[slot.group(1)], template)


def _missing(recipe: Recipe, row: Row) -> str:
    own = [name for name in recipe.fields.values() if name not in recipe.optional]
    completions = " or ".join(f'"{name}"' for name in recipe.completion)
    fields = ", ".join(f'"{name}"' for name in own)
    either = f", or {fields} and {completions} for the recipe {recipe.name}" if own else ""
    return f'{row.place}: it needs "prompt" and "completion"{either}.'
