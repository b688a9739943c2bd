"""Configuration: `footnote.toml`, and secrets from the environment. Read once, at start.

An unknown key or an impossible value stops the start with one sentence that names it.
"""

import os
import re
import tomllib
from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Any, Literal

from croniter import CroniterBadDateError, croniter
from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError

import prompts
from answering.confidence import Confidence
from answering.model_settings import EXTRACTIVE, ModelSettings, Reads, built_in
from indexing.sources.kinds import KINDS


class SettingsError(Exception):
    """The configuration cannot be used; one sentence for people."""


class Section(BaseModel):
    """A table of footnote.toml; unknown keys are refused."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class IndexSection(Section):
    """`[index]`"""

    embedder: str = "all-MiniLM-L6-v2"
    """Embedding model: a hub name, a folder, or the packaged default."""


class ConfidenceSection(Section):
    """`[answers.confidence]`; `footnote calibrate` writes these lines."""

    slope: float = Field(default=Confidence.slope, gt=0, allow_inf_nan=False)
    intercept: float = Field(default=Confidence.intercept, allow_inf_nan=False)
    least: float = Field(default=Confidence.least, ge=0, le=1, allow_inf_nan=False)
    """The probability from which on a question is answered."""


class AnswersSection(Section):
    """`[answers]`"""

    model: str = EXTRACTIVE
    """The model that answers until an admin chooses another."""
    outsiders: bool = False
    """Answer guests and channels shared with other organisations too."""
    ask: str = ""
    """Whom to ask when the documents do not say: a person or a channel."""
    reranker: str = ""
    """A cross-encoder that ranks what was found anew: a hub name or a folder."""
    company: str = ""
    """The company's name, which "we" may stand for where answers are said in a tone."""
    confidence: ConfidenceSection = ConfidenceSection()


class ModelSection(Section):
    """`[models.NAME]`; the fields of ModelSettings, as a person may write them."""

    kind: Literal["extractive", "llama_cpp", "transformers", "openai", "anthropic", "llama_index"]
    path: str = ""
    adapter: str = ""
    model: str = ""
    base_url: str = Field(default="", pattern=r"^(https?://[^\s]+)?$")
    key: str = ""
    """The environment variable that holds the key."""
    options: dict[str, Any] = {}
    examples: str = ""
    """A file of worked answers, as `answering.examples` reads it."""
    reads: Reads = "passages"
    passages: int = Field(default=3, ge=1, le=20)
    max_new_tokens: int = Field(default=160, ge=16, le=2048)
    context_window: int = Field(default=2048, ge=512)
    timeout: float = Field(default=20.0, gt=0, le=600)
    retries: int = Field(default=1, ge=0, le=5)
    daily_tokens: int = Field(default=0, ge=0)
    price_in: float = Field(default=0.0, ge=0)
    price_out: float = Field(default=0.0, ge=0)
    fallback: str = EXTRACTIVE
    voice: str = ""
    """The entry that says this model's sentences again in a tone."""
    tone: str = ""
    """Of such an entry: a file of prompts/tones, without `.txt`."""
    local: bool | None = None

    @field_validator("key")
    @classmethod
    def _variable(cls, value: str) -> str:
        if value and not re.fullmatch(r"[A-Z][A-Z0-9_]*", value):
            raise ValueError(
                "must name an environment variable such as OPENAI_API_KEY; the key itself does "
                "not belong in this file"
            )
        return value

    @model_validator(mode="after")
    def _complete(self) -> "ModelSection":
        if self.kind == EXTRACTIVE:
            return self
        needed = "path" if self.kind in ("llama_cpp", "transformers", "llama_index") else "model"
        if not getattr(self, needed):
            raise ValueError(f"needs `{needed}`")
        return self


class AccessSection(Section):
    """`[[sources.NAME.access]]`"""

    path: str
    """A shell pattern over the documents' paths, such as `HR/*`."""
    readers: list[str]


