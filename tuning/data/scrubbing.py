"""Personal data and secrets out of texts, each replaced by what it was: `[email]`, `[phone]`, ...

A name is taken out only if it is listed: which words are names, no rule knows.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from tuning.data.checksums import is_address, is_card, is_iban
from tuning.data.row import Row

PERSON = "[person]"
_UNTOUCHED = frozenset({"id", "document", "recipe", "user", "users"})
"""Fields that no model ever reads."""

_MENTION = re.compile(r"<@[UW][A-Z0-9]+(?:\|[^>]*)?>")
_LETTER = r"[^\W_]"
"""Slack writes _italics_ so."""
_FROM, _TO = rf"(?<!{_LETTER})", rf"(?!{_LETTER})"
_STYLE = r"[\s*_~]*"
_WORD = re.compile(rf"{_LETTER}+")
_SPACE = r"\s+"
_DIGIT = re.compile(r"\d")

_PREFIXES = ("ghp", "gho", "ghu", "ghs", "ghr", "hf", "npm", "github_pat", "glpat",
             "xoxa", "xoxb", "xoxe", "xoxp", "xoxr", "xoxs", "xapp", "sk", "pk", "rk")  # fmt: skip
_SECRETS = re.compile(
    r"-----BEGIN [A-Z ]*PRIVATE KEY-----.*?(?:-----END [A-Z ]*PRIVATE KEY-----|\Z)"
    rf"|{_FROM}(?:AKIA|ASIA)[A-Z0-9]{{16}}{_TO}"
    rf"|{_FROM}(?:{'|'.join(_PREFIXES)})[-_][\w-]{{16,}}"
    rf"|{_FROM}AIza[\w-]{{30,}}"
    rf"|{_FROM}eyJ[\w-]+\.eyJ[\w-]+\.[\w-]+"
    r"|https://hooks\.slack\.com/[\w/]+",
    re.DOTALL,
)
_SIGNS = (
    "-----BEGIN", "AKIA", "ASIA", "AIza", "eyJ", "hooks.slack.com",
    *(f"{prefix}{joint}" for prefix in _PREFIXES for joint in "-_"),
)  # fmt: skip
"""One of them is in every secret: looking for them is far faster than the whole pattern."""
_LABELLED_SECRET = re.compile(
    rf"({_FROM}(?:api[ _-]?key|access[ _-]?token|token|secret(?:[ _-]?access)?[ _-]?key|secret"
    rf"|password|passwd|pwd){_TO}{_STYLE}[:=]{_STYLE}[\"']?)"
    r"(?=[^\s\"']*\d)[^\s\"']{8,}",
    re.IGNORECASE,
)
_CREDENTIALS = re.compile(r"(://)[^\s/@:]*:[^\s/]+(?=@)")
"""Of an address such as postgres://user:password@host."""
_EMAIL = re.compile(rf"{_FROM}[\w.+%-]+@[\w-]+(?:\.[\w-]+)+\b")
_IBAN = re.compile(
    rf"{_FROM}[A-Z]{{2}}\d{{2}}(?: ?[A-Z0-9]{{4}}){{2,7}}(?: ?[A-Z0-9]{{1,3}})?{_TO}"
)
_CARD = re.compile(rf"{_FROM}(?<![.-])\d(?:[ -]?\d){{12,18}}{_TO}(?!-)")
_ADDRESS = re.compile(
    # A number of a version or a section is found with the word before it, and is no address.
    r"(?:\b(?:version|release|build|firmware|section|chapter|clause|article)s?[ :#]{1,2})?"
    rf"{_FROM}(?<![.-])\d{{1,3}}(?:\.\d{{1,3}}){{3}}{_TO}(?!-|\.\d)",
    re.IGNORECASE,
)
_PHONE = re.compile(
    rf"{_FROM}(?<![.,/+-])"
    r"(?!\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4}\b)"  # a date
    r"(?:(?:\+|00)[1-9]\d{0,2}[ ()./-]*(?:\d[ ()./-]{0,2}){6,12}\d"
    r"|\(?0\d{1,4}\)?[ /-](?:\d[ /-]?){5,9}\d"
    r"|(?:1[ .-])?(?:\(\d{3}\) ?\d{3}[ .-]|\d{3}[.-]\d{3}[.-])\d{4}"
    # An amount has groups of three alone, and its currency beside it.
    r"|(?<![\d$€£] )(?<![$€£])(?:1 )?[2-9]\d{2} \d{3} \d{4}"
    r"(?! ?(?:\d{3}|[$€£%]|(?:kr|EUR|USD|GBP|CHF)\b)))"
    rf"{_TO}(?!-)"
)
_TELEPHONE = re.compile(r"<tel:[^>]*>")
_SLACK_ID = re.compile(rf"{_FROM}[UWTDG]0(?=\d*[A-Z])[A-Z0-9]{{7,9}}{_TO}")


