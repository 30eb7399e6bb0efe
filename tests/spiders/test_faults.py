"""What servers do to a crawl on a bad day: nothing is lost, nothing hangs, each leaves under a name."""

import gzip
import random
import signal
import ssl
import subprocess
import sys
import threading
import time
from datetime import datetime
from http.server import BaseHTTPRequestHandler, HTTPServer
from ipaddress import ip_address
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID
from warcio.archiveiterator import ArchiveIterator
from web_server import NIGHT, Answer, CrawledSite, WebServer, crawl_with_settings

from spiders.archive import night_folder, read_body, read_captures
from spiders.archive_writer import ArchiveWriter

ZEROS = bytes(1 << 20)
PAGE = b"<!doctype html><title>Page</title><p>words"


def bomb(gigabytes: int) -> bytes:
    """A gzip file that unpacks to so many gigabytes of nothing: members of a megabyte, one after another."""
    return gzip.compress(ZEROS, 9) * (gigabytes << 10)


def test_each_fault_of_a_server_leaves_under_its_name_and_nothing_hangs(
    web: WebServer, other_web: WebServer, daily: CrawledSite
) -> None:
    faults = {
        "/resets": (Answer(PAGE * 100, resets_after=500), "connection_failed"),
        "/short": (Answer(PAGE, headers={"Content-Length": "5000", "Connection": "close"}), "connection_failed"),
        "/drips": (Answer(PAGE * 10, drips=0.2), "timeout"),
        "/bomb": (Answer(bomb(10), headers={"Content-Encoding": "gzip"}), "too_large"),
        "/inside": (Answer(status=302, headers={"Location": "http://127.0.0.1:1/"}), "robots_unreachable"),
        "/metadata": (Answer(status=302, headers={"Location": "http://169.254.169.254/latest/"}), "not_public_address"),
        "/private": (Answer(status=302, headers={"Location": "http://10.0.0.1/"}), "not_public_address"),
        "/disguised": (Answer(status=302, headers={"Location": "http://0xa9fea9fe/"}), "not_public_address"),
        "/loop": (Answer(status=302, headers={"Location": "/loop"}), "redirect_loop"),
        "/mojibake": (Answer("<html>Взрыв в городе".encode("cp1251"), content_type="text/html; charset=x-no"), "ok"),
        "/nul": (Answer(b"<!doctype html><p>a\x00b\x00"), "ok"),
        "/header": (Answer(PAGE, headers={"X-Broken": "caf\xe9 \x01"}), "ok"),
    }
    web.answers |= {path: answer for path, (answer, _) in faults.items()}
    urls = [web.url + path for path in faults]
    calendar = [f"{web.url}/events/{year}/{month:02}/" for year in range(2027, 2031) for month in range(1, 13)]
    web.answers["/not-a-feed"] = Answer(b"\x00\xff{ this is no feed")
    many = "".join(f"<url><loc>{web.url}/many/{number}</loc></url>" for number in range(50_000))
    sitemap = web.page("/sitemap.xml", f"<urlset>{many}</urlset>", "application/xml")
    daily.write_site(
        web.url,
        feeds=[web.feed("/feed", [*urls, *calendar]), f"{web.url}/not-a-feed"],
        sitemaps=[sitemap],
        canonical_hosts=["10.0.0.1", "169.254.169.254", "0xa9fea9fe", "127.0.0.1:1"],
        max_pages=len(faults),
    )
    started = time.monotonic()
    code = crawl_with_settings(daily, timeout_seconds=1, RETRY_TIMES=0)
    assert time.monotonic() - started < 120
    assert code == 0, daily.log()[-3_000:]
    captures = {capture.url: capture for capture in read_captures(daily.raw, "daily", NIGHT)}
    assert {path: captures[web.url + path].outcome for path in faults} == {
        path: outcome for path, (_, outcome) in faults.items()
    }
    assert captures[f"{web.url}/not-a-feed"].outcome == "malformed"
    assert daily.counts()["spider_trap"] == len(calendar)
    assert daily.counts()["over_max_pages"] == 50_000, "every address of the sitemap is accounted for"
    assert read_body(daily.raw, captures[f"{web.url}/mojibake"]).body == web.answers["/mojibake"].body
    assert read_body(daily.raw, captures[f"{web.url}/nul"]).body == web.answers["/nul"].body
    moved = captures[f"{web.url}/metadata"]
    assert (moved.status, read_body(daily.raw, moved).headers["location"]) == (302, "http://169.254.169.254/latest/")
    assert web.bytes_sent < 1 << 30


def test_a_name_that_leads_to_a_private_network_is_not_contacted(web: WebServer, daily: CrawledSite) -> None:
    port = web.url.rpartition(":")[2]
    names = {
        "inside.example": [["10.0.0.1"]],
        "metadata.example": [["169.254.169.254"]],
        "mixed.example": [["10.0.0.1", "127.0.0.1"]],
        "rebinds.example": [["127.0.0.1"], ["192.168.1.1"]],
    }
    # No connection is kept, so that each request asks for the name again.
    closes = {"Connection": "close"}
    web.answers |= {path: Answer(PAGE, headers=closes) for path in ("/page", "/robots.txt")}
    links = [f"http://{host}:{port}/page" for host in names]
    daily.write_site(web.url, feeds=[web.feed("/feed", links)], canonical_hosts=[f"{host}:{port}" for host in names])
    code = crawl_with_settings(daily, names=names, RETRY_TIMES=0)
    assert code == 0, daily.log()[-3_000:]
    captures = {capture.url: capture.outcome for capture in read_captures(daily.raw, "daily", NIGHT)}
    private = "not_public_address"
    assert [captures[link] for link in links] == [private, private, "ok", private]
    assert captures[f"http://rebinds.example:{port}/robots.txt"] == "ok", "its first answer was one that may be had"
    assert web.asked("/page") == 1


