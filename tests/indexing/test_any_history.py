"""Whatever happens to a folder, exactly what it holds is found, by exactly its readers."""

import shutil
import tempfile
from pathlib import Path

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from indexing.embedder import Embedder
from indexing.history import PastSource, live_generation
from indexing.readers import PUBLIC
from indexing.reindex import ReindexReport, Run, reindex
from indexing.sources.folder import FolderSource
from indexing.store import PassageStore

WORDS = ["apple", "gravel", "violin", "thunder", "saddle", "invoice", "kidney", "lantern"]
"""None related to another: a search for a fruit finds others."""
NAMES = ["a.md", "b.md", "sub/c.md", "sub/d.txt"]
STAFF = PUBLIC | {"group:S1"}
EMBEDDER = Embedder()


class Folder(RuleBasedStateMachine):
    """`pages` is the plain model: name -> (word, whether it is for everyone)."""

    @initialize()
    def begin(self) -> None:
        self.home = Path(tempfile.mkdtemp())
        self.docs = self.home / "docs"
        self.docs.mkdir()
        self.store = PassageStore(f"sqlite:///{self.home / 'index.db'}", EMBEDDER)
        self.pages: dict[str, tuple[str, bool]] = {}
        self.indexed: dict[str, tuple[str, bool]] = {}
        self.before: dict[str, tuple[str, bool]] = {}

    @rule(name=st.sampled_from(NAMES), word=st.sampled_from(WORDS), public=st.booleans())
    def write(self, name: str, word: str, public: bool) -> None:
        path = self.docs / name
        path.parent.mkdir(exist_ok=True)
        front = "" if public else "---\nreaders: [group:S1]\n---\n"
        path.write_text(f"{front}# Page\n\nHere grows the {word} tree.\n")
        self.pages[name] = (word, public)

    @precondition(lambda self: self.pages)
    @rule(data=st.data(), new=st.sampled_from(NAMES))
    def rename(self, data: st.DataObject, new: str) -> None:
        name = data.draw(st.sampled_from(sorted(self.pages)))
        (self.docs / new).parent.mkdir(exist_ok=True)
        (self.docs / name).replace(self.docs / new)
        self.pages[new] = self.pages.pop(name)

    @precondition(lambda self: self.pages)
    @rule(data=st.data())
    def delete(self, data: st.DataObject) -> None:
        name = data.draw(st.sampled_from(sorted(self.pages)))
        (self.docs / name).unlink()
        del self.pages[name]

    @rule(full=st.booleans())
    def reindex(self, full: bool) -> None:
        report = reindex(self.store, FolderSource("docs", self.docs), Run(full))
        self._expect(report, self.indexed, self.pages)
        if self.pages != self.indexed:
            self.before = self.indexed
        self.indexed = dict(self.pages)

    @precondition(lambda self: self.before)
    @rule()
    def roll_back(self) -> None:
        number = live_generation(self.store.client, "docs") - 1
        past = PastSource(self.store.client, "docs", number)
        reindex(self.store, past, Run(kind="rollback"))
        # Content returns, access does not: what is restricted today stays restricted.
        today = {name: public for name, (_, public) in self.indexed.items()}
        back = {
            name: (word, today.get(name, public)) for name, (word, public) in self.before.items()
        }
        self.indexed, self.before = back, {}

    def _expect(
        self, report: ReindexReport, old: dict[str, tuple[str, bool]], new: dict[str, object]
    ) -> None:
        assert report.documents == len(new)
        assert report.added == len(new.keys() - old.keys())
        assert report.removed == len(old.keys() - new.keys())
        assert report.changed == sum(old[name] != new[name] for name in old.keys() & new.keys())
        assert report.skipped == ()

    @invariant()
    def what_is_indexed_is_found(self) -> None:
        if not hasattr(self, "store"):
            return
        for readers in (PUBLIC, STAFF):
            seen = {n: w for n, (w, public) in self.indexed.items() if public or readers == STAFF}
            for word in WORDS[:3]:
                hits = self.store.search_keywords(word, readers, 10)
                expected = sorted(name for name, grows in seen.items() if grows == word)
                assert self._names(hits, readers) == expected
            vector = EMBEDDER.embed_query("tree")
            hits = self.store.search_dense(vector, readers, 10)
            assert self._names(hits, readers) == sorted(seen)

    def _names(self, hits: list, readers: frozenset[str]) -> list[str]:
        nodes = self.store.passages([hit.passage_id for hit in hits], readers)
        assert len(nodes) == len(hits)
        return sorted(str(node.metadata["key"]) for node in nodes)

    def teardown(self) -> None:
        if hasattr(self, "store"):
            self.store.client.dispose()
            shutil.rmtree(self.home)


TestFolder = Folder.TestCase
TestFolder.settings = settings(
    max_examples=5,
    stateful_step_count=12,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)
