from pathlib import Path

import pytest

from spiders.site import SiteError, host_of, load_site, load_sites

WHOLE = """
source = 'Two Rivers Daily'
url = 'https://www.daily.example/'
language = 'en'
timezone = 'Asia/Baghdad'
country = 'IRQ'
feeds = ['https://feeds.daily.example/rss']
article_url = ['/news/\\d+']
skip_url = ['/video/']
canonical_hosts = ['m.daily.example']
delay_seconds = 2
"""
LEAST = "source = 'Daily'\nurl = 'https://daily.example'\nfeeds = ['https://daily.example/rss']\n"


def write(folder: Path, text: str, name: str = "daily.toml") -> Path:
    path = folder / name
    path.write_text(text)
    return path


def test_a_site_takes_its_name_from_the_file_and_defaults_for_the_rest(tmp_path: Path) -> None:
    site = load_site(write(tmp_path, LEAST))
    assert (site.name, site.source, site.timezone, site.country) == ("daily", "Daily", "UTC", None)
    assert (site.delay_seconds, site.max_pages, site.expect.min_articles, site.revisit_days) == (1.0, 500, 1, 7)


def test_only_articles_of_the_site_s_own_hosts_are_wanted(tmp_path: Path) -> None:
    site = load_site(write(tmp_path, WHOLE))
    assert site.wants("https://daily.example/news/12")
    assert site.wants("https://m.daily.example/news/12")
    assert not site.wants("https://daily.example/about")
    assert not site.wants("https://daily.example/video/news/12")
    assert not site.wants("https://other.example/news/12")
    assert not site.wants("ftp://daily.example/news/12")
    assert not site.wants("https://[daily.example/news/12")


@pytest.mark.parametrize(
    ("url", "host"),
    [
        ("https://www.Daily.example/x", "daily.example"),
        ("http://daily.example:80/", "daily.example"),
        ("https://daily.example:8443/", "daily.example:8443"),
        ("http://[::1]:8000/", "::1:8000"),
        ("not a url", ""),
        ("http://daily.example:port/", ""),
    ],
)
def test_host_of(url: str, host: str) -> None:
    assert host_of(url) == host