def certificate_of_our_own(folder: Path) -> Path:
    """A key and a certificate that it signed itself, for 127.0.0.1."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    builder = x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
    builder = builder.not_valid_before(datetime(2020, 1, 1)).not_valid_after(datetime(2120, 1, 1))  # noqa: DTZ001
    alternative = x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))])
    signed = builder.add_extension(alternative, critical=False).sign(key, hashes.SHA256())
    path = folder / "own.pem"
    kept = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    path.write_bytes(kept + signed.public_bytes(Encoding.PEM))
    return path


def test_a_certificate_that_nobody_signed_is_not_taken(web: WebServer, daily: CrawledSite) -> None:
    class Handler(BaseHTTPRequestHandler):
        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base class's own name
            pass

    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate_of_our_own(daily.folder))
    with HTTPServer(("127.0.0.1", 0), Handler) as server:
        server.socket = context.wrap_socket(server.socket, server_side=True)
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
        secure = f"https://127.0.0.1:{server.server_port}"
        links = [f"{secure}/news", web.article("/open")]
        daily.write_site(web.url, feeds=[web.feed("/feed", links)], canonical_hosts=[secure.removeprefix("https://")])
        assert crawl_with_settings(daily, RETRY_TIMES=0) == 0, daily.log()[-3_000:]
        server.shutdown()
    captures = {capture.url: capture.outcome for capture in read_captures(daily.raw, "daily", NIGHT)}
    assert captures[f"{secure}/robots.txt"] == "connection_failed"
    assert captures[f"{secure}/news"] == "robots_unreachable"


@pytest.mark.parametrize("header", [{"Retry-After": "3600"}, {}])
def test_a_host_that_is_too_busy_is_left_alone(web: WebServer, daily: CrawledSite, header: dict[str, str]) -> None:
    paths = [f"/{number}" for number in range(8)]
    web.answers |= {path: Answer(b"slow down", status=429, headers=header) for path in paths}
    daily.write_site(web.url, feeds=[web.feed("/feed", [web.url + path for path in paths])])
    assert crawl_with_settings(daily) == 7
    asked = sum(web.asked(path) for path in paths)
    assert asked == 1 if header else 1 < asked <= 5
    assert daily.counts()["asked_to_wait"] >= 6


def test_a_night_costs_no_more_than_its_budget_over_all_its_runs(web: WebServer, daily: CrawledSite) -> None:
    links = [web.article(f"/{number}") for number in range(12)]
    daily.write_site(web.url, feeds=[web.feed("/feed", links)], max_requests=6)
    assert crawl_with_settings(daily) == 0
    assert daily.counts() == {"discovery_ok": 1, "ok": 4, "over_budget": 8}, "robots.txt and the feed cost one each"
    before = len(web.requests)
    (night_folder(daily.raw, "daily", NIGHT) / "crawl.json").unlink()
    assert daily.crawl().counts["over_budget"] == 8
    assert len(web.requests) == before


KILLS = 20
KILLED = """
import os, random, signal, sys
from datetime import UTC, date, datetime
from pathlib import Path
from spiders.archive_writer import ArchiveWriter
from spiders.warc import Exchange
raw, point = Path(sys.argv[1]), int(sys.argv[2])
made = random.Random(7)
now = datetime(2026, 11, 19, tzinfo=UTC)
calls = 0
def count_down(call):
    def counted(*given):
        global calls
        calls += 1
        if calls == point:
            os.kill(os.getpid(), signal.SIGKILL)
        return call(*given)
    return counted
os.fsync = count_down(os.fsync)
with ArchiveWriter(raw, "daily", date(2026, 11, 19)) as archive:
    for number in range(30):
        url = f"https://daily.example/{number}"
        moved = Exchange(url + "/old", (), 301, (("Location", url),), b"", now)
        page = Exchange(url, (), 200, (), made.randbytes(5_000), now)
        archive.append_response(url + "/old", "article", "ok", page, [moved])
        print(number, flush=True)
"""


def test_killed_at_twenty_moments_nothing_that_was_counted_is_lost(tmp_path: Path) -> None:
    moments = random.Random(5).sample(range(2, 32), KILLS)
    for moment in moments:
        raw = tmp_path / str(moment)
        done = subprocess.run(
            [sys.executable, "-c", KILLED, str(raw), str(moment)], capture_output=True, text=True, check=False
        )
        assert done.returncode == -signal.SIGKILL, done.stderr
        announced = len(done.stdout.split())
        captures = read_captures(raw, "daily", NIGHT)
        assert announced <= len(captures) <= announced + 1
        assert all(len(read_body(raw, capture).body) == 5_000 for capture in captures)
        ArchiveWriter(raw, "daily", NIGHT).close()
        for file in night_folder(raw, "daily", NIGHT).glob("*.warc.gz"):
            with file.open("rb") as stream:
                kinds = [record.rec_type for record in ArchiveIterator(stream, check_digests="raise")]
            assert kinds == ["warcinfo", *["request", "response"] * 2 * len(captures)]
