"""Any of LlamaIndex's readers as a source."""

import hashlib
import importlib
import inspect
import json
import os
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from llama_index.core.schema import Document

from indexing.access import Access
from indexing.document import Skipped, clean, make_document, printable
from indexing.parsing.parser import Limits
from indexing.sources.base import Item, Source, SourceError, Unchanged, Versions
from indexing.sources.llamaindex.metadata import identity, title_of, updated_of, url_of

Arguments = Mapping[str, Any]

_SECRET = {"token", "tokens", "key", "apikey", "password", "passwd", "secret", "secrets"}
_WORDS = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])|\d+")
_USERINFO = re.compile(r"(?<=://)([^/@\s:]*):[^/@\s]*@")
_LOCAL = {"input_dir", "input_file"}


class LlamaIndexSource(Source):
    """The documents that the class at the import path `reader` gives.

    `arguments` go to its constructor and `load` to its `load_data`; a value `env:NAME` is the
    environment variable NAME. Documents are found again by what their metadata calls them;
    where that says nothing and their ids are random, by their content.
    """

    kind = "llamaindex"

    def __init__(
        self,
        name: str,
        reader: str,
        *,
        arguments: Arguments | None = None,
        load: Arguments | None = None,
        access: Access | None = None,
    ) -> None:
        self.name = name
        self._reader = reader
        self._arguments, self._load = dict(arguments or {}), dict(load or {})
        shown = {"arguments": _shown(self._arguments), "load": _shown(self._load)}
        settings = {name: value for name, value in shown.items() if value}
        self.location = f"{reader} {json.dumps(settings, sort_keys=True, default=str)}"
        self.access = access or Access()
        self._limits = Limits()

    def items(self, known: Versions) -> Iterator[Item]:
        """Everything the reader gives, in its order."""
        used: dict[str, int] = {}
        roots = _roots([*self._arguments.values(), *self._load.values()])
        found = self._loaded()
        if known and not found:
            # Many readers print an error and return nothing. Documents are not lost over that.
            raise SourceError(
                f"{self._reader} returned nothing, though it did before; its documents stay. If "
                f"they are really gone, `footnote index remove {self.name}` takes them out."
            )
        for document in found:
            name = identity(document, roots)
            used[name] = used.get(name, 0) + 1
            key = name if used[name] == 1 else f"{name}#{used[name]}"
            yield self._item(key, document, known)

    def _item(self, key: str, document: Document, known: Versions) -> Item:
        if clean(key) != key:
            return Skipped(clean(printable(key)), "has a name that is not valid text")
        text, metadata = document.text or "", document.metadata
        title = title_of(metadata) or key
        # Nothing else: readers put times of access and the like into the metadata.
        version = hashlib.sha256(json.dumps([title, text]).encode()).hexdigest()
        if known.get(key) == version:
            return Unchanged(key)
        if not text.strip():
            return Skipped(key, "is empty", version)
        if why := self._limits.too_long(text):
            return Skipped(key, why, version)
        return make_document(
            self.name,
            key,
            text,
            title=title,
            url=url_of(metadata),
            readers=self.access.readers_of(key),
            updated=updated_of(metadata),
            version=version,
        )

    def _loaded(self) -> list[Document]:
        made = self._imported()
        arguments, load = self._filled(self._arguments), self._filled(self._load)
        self._check_local({**arguments, **load})
        try:
            reader = made(**_as_paths(made, arguments))
            found = list(reader.load_data(**_as_paths(reader.load_data, load)))
        except ImportError as error:
            raise self._missing(error) from None
        except Exception as error:  # Each reader has exceptions of its own.
            told = self._without_secrets(str(error).strip(), {**arguments, **load})
            cause = (told.splitlines() or [type(error).__name__])[0].rstrip(".")
            raise SourceError(f"{self._reader} failed for {self.name}: {cause}.") from None
        strange = next((each for each in found if not isinstance(each, Document)), None)
        if strange is not None:
            kind = type(strange).__name__
            raise SourceError(f"{self._reader} gives a {kind}, not documents: use another reader.")
        return found

    def _imported(self) -> Any:
        module, _, name = self._reader.rpartition(".")
        try:
            found = getattr(importlib.import_module(module), name)
        except ImportError as error:
            raise self._missing(error) from None
        except (AttributeError, ValueError):
            found = None
        if not callable(getattr(found, "load_data", None)):
            raise SourceError(
                f"{self._reader} is no reader: write it like llama_index.readers.json.JSONReader."
            )
        return found

    def _missing(self, error: ImportError) -> SourceError:
        module = error.name or ""
        package = _package(self._reader)
        if not package or (module and not self._reader.startswith(f"{module}.")):
            # The reader is there; something that it needs is not.
            return SourceError(f"{self._reader} cannot be imported: {str(error).rstrip('.')}.")
        return SourceError(f"{self._reader} is not installed: get it with pip install {package}.")

    def _filled(self, value: Any) -> Any:
        """`value` with `env:NAME` replaced, however deep. Raises SourceError."""
        if isinstance(value, Mapping):
            return {name: self._filled(each) for name, each in value.items()}
        if isinstance(value, list | tuple):
            return [self._filled(each) for each in value]
        if not isinstance(value, str) or not value.startswith("env:"):
            return value
        name = value.removeprefix("env:")
        if name not in os.environ:
            raise SourceError(f"{self.name} needs the environment variable {name}: set it.")
        return os.environ[name]

    def _check_local(self, given: Arguments) -> None:
        # Some readers give nothing where the folder is gone, and all would be deleted.
        for name in _LOCAL & given.keys():
            value = str(given[name])
            if "://" not in value and not Path(value).expanduser().exists():
                raise SourceError(f"The {name} of {self.name}, {value}, does not exist.")

    def _without_secrets(self, told: str, given: Arguments) -> str:
        secrets = _secrets(given, {**self._arguments, **self._load})
        for secret in sorted(secrets, key=len, reverse=True):
            told = told.replace(secret, "***")
        return _USERINFO.sub(r"\1@", told)


