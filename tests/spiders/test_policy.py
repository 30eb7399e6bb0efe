"""No site's file makes the crawl less polite or less safe: it can only ask for more time and for less."""

from dataclasses import fields
from pathlib import Path

import pytest
from scrapy.settings import Settings

from spiders.run_settings import NotReadyError, make_settings
from spiders.site import MIN_DELAY_SECONDS, Site, SiteError, load_site, load_sites

SHIPPED = Path(__file__).parents[2] / "spiders" / "sites"
# What a site's file may change, and how much of it there may be at most.
CEILINGS = {"max_pages": 5_000, "max_requests": 20_000, "max_megabytes": 4_000, "max_minutes": 170}
FROM_THE_SITE = {"DOWNLOAD_DELAY", "CLOSESPIDER_TIMEOUT"}
FROM_THE_RUN = {"USER_AGENT", "DOWNLOAD_TIMEOUT", "NIGHTDESK_ALLOW_LOOPBACK"}


def site_with(folder: Path, line: str, url: str = "https://daily.example/") -> Site:
    path = folder / "daily.toml"
    path.write_text(f"source = 'Daily'\nurl = '{url}'\nfeeds = ['{url}rss']\n{line}\n")
    return load_site(path)


def settings_of(site: Site, *, allow_loopback: bool = False) -> Settings:
    return make_settings(site, timeout_seconds=30, allow_loopback=allow_loopback, contact="desk@daily.example")


def project_settings() -> Settings:
    settings = Settings()
    settings.setmodule("spiders.settings", priority="project")
    return settings


def test_every_shipped_site_keeps_to_the_policy() -> None:
    sites, _ = load_sites(SHIPPED)
    assert sites
    for site in sites:
        assert site.delay_seconds >= MIN_DELAY_SECONDS, site.name
        assert all(getattr(site, key) <= ceiling for key, ceiling in CEILINGS.items()), site.name


@pytest.mark.parametrize(
    "line",
    [
        "delay_seconds = 0.9",
        *(f"{key} = {ceiling + 1}" for key, ceiling in CEILINGS.items()),
        "max_minutes = 1e9",
        "robots = false",
        "obey_robots = false",
        "user_agent = 'Mozilla/5.0'",
        "concurrent_requests = 16",
        "verify_certificates = false",
        "proxy = 'http://proxy.example'",
        "cookies = {session = 'secret'}",
        "[settings]\nROBOTSTXT_OBEY = false",
        "[headers]\nUser-Agent = 'Mozilla/5.0'",
    ],
)
def test_a_line_that_would_weaken_the_policy_is_refused(tmp_path: Path, line: str) -> None:
    with pytest.raises(SiteError):
        site_with(tmp_path, line)


def test_only_a_site_on_this_machine_may_be_asked_faster_and_then_only_with_leave(tmp_path: Path) -> None:
    assert site_with(tmp_path, "delay_seconds = 0", "http://127.0.0.1:8000/").delay_seconds == 0
    here = site_with(tmp_path, "delay_seconds = 0", "http://[::1]:8000/")
    assert settings_of(here).getfloat("DOWNLOAD_DELAY") == MIN_DELAY_SECONDS
    assert settings_of(here, allow_loopback=True).getfloat("DOWNLOAD_DELAY") == 0


def test_a_site_changes_its_delay_and_its_time_and_no_other_setting(tmp_path: Path) -> None:
    extreme = site_with(tmp_path, "delay_seconds = 300\nmax_pages = 5000\nmax_requests = 20000\nmax_minutes = 170")
    project, made = project_settings(), settings_of(extreme)
    changed = {name for name in made if made[name] != project[name]}
    assert changed <= FROM_THE_SITE | FROM_THE_RUN
    assert made.getfloat("DOWNLOAD_DELAY") == 300


def test_nobody_is_asked_without_a_contact(tmp_path: Path) -> None:
    with pytest.raises(NotReadyError, match="NIGHTDESK_CONTACT is not set"):
        make_settings(site_with(tmp_path, ""), timeout_seconds=30, allow_loopback=False, contact=None)
    assert "desk@daily.example" in settings_of(site_with(tmp_path, ""))["USER_AGENT"]


def test_every_key_of_a_site_was_weighed() -> None:
    harmless = set(
        "name source url language timezone country feeds sitemaps sections section_pages next_page archives "
        "article_url skip_url canonical_hosts revisit_days max_age_days javascript login login_page verified terms "
        "expect layouts".split()
    )
    assert {field.name for field in fields(Site)} == harmless | {"delay_seconds"} | CEILINGS.keys(), (
        "a new key: say here that it weakens nothing, or bound it"
    )


def test_the_settings_are_polite_bounded_and_closed() -> None:
    settings = project_settings()
    assert settings.getbool("ROBOTSTXT_OBEY")
    assert settings.getint("CONCURRENT_REQUESTS_PER_DOMAIN") == 1
    assert settings.getfloat("DOWNLOAD_DELAY") >= MIN_DELAY_SECONDS
    assert settings.getbool("AUTOTHROTTLE_ENABLED")
    assert settings["USER_AGENT"].startswith("nightdesk/")
    assert settings.getbool("DOWNLOAD_VERIFY_CERTIFICATES"), "Scrapy takes any certificate"
    assert 0 < settings.getint("DOWNLOAD_MAXSIZE") <= 16 * 1024 * 1024, "Scrapy takes 1 GiB"
    handlers = settings.getwithbase("DOWNLOAD_HANDLERS")
    assert {name for name, handler in handlers.items() if handler} == {"http", "https"}
    assert not settings.getbool("REMOTE_CONTROL_ENABLED"), "Scrapy 2.19 runs Python for whoever holds its token"
    assert not settings.getbool("TELNETCONSOLE_ENABLED")
    assert not settings.getbool("COOKIES_ENABLED")
    assert not settings.getbool("HTTPPROXY_ENABLED")
    for middleware in ("robots.RobotsMiddleware", "pace.PaceMiddleware", "budget.BudgetMiddleware"):
        assert settings["DOWNLOADER_MIDDLEWARES"][f"spiders.{middleware}"]
