import importlib.util
from collections.abc import Iterator
from typing import Any

import boto3
import pytest
from llama_index.core.schema import Document
from moto.server import ThreadedMotoServer

from indexing.document import Skipped
from indexing.reindex import reindex
from indexing.sources.base import Item, SourceError, Unchanged, Versions
from indexing.sources.bucket import BucketSource
from indexing.store import PassageStore
from tests.indexing.reindexing import indexed

KEYS = {"aws_access_key_id": "test", "aws_secret_access_key": "test", "region_name": "us-east-1"}


@pytest.fixture(scope="module")
def endpoint() -> Iterator[str]:
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    yield f"http://{host}:{port}"
    server.stop()


@pytest.fixture
def objects(endpoint: str) -> Any:
    client = boto3.client("s3", endpoint_url=endpoint, **KEYS)
    client.create_bucket(Bucket="company")
    for found in client.list_objects_v2(Bucket="company").get("Contents", []):
        client.delete_object(Bucket="company", Key=found["Key"])
    yield client
    client.close()


def put(objects: Any, key: str, text: str) -> None:
    objects.put_object(Bucket="company", Key=key, Body=text.encode())


def source(endpoint: str, url: str = "s3://company/docs", **more: Any) -> BucketSource:
    options = {
        "key": "test",
        "secret": "test",
        "endpoint_url": endpoint,
        "client_kwargs": {"region_name": "us-east-1"},
        "config_kwargs": {"retries": {"max_attempts": 0}},
    }
    return BucketSource("shared", url, options=options, **more)


def documents(found: list[Item]) -> dict[str, Document]:
    return {item.metadata["key"]: item for item in found if isinstance(item, Document)}


def versions(found: list[Item]) -> Versions:
    return {key: document.metadata["version"] for key, document in documents(found).items()}


def test_objects_become_documents(endpoint: str, objects: Any) -> None:
    put(objects, "docs/people/annual leave.md", "# Leave\n\nYou get 27 days.")
    put(objects, "docs/.hidden/a.md", "hidden")
    put(objects, "docs/folder/", "")
    put(objects, "docs/tool.exe", "x")
    put(objects, "docs/empty.md", " ")
    put(objects, "docs-old/leave.md", "old")
    found = list(source(endpoint, url_prefix="https://files.example/").items({}))
    (leave,) = documents(found).values()
    assert leave.id_ == "shared/docs/people/annual leave.md"
    assert leave.metadata["title"] == "Leave"
    assert leave.metadata["url"] == "https://files.example/docs/people/annual%20leave.md"
    assert leave.metadata["updated"].startswith("20")
    assert len(leave.metadata["updated"]) == 10
    assert {item.source: item.reason for item in found if isinstance(item, Skipped)} == {
        "docs/empty.md": "is empty",
        "docs/tool.exe": "unsupported file type .exe",
    }


def test_adding_editing_renaming_and_deleting_are_seen(endpoint: str, objects: Any) -> None:
    for name in ("same", "edited", "renamed", "deleted"):
        put(objects, f"docs/{name}.md", f"The page {name}.")
    known = versions(list(source(endpoint).items({})))
    assert list(source(endpoint).items(known)) == [Unchanged(key) for key in sorted(known)]
    put(objects, "docs/edited.md", "Another text.")
    put(objects, "docs/new.md", "A new page.")
    put(objects, "docs/moved.md", "The page renamed.")
    for name in ("renamed", "deleted"):
        objects.delete_object(Bucket="company", Key=f"docs/{name}.md")
    found = list(source(endpoint).items(known))
    assert list(documents(found)) == ["docs/edited.md", "docs/moved.md", "docs/new.md"]
    assert [item for item in found if isinstance(item, Unchanged)] == [Unchanged("docs/same.md")]


def test_an_unchanged_object_is_not_downloaded(endpoint: str, objects: Any) -> None:
    put(objects, "docs/a.md", "A page.")
    put(objects, "docs/b.md", "Another page.")
    known = versions(list(source(endpoint).items({})))
    listing = source(endpoint).items(dict(known) | {"docs/b.md": "another"})
    assert next(listing) == Unchanged("docs/a.md")
    # Both are gone by now: what is unchanged was not asked for, the other one is not there.
    for name in known:
        objects.delete_object(Bucket="company", Key=name)
    assert list(listing) == []


def test_one_object_that_cannot_be_read_holds_up_no_other(endpoint: str, objects: Any) -> None:
    put(objects, "docs/good.md", "A page.")
    # It has gone to the archive, where it is listed but not given.
    objects.put_object(
        Bucket="company",
        Key="docs/locked.md",
        Body=b"x",
        StorageClass="GLACIER",
    )
    found = list(source(endpoint).items({}))
    assert list(documents(found)) == ["docs/good.md"]
    (skipped,) = (item for item in found if isinstance(item, Skipped))
    assert (skipped.source, skipped.version) == ("docs/locked.md", "")
    assert skipped.reason.startswith("cannot be read: ")
    assert Unchanged("docs/locked.md") in list(source(endpoint).items({"docs/locked.md": "old"}))


def test_large_objects_are_left_by_their_listed_size(endpoint: str, objects: Any) -> None:
    put(objects, "docs/large.txt", "x" * 50_000_001)
    assert list(source(endpoint).items({})) == [Skipped("docs/large.txt", "is larger than 50 MB")]


def test_a_bucket_that_is_not_there_cannot_be_listed(endpoint: str, objects: Any) -> None:
    with pytest.raises(SourceError, match=r"The bucket s3://nowhere/docs cannot be listed"):
        list(source(endpoint, "s3://nowhere/docs").items({}))


def test_an_empty_prefix_is_an_empty_source(endpoint: str, objects: Any) -> None:
    assert list(source(endpoint, "s3://company/nothing").items({})) == []


def test_a_store_that_does_not_answer_cannot_be_listed() -> None:
    with pytest.raises(SourceError, match="cannot be listed"):
        list(source("http://127.0.0.1:1").items({}))


@pytest.mark.parametrize(
    "url",
    [
        "file:///etc",
        "memory://a/b",
        "/etc",
        "s3://",
        "simplecache::s3://company/docs",
        "s3://company::file:///etc",
        "https://example.com/docs",
    ],
)
def test_only_buckets_are_read(url: str) -> None:
    with pytest.raises(ValueError, match="names no bucket"):
        BucketSource("shared", url)


@pytest.mark.parametrize(("url", "package"), [("gs://b/c", "gcsfs"), ("az://b/c", "adlfs")])
def test_a_missing_package_is_named(url: str, package: str) -> None:
    if importlib.util.find_spec(package):
        pytest.skip(f"{package} is installed")
    with pytest.raises(SourceError, match=f"pip install {package}"):
        list(BucketSource("shared", url).items({}))


def test_a_bucket_is_indexed(endpoint: str, objects: Any, store: PassageStore) -> None:
    put(objects, "docs/leave.md", "# Leave\n\nYou get 27 days.")
    indexed(store, lambda: source(endpoint))
    assert reindex(store, source(endpoint, url_prefix="https://files.example")).changed == 1
