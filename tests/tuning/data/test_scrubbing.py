import pytest

from tuning.data.row import Row
from tuning.data.scrubbing import Scrubber


@pytest.mark.parametrize(
    ("text", "scrubbed"),
    [
        ("Write to ana.costa+hr@mail.example.co.uk.", "Write to [email]."),
        ("Call +351 21 123 4567 or (020) 7946-0123.", "Call [phone] or [phone]."),
        ("Call 555-123-4567 now", "Call [phone] now"),
        ("Pay to NL91 ABNA 0417 1643 00 today", "Pay to [iban] today"),
        ("DE89370400440532013000", "[iban]"),
        ("Card 4111 1111 1111 1111 expired", "Card [card] expired"),
        ("Ask <@U012AB3CD|ana> or U012AB3CD", "Ask [person] or [slack id]"),
        ("token: xoxb-123456789012-abcdefghijkl", "token: [key]"),
        ("password = hunter2hunter2", "password = [key]"),
        ("AKIAIOSFODNN7EXAMPLE and ghp_abcdefghijklmnopqrstuvwxyz0123", "[key] and [key]"),
        ("-----BEGIN RSA PRIVATE KEY-----\nMIIE\n-----END RSA PRIVATE KEY-----.", "[key]."),
        ("Ana Costa met Ana.", "[person] met Ana."),
        ("ana costa, ANA  COSTA and Ana Costa's", "[person], [person] and [person]'s"),
        ("Mark says mark it", "[person] says mark it"),
        ("_+49 30 1234567_ and _192.168.1.20_", "_[phone]_ and _[ip address]_"),
        ("_DE89370400440532013000_, _U012AB3CD_", "_[iban]_, _[slack id]_"),
        ("_4111 1111 1111 1111_, _ana@x.example_", "_[card]_, [email]"),
        ("_ghp_abcdefghijklmnopqrstuvwxyz0123_", "_[key]"),
        ("DB_PASSWORD=abc12345x, SECRET_KEY: abcd12345678", "DB_PASSWORD=[key] SECRET_KEY: [key]"),
        ("*Password:* hunter2x9y", "*Password:* [key]"),
        ("AT61 1904 3002 3457 3201 BIC OPSKATWW", "[iban] BIC OPSKATWW"),
        ("Call <tel:01701234567|0170 1234567>.", "Call [phone]."),
        ("Ana Costas Team, postgres://u:p@ss@host", "[person] Team, postgres://[key]@host"),
        ("İbrahim Kaya", "[person]"),
        ("_Ana Costa_ and *Ana Costa*", "_[person]_ and *[person]*"),
        ("Jose\u0301 Nu\u0301nez asks", "[person] asks"),
        ("postgres://admin:s3cret@db.example.com/x", "postgres://[key]@db.example.com/x"),
        ("redis://:s3cret@cache:6379", "redis://[key]@cache:6379"),
        ("Call 555 123 4567, or 1-555-123-4567.", "Call [phone], or [phone]."),
        ("Ring (555) 123-4567 or (555) 123 4567", "Ring [phone] or [phone]"),
        ("Ping 192.168.1.20, 10.0.0.1:80", "Ping [ip address], [ip address]:80"),
    ],
)
def test_personal_data_are_replaced_by_what_they_were(text: str, scrubbed: str) -> None:
    scrubber = Scrubber(["Ana Costa", "Mark", "José Núnez", "İbrahim Kaya"])
    assert scrubber.text(text) == scrubbed
    assert sum(scrubber.counts.values()) == scrubbed.count("[")


@pytest.mark.parametrize(
    "text",
    [
        "From 2024-01-02 to 03.04.2025, 10:00 to 18:30",
        "Due 01/02/2024 03:00.",
        "It costs 1,234,567.89 € or 12 000 000 kr, see [1].",
        "Order 4111 1111 1111 1112 failed",  # Luhn's test fails
        "XX00 1234 5678 9012 is no account",
        "Version 10.20.30.4000, ISO 27001:2022, RFC 2119",
        "password: ask the desk",
        "Ana Costarica is a street",
        "MC68000 and USB30CABLE",
        "200 500 1000 € or $200 500 1000, not 555 123 4567 890",
        "1 234 567 and 999 888 777 people, 10.000.000.000 kr",
        "Version 10.2.3.4, v10.2.3.4, build 19.0.1.2 and section 4.10.2.1",
        "1.2.3.4, 256.10.0.1, 10.0.19041.1 and 01.02.03.04",
        "ana costarica",
    ],
)
def test_facts_stay(text: str) -> None:
    assert Scrubber(["Ana Costa"]).text(text) == text


def test_lists_are_scrubbed_and_ids_are_not() -> None:
    row = Row({"id": "a@b.example", "passages": ["a@b.example", "none"]}, "x, line 1")
    assert Scrubber().row(row).fields == {"id": "a@b.example", "passages": ["[email]", "none"]}
