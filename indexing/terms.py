"""Text -> search terms: what keyword search and word overlap compare."""

import re
import threading
from difflib import get_close_matches
from functools import lru_cache

import Stemmer

_WORD = re.compile(r"[^\W_]+(?:['’.,-][^\W_]+)*")
_CJK = re.compile(r"[぀-ヿ㐀-鿿가-힯]")
STOP_WORDS = frozenset(
    [
        "a",
        "an",
        "and",
        "any",
        "are",
        "as",
        "at",
        "be",
        "been",
        "being",
        "but",
        "by",
        "can",
        "could",
        "did",
        "do",
        "does",
        "doing",
        "for",
        "from",
        "get",
        "gets",
        "got",
        "had",
        "has",
        "have",
        "having",
        "he",
        "her",
        "hers",
        "him",
        "his",
        "how",
        "i",
        "if",
        "in",
        "into",
        "is",
        "it",
        "its",
        "just",
        "let",
        "like",
        "many",
        "may",
        "me",
        "might",
        "mine",
        "much",
        "must",
        "my",
        "need",
        "no",
        "nor",
        "not",
        "of",
        "off",
        "on",
        "or",
        "our",
        "ours",
        "out",
        "over",
        "own",
        "please",
        "shall",
        "she",
        "should",
        "so",
        "some",
        "such",
        "tell",
        "than",
        "that",
        "the",
        "their",
        "theirs",
        "them",
        "then",
        "there",
        "these",
        "they",
        "this",
        "those",
        "to",
        "too",
        "us",
        "very",
        "want",
        "was",
        "we",
        "were",
        "what",
        "when",
        "where",
        "which",
        "while",
        "who",
        "whom",
        "whose",
        "why",
        "will",
        "with",
        "would",
        "you",
        "your",
        "yours",
        "hey",
        "hi",
        "hello",
        "thanks",
        "am",
        "about",
        "also",
    ]
)
_ACRONYMS = frozenset(["IT", "US"])
"""Stop words in small letters, departments and countries in capitals."""
_STEMMERS = threading.local()  # a stemmer keeps state: one a thread


@lru_cache(maxsize=65536)
def stem(word: str) -> str:
    """The Snowball stem; "reimbursed" and "reimbursement" share one. Numbers stay whole."""
    word = word.lower().replace("’", "'").removesuffix("'s").replace(",", "")
    if any(character.isdigit() for character in word):
        return word
    if not hasattr(_STEMMERS, "english"):
        _STEMMERS.english = Stemmer.Stemmer("english")
    return str(_STEMMERS.english.stemWord(word))


def is_stop_word(word: str) -> bool:
    """Whether `word` carries no meaning by itself, misspelt or not ("teh", "mnay", "i'm")."""
    return "'" in word or bool(
        get_close_matches(word, STOP_WORDS, 1, 0.75 if len(word) > 3 else 0.66)
    )


def terms(text: str) -> list[str]:
    """Stems of the words that carry meaning, in order; CJK text as character pairs.

    A compound ("sign-off", "U.S.") gives its parts as well, so that either spelling finds it.
    """
    found = []
    shouted = text.isupper()
    for match in _WORD.finditer(text):
        word = match.group()
        if word in _ACRONYMS and not shouted:
            found.append(word.lower())
            continue
        if _CJK.search(word):
            found += [word[at : at + 2] for at in range(max(1, len(word) - 1))]
        elif word.lower() not in STOP_WORDS:
            found.append(stem(word))
            if "-" in word:
                found += [stem(part) for part in word.split("-") if part.lower() not in STOP_WORDS]
    return found
