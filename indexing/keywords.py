"""The keyword index: BM25 by tantivy, following the passages by their ids."""

from collections.abc import Iterable
from dataclasses import dataclass

import tantivy

from indexing.readers import Readers
from indexing.terms import terms
from indexing.vocabulary import Vocabulary

_MEMORY = 50_000_000
_TITLE_BOOST = 1.5
_SHORTEST_FUZZY = 4
_TWO_SLIPS = 6
"""From so many letters on, two slips of the finger still leave the word recognisable."""
_MOST_TERMS = 48
"""A pasted page is no question; the first terms of it say what it is about."""


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
        for name in ("title", "text"):
            builder.add_text_field(name, tokenizer_name="terms", index_option="freq")
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
            document.add_text("title", " ".join(terms(entry.title)))
            document.add_text("text", " ".join(terms(entry.text)))
            for reader in entry.readers:
                document.add_text("readers", reader)
            self._writer.add_document(document)
            self.vocabulary.learn(f"{entry.title} {entry.text}")
        self._writer.commit()
        self._index.reload()
        self.vocabulary.settle()

    def knows(self, word: str) -> bool:
        """Whether any passage has this term, or one so near that `word` is its misspelling."""
        searcher = self._index.searcher()
        if any(searcher.doc_freq(field, word) for field in ("title", "text")):
            return True
        if len(word) < _SHORTEST_FUZZY or word.isdigit():
            return False
        distance = 1 if len(word) < _TWO_SLIPS else 2
        return any(
            searcher.search(
                tantivy.Query.fuzzy_term_query(
                    self._schema, field, word, distance, transposition_cost_one=True
                ),
                1,
            ).hits
            for field in ("title", "text")
        )

    def search(self, text: str, readers: Readers | None, top: int) -> list[tuple[int, float]]:
        """(id, BM25 score), best first, of passages that `readers` may read; None: of all."""
        wanted = list(dict.fromkeys(terms(text)))[:_MOST_TERMS]
        if not wanted:
            return []
        query, occur, schema = tantivy.Query, tantivy.Occur, self._schema
        words = [
            (
                occur.Should,
                query.boost_query(
                    query.term_query(schema, field, word, "freq"),
                    _TITLE_BOOST if field == "title" else 1.0,
                ),
            )
            for word in wanted
            for field in ("title", "text")
        ]
        wanted_words = query.boolean_query(words)
        if readers is not None:
            # A constant score of nothing: readers decide what is found, not how well it fits.
            named = [(occur.Should, query.term_query(schema, "readers", name)) for name in readers]
            allowed = query.const_score_query(query.boolean_query(named), 0.0)
            wanted_words = query.boolean_query([(occur.Must, wanted_words), (occur.Must, allowed)])
        searcher = self._index.searcher()
        hits = searcher.search(wanted_words, top).hits
        return [(int(searcher.doc(address)["id"][0]), float(score)) for score, address in hits]
