import pytest

from transforms.articles.pages import NotHtmlError, UndecodableError, decode_page, read_page

ARABIC = "<p>قتل تسعة جنود في هجوم على موقع للجيش</p>"


@pytest.mark.parametrize(
    ("html", "encoding", "content_type"),
    [
        ("<p>Čačak – “dead”</p>", "utf-8", "text/html"),
        ("<p>Čačak – “dead”</p>", "utf-8", "text/html; charset=ISO-8859-1"),
        ("<p>Взрыв прогремел в центре города</p>", "cp1251", "text/html; charset=windows-1251"),
        ("<meta charset='windows-1251'><p>Взрыв прогремел</p>", "cp1251", "text/html"),
        (ARABIC, "cp1256", "text/html; charset=windows-1256"),
        ("<p>爆発で5人が死亡した</p>", "shift_jis", "text/html; charset=Shift_JIS"),
        ("<p>Взрыв</p>", "utf-16", None),
    ],
)
def test_page_is_decoded_by_what_it_is_not_by_what_is_usual(html: str, encoding: str, content_type: str | None) -> None:
    assert decode_page(html.encode(encoding), content_type) == html


def test_charset_that_nobody_names_is_detected() -> None:
    html = "<p>" + "Взрыв прогремел в центре города, погибли пять человек. " * 5 + "</p>"

    assert decode_page(html.encode("cp1251"), "text/html") == html


def test_charset_that_the_bytes_refute_is_not_believed() -> None:
    html = "<html lang='es'><p>Murió en Cañas, dijo María Acuña. “Cinco murieron”, añadió.</p></html>"

    assert decode_page(html.encode("cp1252"), "text/html; charset=utf-8") == html


def test_few_broken_bytes_do_not_make_utf8_something_else() -> None:
    html = "<p>Взрыв прогремел в центре города</p>"

    assert decode_page(html.encode() * 20 + b"\xe2\x80", "text/html") == html * 20 + "\ufffd"


@pytest.mark.parametrize(("lang", "encoding"), [("en", "cp1252"), ("pl", "cp1250"), ("tr", "cp1254")])
def test_latin_charset_that_nobody_names_is_that_of_the_pages_language(lang: str, encoding: str) -> None:
    text = {"en": "Caño Seco", "pl": "Łódź", "tr": "Şırnak ağır"}[lang]
    html = f"<html lang='{lang}'><p>Nine soldiers died near {text} on Monday, the army said.</p></html>"

    assert decode_page(html.encode(encoding), "text/html") == html


def test_byte_order_mark_outranks_the_header_and_is_dropped() -> None:
    assert decode_page(b"\xef\xbb\xbf<p>caf\xc3\xa9</p>", "text/html; charset=latin-1") == "<p>café</p>"


def test_nul_bytes_are_dropped() -> None:
    assert decode_page(b"<p>five\0 killed</p>", "text/html") == "<p>five killed</p>"


def test_download_cut_inside_a_character_is_still_utf8() -> None:
    html = "<p>قتل تسعة جنود</p>" * 20

    assert decode_page(f"{html}ق".encode()[:-1], "text/html; charset=latin-1") == f"{html}\ufffd"


def test_noise_is_undecodable() -> None:
    with pytest.raises(UndecodableError):
        decode_page(bytes(range(1, 9)) * 200, "text/html")


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        (b"%PDF-1.7 ...", "text/html"),
        (b'{"a": 1}', "application/json"),
        (b"just words", "text/plain"),
        (b"just words", None),
    ],
)
def test_what_is_no_html_is_refused(body: bytes, content_type: str | None) -> None:
    with pytest.raises(NotHtmlError):
        read_page(body, url="https://a.example/x", content_type=content_type)


def test_html_sent_as_plain_text_is_read() -> None:
    page = read_page(
        b"<html><body><p>Five killed</p></body></html>", url="https://a.example/x", content_type="text/plain"
    )

    assert page.tree.findtext(".//p") == "Five killed"


def test_xml_declaration_does_not_stop_the_parser() -> None:
    html = '<?xml version="1.0" encoding="iso-8859-1"?><html><body><p>caf\xe9</p></body></html>'

    page = read_page(html.encode("latin-1"), url="https://a.example/x", content_type=None)

    assert page.tree.findtext(".//p") == "café"


def test_meta_is_found_by_name_property_and_itemprop_in_the_order_asked_for() -> None:
    html = '<meta itemprop="b" content="2"><meta property="A" content="1"><meta name="c" content="">'
    page = read_page(f"<html><head>{html}</head></html>".encode(), url="https://a.example/x", content_type="text/html")

    assert page.meta("a", "b", "c") == ["1", "2"]