def _is_secret(name: object) -> bool:
    words = {word.lower() for word in _WORDS.findall(str(name))}
    return bool(words & _SECRET)


def _shown(value: Any) -> Any:
    """`value` without what nobody may see."""
    if isinstance(value, Mapping):
        return {str(name): _shown(each) for name, each in value.items() if not _is_secret(name)}
    if isinstance(value, list | tuple):
        return [_shown(each) for each in value]
    return _USERINFO.sub(r"\1@", value) if isinstance(value, str) else value


def _secrets(given: Any, written: Any, secret: bool = False) -> set[str]:
    """The strings of `given` that are secret by their name or came from the environment."""
    if isinstance(given, Mapping):
        return {
            found
            for name, value in given.items()
            for found in _secrets(value, written.get(name), secret or _is_secret(name))
        }
    if isinstance(given, list):
        pairs = zip(given, written, strict=True)
        return {found for pair in pairs for found in _secrets(*pair, secret)}
    hidden = secret or given != written
    return {given} if hidden and isinstance(given, str) and given else set()


def _package(reader: str) -> str:
    match = re.match(r"llama_index\.readers\.(\w+)\.", reader)
    return f"llama-index-readers-{match.group(1).replace('_', '-')}" if match else ""


def _roots(values: list[Any]) -> list[Path]:
    """Folders that the settings name: keys are relative to them."""
    texts = [value for value in values if isinstance(value, str | Path) and str(value)]
    folders = [Path(text).expanduser().resolve() for text in texts if "://" not in str(text)]
    return [folder for folder in folders if folder.is_dir()]


def _as_paths(called: Any, given: Arguments) -> Arguments:
    """Strings made paths where the reader insists on paths: the configuration has only strings."""
    try:
        parameters = inspect.signature(called).parameters
    except (TypeError, ValueError):
        return given
    wants = {
        name for name, each in parameters.items() if each.annotation in (Path, "Path", Path | None)
    }
    return {
        name: Path(value) if name in wants and isinstance(value, str) else value
        for name, value in given.items()
    }
