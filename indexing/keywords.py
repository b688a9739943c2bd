"""The keyword index: BM25 by tantivy, following the passages by their ids."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import tantivy

from indexing.readers import Readers
from indexing.related import related
from indexing.terms import asked_terms, indexed_terms
from indexing.vocabulary import Vocabulary, vocabulary_words

_MEMORY = 50_000_000
_FIELDS = ("title", "text")
_TITLE_BOOST = 1.5
_CLOSE = 0.2
"""What a related term counts at least that shows a word's subject to be written about."""
_SHORTEST_FUZZY = 4
_TWO_SLIPS = 6
"""From so many letters on, two slips of the finger still leave the word recognisable."""
_MOST_TERMS = 48
"""Of a pasted page; one half begins it, the other ends it, where the question may stand."""


@dataclass(frozen=True)
class Entry:
    """What is indexed of one passage."""

    passage_id: int
    title: str
    text: str
    readers: Readers


class KeywordIndex:
    """BM25 over `terms`, readers enforced by a clause of every query."""

    def __init__(self) -> None:
        self.vocabulary = Vocabulary()
        builder = tantivy.SchemaBuilder()
        builder.add_integer_field("id", stored=True, indexed=True, fast=True)
        # Terms are made by `terms`, so tantivy only cuts at white space.
        for name in _FIELDS:
            builder.add_text_field(name, tokenizer_name="terms", index_option="freq")
        # Words as they are written: a correction is made of those that its reader may see.
        builder.add_text_field("spelled", tokenizer_name="terms", index_option="basic")
        builder.add_text_field("readers", tokenizer_name="raw", index_option="basic")
        self._schema = builder.build()
        self._index = tantivy.Index(self._schema)
        words = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace()).build()
        self._index.register_tokenizer("terms", words)
        self._writer = self._index.writer(heap_size=_MEMORY, num_threads=1)

    def update(self, removed: Iterable[int], added: Iterable[Entry]) -> None:
        """Forget the `removed` ids, index `added`, then let searches see both."""
        for passage_id in removed:
            query = tantivy.Query.term_query(self._schema, "id", passage_id)
            self._writer.delete_documents_by_query(query)
        for entry in added:
            document = tantivy.Document()
            document.add_integer("id", entry.passage_id)
            document.add_text("title", " ".join(indexed_terms(entry.title)))
            document.add_text("text", " ".join(indexed_terms(entry.text)))
            spelled = vocabulary_words(f"{entry.title} {entry.text}")
            document.add_text("spelled", " ".join(dict.fromkeys(spelled)))
            for reader in entry.readers:
                document.add_text("readers", reader)
            self._writer.add_document(document)
            self.vocabulary.learn(f"{entry.title} {entry.text}")
        self._writer.commit()
        self._index.reload()
        self.vocabulary.settle()

    def knows(self, word: str, readers: Readers | None) -> bool:
        """Whether a passage that `readers` may read has this term, one close to it in meaning, or
        one so near in letters that `word` is its misspelling."""
        close = [other for other, counts in related(word).items() if counts >= _CLOSE]
        if self._finds(self._either([word, *close]), readers):
            return True
        if len(word) < _SHORTEST_FUZZY or word.isdigit():
            return False
        distance = 1 if len(word) < _TWO_SLIPS else 2
        near = [
            tantivy.Query.fuzzy_term_query(
                self._schema, field, word, distance, transposition_cost_one=True
            )
            for field in _FIELDS
        ]
        return self._finds(_any(near), readers)

    def has(self, word: str, readers: Readers | None) -> bool:
        """Whether a passage that `readers` may read has this term."""
        return self._finds(self._either([word]), readers)

    def together(self, some: Iterable[str], others: Iterable[str], readers: Readers | None) -> bool:
        """Whether a passage `readers` may read has one of these terms and one of the others."""
        both = [(tantivy.Occur.Must, self._either(words)) for words in (some, others)]
        return self._finds(tantivy.Query.boolean_query(both), readers)

    def corrected(self, text: str, readers: Readers | None) -> str:
        """`text` with its slips mended, by words that `readers` may read: no others are told."""

        def readable(word: str) -> bool:
            forms = {word, word.removesuffix("s")}
            query, schema = tantivy.Query, self._schema
            spelled = _any(query.term_query(schema, "spelled", form) for form in forms)
            return self._finds(spelled, readers)

        return self.vocabulary.corrected(text, readable)

    def _either(self, words: Iterable[str]) -> tantivy.Query:
        """Passages that have one of these terms."""
        query = tantivy.Query
        return _any(query.term_query(self._schema, f, word) for word in words for f in _FIELDS)

    def _finds(self, wanted: tantivy.Query, readers: Readers | None) -> bool:
        return bool(self._index.searcher().search(self._readable(wanted, readers), 1).hits)

    def _readable(self, wanted: tantivy.Query, readers: Readers | None) -> tantivy.Query:
        """`wanted` in what `readers` may read; None may read all."""
        if readers is None:
            return wanted
        query, occur = tantivy.Query, tantivy.Occur
        # A constant score of nothing: readers decide what is found, not how well it fits.
        named = [
            (occur.Should, query.term_query(self._schema, "readers", name)) for name in readers
        ]
        allowed = query.const_score_query(query.boolean_query(named), 0.0)
        return query.boolean_query([(occur.Must, wanted), (occur.Must, allowed)])

    def search(self, text: str, readers: Readers | None, top: int) -> list[tuple[int, float]]:
        """(id, BM25 score), best first, of passages that `readers` may read; None: of all."""
        wanted = asked_terms(text)
        if not wanted:
            return []
        if len(wanted) > _MOST_TERMS:
            wanted = wanted[: _MOST_TERMS // 2] + wanted[-_MOST_TERMS // 2 :]
        words = [self._word(forms, field) for forms in wanted for field in _FIELDS]
        wanted_words = self._readable(_any(words), readers)
        searcher = self._index.searcher()
        hits = searcher.search(wanted_words, top).hits
        return [(int(searcher.doc(address)["id"][0]), float(score)) for score, address in hits]

    def _word(self, forms: Mapping[str, float], field: str) -> tantivy.Query:
        """Passages with one of the `forms` of a word; of several, the one that counts most."""
        boost = _TITLE_BOOST if field == "title" else 1.0
        query = tantivy.Query
        return query.disjunction_max_query(
            [
                query.boost_query(
                    query.term_query(self._schema, field, form, "freq"), boost * counts
                )
                for form, counts in forms.items()
            ]
        )


def _any(queries: Iterable[tantivy.Query]) -> tantivy.Query:
    return tantivy.Query.boolean_query([(tantivy.Occur.Should, query) for query in queries])