class Scrubber:
    """Takes personal data out; `counts` says how often what was found."""

    def __init__(self, names: Iterable[str] = ()) -> None:
        composed = {_composed(name).strip() for name in names}
        listed = sorted(filter(None, composed), key=len, reverse=True)
        self.counts: Counter[str] = Counter()
        first = (found[0] for name in listed if (found := _WORD.findall(name)))
        self._first_words = frozenset(map(str.casefold, first))
        self._names = re.compile(rf"(?<!{_LETTER})(?:{'|'.join(map(_name, listed))})(?!{_LETTER})")

    def row(self, row: Row) -> Row:
        """The row without personal data in any of the texts that a model would read."""
        fields: Mapping[str, Any] = {
            name: value if name in _UNTOUCHED else self._value(value)
            for name, value in row.fields.items()
        }
        return replace(row, fields=fields)

    def text(self, text: str) -> str:
        """The text without personal data."""
        text = _composed(text)
        if any(sign in text for sign in _SIGNS):
            text = self._replaced(_SECRETS, "key", text)
        if "@" in text:
            text = self._replaced(_MENTION, "person", text)
            text = self._replaced(_CREDENTIALS, "key", text, keeps_label=True)
            text = self._replaced(_EMAIL, "email", text)
        if _DIGIT.search(text):
            if ":" in text or "=" in text:
                text = self._replaced(_LABELLED_SECRET, "key", text, keeps_label=True)
            text = self._replaced(_IBAN, "iban", text, is_iban)
            text = self._replaced(_CARD, "card", text, is_card)
            text = self._replaced(_ADDRESS, "ip address", text, is_address)
            text = self._replaced(_TELEPHONE, "phone", text)
            text = self._replaced(_PHONE, "phone", text)
            text = self._replaced(_SLACK_ID, "slack id", text)
        # A thousand alternatives are slow to try; most texts name none.
        if not self._first_words.isdisjoint(map(str.casefold, _WORD.findall(text))):
            text = self._replaced(self._names, "person", text)
        return text

    def _value(self, value: Any) -> Any:
        if isinstance(value, str):
            return self.text(value)
        return [self._value(each) for each in value] if isinstance(value, list) else value

    def _replaced(
        self,
        pattern: re.Pattern[str],
        kind: str,
        text: str,
        valid: Callable[[str], bool] = bool,
        keeps_label: bool = False,
    ) -> str:
        def shown(found: re.Match[str]) -> str:
            whole = found.group()
            end = next((end for end in _ends(whole) if valid(whole[:end])), 0)
            if not end:
                return whole
            self.counts[kind] += 1
            return f"{found.group(1) if keeps_label else ''}[{kind}]{whole[end:]}"

        return pattern.sub(shown, text)


def _ends(text: str) -> Iterator[int]:
    """Where `text` may end, the end first: at words that what is looked for ran into."""
    yield len(text)
    yield from (at for at in range(len(text) - 1, 0, -1) if text[at] == " ")


def _composed(text: str) -> str:
    """Accents as part of their letters: some systems write them behind these."""
    return unicodedata.normalize("NFC", text)


def _name(name: str) -> str:
    """A pattern. One word alone may be one of the language: `Mark` is not `mark`."""
    words = [re.escape(word) for word in name.split()]
    # In German without an apostrophe: "Ana Costas Team".
    return words[0] if len(words) == 1 else rf"(?i:{_SPACE.join(words)}s?)"


def without_mentions(text: str) -> str:
    """Slack's text with nobody named in it, and no number that a link would dial.

    A mention may carry the name of whom it means.
    """
    return _TELEPHONE.sub("[phone]", _MENTION.sub(PERSON, text))