@pytest.mark.parametrize(
    ("line", "complaint"),
    [
        ("feed = []", "daily.toml: unknown key 'feed'; known: source, url, language"),
        ("language = 'English'", "daily.toml: language: expected an ISO 639-1 code such as 'en', got 'English'"),
        ("language = 5", "daily.toml: language: expected an ISO 639-1 code such as 'en', got 5"),
        ("timezone = 'Mars/Olympus'", "daily.toml: timezone: expected an IANA time zone"),
        ("timezone = '../../etc/passwd'", "daily.toml: timezone: expected an IANA time zone"),
        ("country = 'Iraq'", "daily.toml: country: expected an ISO 3166 alpha-3 code"),
        ("sitemaps = 'https://daily.example/s.xml'", "daily.toml: sitemaps: expected a list of http(s) URLs"),
        ("sitemaps = ['file:///etc/passwd']", "daily.toml: sitemaps: expected a list of http(s) URLs"),
        ("sitemaps = ['https://user:pw@daily.example/']", "daily.toml: sitemaps: expected a list of http(s) URLs"),
        ("sitemaps = ['https://daily.example:0x/']", "daily.toml: sitemaps: expected a list of http(s) URLs"),
        (
            "article_url = ['(']",
            "daily.toml: article_url: expected a list of regular expressions, got ['('] (missing )",
        ),
        ("canonical_hosts = ['https://daily.example']", "daily.toml: canonical_hosts: expected a list of host names"),
        ("delay_seconds = -1", "daily.toml: delay_seconds: expected seconds, 0 to 300, got -1"),
        ("delay_seconds = nan", "daily.toml: delay_seconds: expected seconds, 0 to 300, got nan"),
        ("max_pages = 1.5", "daily.toml: max_pages: expected a whole number of pages, 1 to 5,000, got 1.5"),
        ("max_pages = true", "daily.toml: max_pages: expected a whole number of pages, 1 to 5,000, got True"),
        ("[expect]\nmin_articles = 501", "daily.toml: expect.min_articles 501 is above max_pages 500"),
        ("[expect]\narticles = 1", "daily.toml: unknown key 'expect.articles'; known: min_articles, max_articles"),
        ("[expect]\nmin_text_share = 2", "daily.toml: expect.min_text_share: expected a share from 0 to 1, got 2"),
        ("expect = 5", "daily.toml: expect: expected a table [expect], got 5"),
        ("sections = ['https://daily.example/world']", "daily.toml: sections and archives need article_url"),
        (
            "archives = ['https://daily.example/2026/']",
            "daily.toml: archives: expected a list of http(s) URLs",
        ),
        ("archives = ['https://daily.example/{date:%m}/{x}']", "daily.toml: archives: expected a list of http(s) URLs"),
        ("next_page = 'page/2'", "daily.toml: next_page: expected the address of a section's page N"),
        ("next_page = '{page.__class__}'", "daily.toml: next_page: expected the address of a section's page N"),
        ("section_pages = 0", "daily.toml: section_pages: expected a whole number of pages, 1 to 100, got 0"),
        ("verified = 'no'", "daily.toml: verified: expected true once `nightdesk sites check`"),
        ("login_page = 'https://daily.example/in'", "daily.toml: login_page needs login = true"),
        ("login = true\nlogin_page = '/in'", "daily.toml: login_page: expected the http(s) URL of the page"),
        (
            "login = true\nlogin_page = 'https://other.example/in'",
            "daily.toml: login_page: expected a page of the site's own hosts",
        ),
        (
            "login = true\nlogin_page = 'http://daily.example/in'",
            "daily.toml: login_page: expected a page of the site's own hosts, by https",
        ),
        (
            "login = true\njavascript = true\nlogin_page = 'https://daily.example/in'",
            "daily.toml: login_page: a site that is read in a browser takes cookies",
        ),
        ("url = 'https://daily.example'", "daily.toml: not TOML"),
        ("max_pages = ", "daily.toml: not TOML"),
    ],
)
def test_a_wrong_line_is_named_with_file_key_and_value(tmp_path: Path, line: str, complaint: str) -> None:
    with pytest.raises(SiteError) as caught:
        load_site(write(tmp_path, LEAST + line))
    assert str(caught.value).startswith(complaint)


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("url = 'https://daily.example'", "daily.toml: key 'source' is missing"),
        ("source = 'Daily'", "daily.toml: key 'url' is missing"),
        ("source = ' '\nurl = 'https://daily.example'", "daily.toml: source: expected the publication's name, got ' '"),
        ("source = 'Daily'\nurl = 'https://daily.example'", "daily.toml: nowhere to find articles"),
    ],
)
def test_what_is_missing_is_named(tmp_path: Path, text: str, complaint: str) -> None:
    with pytest.raises(SiteError) as caught:
        load_site(write(tmp_path, text))
    assert str(caught.value).startswith(complaint)


def test_a_file_that_is_not_there_or_not_text_is_named(tmp_path: Path) -> None:
    with pytest.raises(SiteError, match=r"^gone\.toml: no such file"):
        load_site(tmp_path / "gone.toml")
    (tmp_path / "latin.toml").write_bytes(b"source = '\xe9'")
    with pytest.raises(SiteError, match=r"^latin\.toml: not TOML"):
        load_site(tmp_path / "latin.toml")
    with pytest.raises(SiteError, match=r"^Big Site\.toml: a site's name must be lower-case"):
        load_site(write(tmp_path, LEAST, "Big Site.toml"))


def test_one_bad_site_leaves_the_others(tmp_path: Path) -> None:
    write(tmp_path, LEAST, "b.toml")
    write(tmp_path, LEAST, "a.toml")
    write(tmp_path, "nonsense", "c.toml")
    sites, errors = load_sites(tmp_path)
    assert [site.name for site in sites] == ["a", "b"]
    assert [str(error).split(":")[0] for error in errors] == ["c.toml"]


def test_every_site_that_we_ship_checks() -> None:
    sites, errors = load_sites(Path(__file__).parents[2] / "spiders" / "sites")
    assert errors == []
    assert sites
