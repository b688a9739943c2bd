"""What is trained and how: a file `NAME.toml` beside this one, or one of your own."""

import tomllib
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from tuning.data.pair import DataError

Method = Literal["lora", "dora", "last_layers", "full", "none"]
Share = Annotated[float, Field(ge=0, lt=1)]
Positive = Annotated[int, Field(gt=0)]


class Recipe(BaseModel):
    """Settings of one kind of tuning. None: chosen by the amount of data, see `defaults.py`.

    A prompt is `template` (a file of `prompts/`, without .txt) with each of its slots filled in
    from the row's field that `fields` names; the completion is the first of the fields in
    `completion` that the row has. A row that says `"refusal": true` is completed by `refusal`.
    Rows with "prompt" and "completion" are taken as they are.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str
    about: str
    method: Method = "lora"
    """`none`: nothing is trained; the examples stand in the prompt."""

    template: str = ""
    fields: dict[str, str] = {}
    optional: tuple[str, ...] = ()
    """Fields that a row may leave out; their slots stay empty."""
    completion: tuple[str, ...] = ()
    refusal: str = ""
    refusals: Annotated[float, Field(gt=0, le=1)] = 1.0
    """Share of refusals that the rows may have; of more, some are left out. Mixtures take any
    number: their rows have been chosen by hand."""
    tasks: tuple[str, ...] = ()
    """Recipes that are mixed: a row's "recipe" says which of them fills it in."""
    least_rows: Positive = 20
    """Rows after cleaning, below which nothing is prepared."""

    frozen: tuple[str, ...] = ()
    """Parts of parameters' names that stay as they are, whatever `method` trains."""
    last_layers: Positive = 4
    """For `last_layers`: as many are trained, and the head."""
    rank: Positive | None = None
    alpha: Positive | None = None
    dropout: Share | None = None
    target_modules: tuple[str, ...] = ("q_proj", "k_proj", "v_proj", "o_proj")

    learning_rate: Annotated[float, Field(gt=0)] | None = None
    batch_size: Positive | None = None
    epochs: Positive | None = None
    max_steps: Positive | None = None
    """Ends the training before `epochs` do; None: it does not."""
    warmup: Share | None = None
    """Share of the steps."""
    weight_decay: Annotated[float, Field(ge=0)] | None = None
    max_length: Positive = 1024
    """Tokens of prompt and completion."""
    patience: Positive | None = None
    """Evaluations without a better validation loss, after which training ends."""
    examples: Positive = 4
    """For `none`: pairs shown in the prompt."""
    reads: Literal["passages", "sentences"] = "passages"
    """What a model tuned by it is to be given: the key of that name in `[models.NAME]`."""

    @model_validator(mode="after")
    def _refuses(self) -> "Recipe":
        if self.refusals < 1 and not self.refusal:
            raise ValueError("`refusals` needs `refusal`, the sentence that refuses")
        return self


def names() -> list[str]:
    """The recipes that come with Footnote."""
    return sorted(
        each.name.removesuffix(".toml") for each in _here() if each.name.endswith(".toml")
    )


def load(name: str) -> Recipe:
    """The recipe called `name`, or in the file at that path; DataError if it is none."""
    if name in names():
        return _parsed(files("tuning.recipes").joinpath(f"{name}.toml"))
    if name.endswith(".toml"):
        return _parsed(Path(name))
    raise DataError(
        f"There is no recipe {name!r}; the recipes are: {', '.join(names())}, or a .toml file."
    )


def sample(name: str) -> Traversable:
    """The file of rows that shows what the recipe takes."""
    return files("tuning.recipes").joinpath("samples", f"{name}.jsonl")


def _here() -> list[Traversable]:
    return list(files("tuning.recipes").iterdir())


def _parsed(file: Traversable) -> Recipe:
    try:
        return Recipe(**tomllib.loads(file.read_text(encoding="utf-8")))
    except OSError as error:
        raise DataError(f"The recipe {file} cannot be read: {error.strerror}.") from error
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(map(str, first["loc"]))
        raise DataError(f"{place} in the recipe {file}: {first['msg']}.") from error
    except ValueError as error:
        raise DataError(f"The recipe {file} is not TOML: {error}.") from error
