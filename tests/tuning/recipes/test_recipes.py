import re
from pathlib import Path
from typing import Any, get_args

import pytest
from llama_index.core.prompts import PromptTemplate

import prompts
from tuning.data import lines
from tuning.data.pair import DataError
from tuning.data.row import Row
from tuning.recipes.defaults import settled
from tuning.recipes.filling import fill
from tuning.recipes.recipe import Method, Recipe, load, names, sample


def test_there_is_one_for_every_kind_of_tuning() -> None:
    assert names() == [
        "domain", "few_shot", "grounded", "instruction", "language", "mixture", "tone",
    ]  # fmt: skip


@pytest.mark.parametrize("name", names())
def test_every_recipe_is_whole_and_takes_its_sample(name: str) -> None:
    recipe = load(name)
    assert recipe.name == name
    assert len(recipe.about.split()) >= 30
    if recipe.template:
        slots = set(re.findall(r"\{(\w+)\}", prompts.load(recipe.template)))
        assert slots == recipe.fields.keys()
    examples = [fill(recipe, row) for row in lines.rows(Path(str(sample(name))))]
    assert len(examples) >= 8
    assert all(each.pair.prompt and each.pair.completion for each in examples)
    assert all("{" not in each.pair.prompt for each in examples)
    assert len({each.pair.id for each in examples}) == len(examples)


def test_a_grounded_prompt_is_what_an_answering_model_is_asked() -> None:
    row = Row({"question": "How {many}?", "passages": ["One.", "Two."], "refusal": True}, "x")
    example = fill(load("grounded"), row)
    template = PromptTemplate(prompts.load("answer"))
    asked = template.format(context_str="[1] One.\n\n[2] Two.", query_str="How {many}?")
    assert example.pair.prompt == asked
    assert example.pair.completion == "I could not find this."
    assert f"write only: {example.pair.completion}" in prompts.load("answer")


def test_ids_follow_what_is_said_where_none_is_given() -> None:
    one, two = (
        fill(load("tone"), Row({"neutral": text, "styled": "b"}, "x")).pair for text in ("a", "c")
    )
    assert one.id == one.document != two.id
    again = fill(load("tone"), Row({"neutral": "a", "styled": "b"}, "elsewhere")).pair
    assert again == one


@pytest.mark.parametrize(
    ("recipe", "fields", "told"),
    [
        ("tone", {"neutral": "a"}, 'p, line 1: it needs "prompt" and "completion", or "neutral"'),
        ("tone", {"neutral": 3, "styled": "b"}, 'p, line 1: "neutral" is neither text'),
        ("grounded", {"question": "a", "passages": [], "answer": "b"}, '"passages" is neither'),
        ("few_shot", {"prompt": "a"}, 'it needs "prompt" and "completion"'),
        ("mixture", {"recipe": "language", "text": "a"}, "'language' is none of tone, grounded"),
    ],
)
def test_a_row_that_does_not_fit_is_named(recipe: str, fields: dict[str, str], told: str) -> None:
    with pytest.raises(DataError, match=re.escape(told)):
        fill(load(recipe), Row(fields, "p, line 1"))


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"template": "toon"}, "the template 'toon', and the folder prompts has no such file"),
        ({"template": ""}, "the template '', and the folder prompts has no such file"),
        (
            {"fields": {"context_str": "text"}},
            "the slot {query_str}, which the recipe own does not",
        ),
    ],
)
def test_a_template_that_cannot_be_filled_in_is_named(changes: dict[str, Any], told: str) -> None:
    fields = {"context_str": "text", "query_str": "text"}
    own = {"name": "own", "about": "x", "template": "answer", "completion": ("answer",)}
    recipe = Recipe(**{**own, "fields": fields, **changes})
    with pytest.raises(DataError, match=re.escape(told)):
        fill(recipe, Row({"text": "a", "answer": "b"}, "p, line 1"))


def test_half_a_character_is_told_wherever_it_comes_from() -> None:
    with pytest.raises(DataError, match=r"#ops, thread 1, has half a character \('\\ud83d'\)"):
        fill(load("tone"), Row({"neutral": "\ud83d", "styled": "b"}, "#ops, thread 1"))


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ('name = "x"\nabout = "y"\ncolour = 1', "colour in the recipe"),
        ('name = "x"\nabout = "y"\nrank = 0', "rank in the recipe"),
        ('name = "x"\nabout = "y"\nmethod = "magic"', "method in the recipe"),
        ("name", "is not TOML"),
    ],
)
def test_a_recipe_of_ones_own_is_checked(tmp_path: Path, text: str, told: str) -> None:
    (tmp_path / "own.toml").write_text(text)
    with pytest.raises(DataError, match=told):
        load(str(tmp_path / "own.toml"))


def test_a_recipe_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="no recipe 'toon'; the recipes are: domain, "):
        load("toon")
    with pytest.raises(DataError, match=r"gone\.toml cannot be read"):
        load(str(tmp_path / "gone.toml"))


def test_what_is_open_is_chosen_by_the_amount_of_data() -> None:
    recipe = Recipe(name="x", about="y", rank=2)
    few, many = settled(recipe, 50), settled(recipe, 50_000)
    assert (few.rank, few.alpha) == (many.rank, many.alpha) == (2, 4)
    assert (few.epochs, many.epochs) == (10, 1)
    assert (few.dropout, many.dropout) == (0.1, 0.0)
    assert few.max_steps is None
    left = {name for name, value in few.model_dump().items() if value is None}
    assert left == {"max_steps"}


@pytest.mark.parametrize("method", get_args(Method))
def test_trained_weights_are_changed_more_gently_than_new_ones(method: Method) -> None:
    rate = settled(Recipe(name="x", about="y", method=method), 500).learning_rate
    assert rate == {"full": 2e-5, "last_layers": 5e-5}.get(method, 2e-4)


def test_refusals_need_their_sentence(tmp_path: Path) -> None:
    file = tmp_path / "own.toml"
    file.write_text('name = "own"\nabout = "x"\nrefusals = 0.2\n')
    with pytest.raises(DataError, match="`refusals` needs `refusal`"):
        load(str(file))
