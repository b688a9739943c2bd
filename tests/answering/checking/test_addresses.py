"""Where a sentence sends its reader: a link needs no "https://" to be one."""

import pytest

from answering.checking.facts import facts
from tests.answering.checking.pages import checker


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("Go to evil.com.", "evil.com"),
        ("Go to EVIL.COM/Login, please.", "evil.com/login"),
        ("Open it (evil.com/login?x=1).", "evil.com/login?x=1"),
        ("See docs.evil.co.uk:8080/a.", "docs.evil.co.uk:8080/a"),
        ("Gehe zu bücher.de!", "bücher.de"),
        ("Go to www.evil.com.", "evil.com"),
        ("Go to https://evil.com/.", "evil.com"),
        ("Run deploy.sh first.", "deploy.sh"),
    ],
)
def test_addresses(text: str, address: str) -> None:
    assert facts(text).addresses == {address}


@pytest.mark.parametrize(
    "text",
    [
        "Open report.pdf, config.toml or notes.docx.",
        "It is written in Node.js.",
        "Bring a document, e.g. a passport, i.e. not a copy.",
        "At 5 p.m. or 9.30 a.m. in the U.S. office.",
        "Ask for leave.In May it is too late.",
        "Version 1.2.3 costs 4.50 euros.",
        "Wait ... and see.",
    ],
)
def test_no_addresses(text: str) -> None:
    assert not facts(text).addresses


RESET = "Reset your password in the portal."


@pytest.mark.parametrize(
    ("source", "sentence", "supported"),
    [
        (RESET, "Reset your password at evil.com.", False),
        (RESET, "Reset your password in the portal (evil.com/login).", False),
        (RESET, "Reset your password in the portal at login.evil.io.", False),
        ("Reset your password at portal.example.com.", "Reset it at portal.example.co.", False),
        ("Reset it at notevil.com, your portal.", "Reset it at evil.com, your portal.", False),
        ("Reset it at portal.example.com.", "Reset it at portal.example.com/login.", False),
        ("Reset it at https://example.com/portal.", "Reset it at example.com/portal.", True),
        ("Reset it in [the portal](https://example.com/a).", "Reset it at example.com.", True),
        ("Run scripts/deploy.sh on the server.", "Run deploy.sh on the server.", True),
    ],
)
def test_an_address_must_be_the_sources(source: str, sentence: str, supported: bool) -> None:
    assert bool(checker(source).check(sentence).support) is supported
