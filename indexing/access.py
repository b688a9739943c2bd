"""Who may read which document of a source, by the configuration.

A document may name its own readers (front matter, the source's own permissions); where it
does not, the first pattern that fits its key decides, and else the source's readers.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from unicodedata import normalize
from urllib.parse import unquote

from indexing.readers import PUBLIC, Readers

_MATCHING = "2"
"""Of the way that patterns are compared: with another, every key is looked at anew."""


@dataclass(frozen=True)
class Rule:
    """`pattern` is a shell pattern over whole keys; its `*` crosses `/`."""

    pattern: str
    readers: Readers

    def fits(self, key: str) -> bool:
        """Whether it is about `key`, however either of them writes its accents.

        An address fits as it stands and as people read it, without its %-signs.
        """
        pattern = normalize("NFC", self.pattern)
        forms = {key, unquote(key)} if "://" in key else {key}
        return any(fnmatchcase(normalize("NFC", form), pattern) for form in forms)


@dataclass(frozen=True)
class Access:
    """The readers of a source and of the parts of it that differ.

    `section` is the section of footnote.toml that says so; empty where none does. With
    `local_only` no model outside may be sent what stands there.
    """

    readers: Readers = PUBLIC
    rules: Sequence[Rule] = ()
    section: str = ""
    local_only: bool = False

    def readers_of(self, key: str) -> Readers:
        """Who may read the document under `key`, unless that says so itself."""
        for rule in self.rules:
            if rule.fits(key):
                return rule.readers
        return self.readers

    def describe(self) -> str:
        """The same for equal rules: part of what makes a stored version outdated."""
        rules = [f"{rule.pattern}={','.join(sorted(rule.readers))}" for rule in self.rules]
        return " ".join([",".join(sorted(self.readers)), *rules, *([_MATCHING] if rules else [])])
