"""Who may read which document of a source, by the configuration.

A document may name its own readers (front matter, the source's own permissions); where it
does not, the first pattern that fits its key decides, and else the source's readers.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase

from indexing.readers import PUBLIC, Readers


@dataclass(frozen=True)
class Rule:
    """`pattern` is a shell pattern over whole keys; its `*` crosses `/`."""

    pattern: str
    readers: Readers


@dataclass(frozen=True)
class Access:
    """The readers of a source and of the parts of it that differ."""

    readers: Readers = PUBLIC
    rules: Sequence[Rule] = ()

    def readers_of(self, key: str) -> Readers:
        """Who may read the document under `key`, unless that says so itself."""
        for rule in self.rules:
            if fnmatchcase(key, rule.pattern):
                return rule.readers
        return self.readers

    def describe(self) -> str:
        """The same for equal rules: part of what makes a stored version outdated."""
        rules = [f"{rule.pattern}={','.join(sorted(rule.readers))}" for rule in self.rules]
        return " ".join([",".join(sorted(self.readers)), *rules])