class SourceSection(BaseModel):
    """`[sources.NAME]`; the keys that are not listed here are those of its kind."""

    model_config = ConfigDict(extra="allow", frozen=True)

    kind: str
    readers: list[str] = ["everyone"]
    access: list[AccessSection] = []
    schedule: str = ""
    """When to reindex, as a cron expression; empty for never."""
    watch: bool = False
    """Reindex a folder when something in it changes."""
    ask: str = ""
    """Whom to ask about what these documents do not say."""
    local_only: bool = False
    """Never send these documents to a model outside."""

    @field_validator("kind")
    @classmethod
    def _known(cls, value: str) -> str:
        if value not in KINDS:
            raise ValueError(f"must be one of {', '.join(KINDS)}")
        return value

    @field_validator("schedule")
    @classmethod
    def _cron(cls, value: str) -> str:
        if value and not (croniter.is_valid(value) and len(value.split()) in (1, 5)):
            raise ValueError("is not a cron expression such as '0 * * * *'")
        try:
            if value:
                croniter(value).get_prev()
        except CroniterBadDateError:
            raise ValueError("names no day that ever comes; mend its day or its month") from None
        return value

    @property
    def options(self) -> dict[str, Any]:
        """The keys that are for the source itself."""
        return dict(self.model_extra or {})


class SlackSection(Section):
    """`[slack]`"""

    admins: list[str] = []
    """User ids that may reindex and switch models."""


class File(Section):
    """All of footnote.toml."""

    index: IndexSection = IndexSection()
    answers: AnswersSection = AnswersSection()
    slack: SlackSection = SlackSection()
    models: dict[str, ModelSection] = {}
    sources: dict[str, SourceSection] = {}
    retention_days: int = Field(default=90, ge=1, le=36_500)
    """Questions, answers and votes older than this are deleted."""


class Environment(BaseSettings):
    """Secrets and what the platform sets."""

    model_config = SettingsConfigDict(extra="ignore", frozen=True, env_ignore_empty=True)

    slack_bot_token: str = ""
    slack_app_token: str = ""
    slack_signing_secret: str = ""
    slack_api_url: str = ""
    database_url: str = ""
    footnote_admins: str = ""
    port: int | None = Field(default=None, ge=0, le=65_535)


class Settings:
    """Everything that can be set, resolved: `home` holds all state."""

    def __init__(self, home: Path, config: Path | None = None) -> None:
        self.home = home.expanduser().resolve()
        self.config = _find(self.home, config)
        self.file = _read(self.config)
        self.environment = _environment()
        if self.file.answers.model not in self.models:
            known = ", ".join(self.models)
            raise SettingsError(
                f"answers.model names {self.file.answers.model!r}; the models are: {known}."
            )
        if self.models[EXTRACTIVE].kind != EXTRACTIVE:
            # It may be sent everything, be it `local_only`.
            raise SettingsError(
                f"models.{EXTRACTIVE} must be of kind {EXTRACTIVE!r}, since it stands in for all "
                "others; give yours another name."
            )
        _check_voices(self.models)
        _check_examples(self.models, self.file.models)
        for name, entry in self.models.items():
            if entry.fallback and entry.fallback not in self.models:
                raise SettingsError(
                    f"models.{name}.fallback names {entry.fallback!r}; "
                    f"the models are: {', '.join(self.models)}."
                )
        try:
            self.home.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise SettingsError(
                f"The home {self.home} cannot be made: {error.strerror}."
            ) from error

    @property
    def models(self) -> dict[str, ModelSettings]:
        """The registry: the built-in models, then those of the file."""
        own = {
            name: ModelSettings(**entry.model_dump()) for name, entry in self.file.models.items()
        }
        return built_in() | own

    @property
    def admins(self) -> frozenset[str]:
        """User ids that may reindex and switch models."""
        named = self.environment.footnote_admins.replace(",", " ").split()
        return frozenset(named) | frozenset(self.file.slack.admins)

    def database(self, name: str) -> str:
        """The URL of `index`, `state` or `jobs`: one SQLite file each, or DATABASE_URL."""
        url = self.environment.database_url
        if url.startswith("postgres://"):
            url = url.replace("postgres://", "postgresql://", 1)
        if url and not url.startswith(("postgresql://", "postgresql+psycopg://")):
            kind = url.partition(":")[0]
            raise SettingsError(f"DATABASE_URL must begin with postgresql://, not {kind}:.")
        try:
            make_url(url or "sqlite://")
        except (ArgumentError, ValueError) as error:
            raise SettingsError(
                "DATABASE_URL is no address of a database; it must be like "
                "postgresql://user:password@host:5432/name."
            ) from error
        return url or f"sqlite:///{self.home / name}.db"

    @property
    def on_postgres(self) -> bool:
        """Whether several machines may share the work."""
        return bool(self.environment.database_url)

    def token(self, name: Literal["slack_bot_token", "slack_app_token"]) -> str:
        """A Slack token from the environment; SettingsError names the variable."""
        value = str(getattr(self.environment, name))
        prefix = "xoxb-" if name == "slack_bot_token" else "xapp-"
        if not value:
            raise SettingsError(
                f"{name.upper()} is not set; it begins with {prefix} and is shown on the app's "
                "page at api.slack.com/apps."
            )
        if not value.startswith(prefix):
            raise SettingsError(f"{name.upper()} must begin with {prefix}.")
        return value

    @property
    def signing_secret(self) -> str:
        """SLACK_SIGNING_SECRET; SettingsError if it is missing."""
        if not self.environment.slack_signing_secret:
            raise SettingsError(
                "SLACK_SIGNING_SECRET is not set; it is shown under Basic Information on the "
                "app's page at api.slack.com/apps."
            )
        return self.environment.slack_signing_secret


