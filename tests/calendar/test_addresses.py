"""Addresses in calendars are what RFC 3986 allows, and lead where the author's lead."""

import pytest

from hireground.seminars.calendar.addresses import encoded


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("https://example.org/a?b=c&d={e}", "https://example.org/a?b=c&d=%7Be%7D"),
        ("https://bücher.example/süß?q=ä", "https://xn--bcher-kva.example/s%C3%BC%C3%9F?q=%C3%A4"),
        ("https://me@Bücher.example:8080", "https://me@xn--bcher-kva.example:8080"),
        ("webcal://faß.example/x.ics", "webcal://xn--fa-hia.example/x.ics"),
        ("https://例え.テスト/", "https://xn--r8jz45g.xn--zckzah/"),
        ("https://пример.example#часть", "https://xn--e1afmkfd.example#%D1%87%D0%B0%D1%81%D1%82%D1%8C"),
        ("https://example.org/@ü", "https://example.org/@%C3%BC"),
        ("https://example.org/100%", "https://example.org/100%25"),
        ("https://-ü-.example/", "https://-%C3%BC-.example/"),
    ],
)
def test_an_address_is_encoded(written: str, expected: str) -> None:
    assert encoded(written) == expected
    assert encoded(expected) == expected