def _check_voices(models: Mapping[str, ModelSettings]) -> None:
    """SettingsError where a voice or a tone cannot be used."""
    voices = [name for name, entry in models.items() if entry.kind != EXTRACTIVE]
    for name, entry in models.items():
        if entry.voice and (entry.voice not in voices or entry.voice == name):
            others = ", ".join(each for each in voices if each != name)
            raise SettingsError(
                f"models.{name}.voice names {entry.voice!r}; it must be another entry with a "
                f"language model: {others}."
            )
        if entry.tone and entry.tone not in prompts.tones():
            raise SettingsError(
                f"models.{name}.tone names {entry.tone!r}; prompts/tones has: "
                f"{', '.join(prompts.tones())}."
            )
        if entry.tone and prompts.SLOT not in prompts.load(f"tones/{entry.tone}"):
            raise SettingsError(
                f"models.{name}.tone: prompts/tones/{entry.tone}.txt does not say where the text "
                f"goes; write {prompts.SLOT} there."
            )


def _check_examples(models: Mapping[str, ModelSettings], own: Collection[str]) -> None:
    """SettingsError where the worked answers of its `own` entries are of no use, or not there."""
    voices = {entry.voice for entry in models.values()}
    for name in own:
        entry = models[name]
        if not entry.examples:
            continue
        if entry.kind == EXTRACTIVE:
            raise SettingsError(f"models.{name}.examples: this model only quotes; leave them out.")
        if name in voices or entry.tone:
            raise SettingsError(
                f"models.{name}.examples: a voice is not shown answers; its examples stand in "
                "prompts/tones."
            )
        if not Path(entry.examples).is_file():
            raise SettingsError(f"models.{name}.examples: there is no file {entry.examples}.")


def _find(home: Path, named: Path | None) -> Path | None:
    if named is not None:
        if not named.is_file():
            raise SettingsError(f"The configuration file {named} does not exist.")
        return named
    for candidate in (home / "footnote.toml", Path("footnote.toml")):
        if candidate.is_file():
            return candidate
    return None


def _read(path: Path | None) -> File:
    if path is None:
        return File()
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise SettingsError(f"{path} is not readable TOML: {error}.") from error
    try:
        return File.model_validate(data)
    except ValidationError as error:
        raise SettingsError(f"{path}: {_first(error)}") from error


def _environment() -> Environment:
    try:
        return Environment()
    except ValidationError as error:
        raise SettingsError(f"Environment: {_first(error, upper=True)}") from error


def _first(error: ValidationError, upper: bool = False) -> str:
    """The first problem in one sentence."""
    problem = error.errors()[0]
    key = ".".join(str(part) for part in problem["loc"])
    key = key.upper() if upper else key
    if problem["type"] == "extra_forbidden":
        return f"there is no key {key!r}; docs/operations.md lists the keys."
    # What stands where the name of a key's variable should may be the key.
    hidden = upper or problem["loc"][-1] == "key" or isinstance(problem["input"], dict)
    value = "" if hidden else f" (it is {problem['input']!r})"
    said = problem["msg"].removeprefix("Value error, ")
    return f"{key}: {said}{value}."


def home_from_environment() -> Path:
    """Where state lives unless `--home` says otherwise."""
    return Path(os.environ.get("FOOTNOTE_HOME") or "var")
