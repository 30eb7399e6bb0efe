"""Scrapy's settings: polite, bounded, and closed to whoever is on this machine.

The crawl adds what differs by site or run: delay, user agent with its contact, time-out, loopback.
"""

BOT_NAME = "nightdesk"
ROBOTSTXT_USER_AGENT = "nightdesk"
CONTACT = "https://nightdesk.example/crawler"
USER_AGENT = f"nightdesk/0.1 (+{CONTACT})"

# Politeness: one request at a time to a host, the site's delay and its jitter kept by spiders.pace, which also does
# what AUTOTHROTTLE_ENABLED says in place of Scrapy's own extension. A crawl that is told to stop waits for all requests
# under way, queued ones included: hence few of them.
CONCURRENT_REQUESTS = 4
CONCURRENT_REQUESTS_PER_DOMAIN = 1
DOWNLOAD_DELAY = 1.0
DOWNLOAD_DELAY_JITTER = 0
AUTOTHROTTLE_ENABLED = True
EXTENSIONS = {"scrapy.extensions.throttle.AutoThrottle": None}
COOKIES_ENABLED = False
# An answer brings one item. Scrapy makes so many tasks for every answer, however few items it brings: its 100 cost more
# than packing and writing the page.
CONCURRENT_ITEMS = 1

# Bounds. A body counts after decompression too. A site that does not answer so many times in a row is down: waiting
# out every page's time limit helps nobody. A crawl that reaches the time limit is finished by the next run.
DOWNLOAD_MAXSIZE = 16 * 1024 * 1024
DOWNLOAD_WARNSIZE = 0
DOWNLOAD_TIMEOUT = 30
RETRY_TIMES = 2
SILENCES_IN_A_ROW = 10
RETRY_GIVE_UP_LOG_LEVEL = "WARNING"
REDIRECT_MAX_TIMES = 5
CLOSESPIDER_TIMEOUT = 7200
SCHEDULER_MEMORY_QUEUE = "scrapy.squeues.FifoMemoryQueue"
MEMUSAGE_LIMIT_MB = 2048
URLLENGTH_LIMIT = 2083

# Every answer comes to the spider, which gives it a name.
HTTPERROR_ALLOW_ALL = True
METAREFRESH_ENABLED = False

# Safety. A proxy from the environment would hide which address is contacted.
DOWNLOAD_VERIFY_CERTIFICATES = True
DOWNLOAD_HANDLERS = {"data": None, "file": None, "ftp": None, "s3": None}
HTTPPROXY_ENABLED = False
TELNETCONSOLE_ENABLED = False
REMOTE_CONTROL_ENABLED = False
TWISTED_DNS_RESOLVER = "spiders.addresses.PublicResolver"
NIGHTDESK_ALLOW_LOOPBACK = False

ROBOTSTXT_OBEY = True
DOWNLOADER_MIDDLEWARES = {
    "scrapy.downloadermiddlewares.offsite.OffsiteMiddleware": None,
    "scrapy.downloadermiddlewares.robotstxt.RobotsTxtMiddleware": None,
    "scrapy.downloadermiddlewares.redirect.RedirectMiddleware": None,
    "scrapy.downloadermiddlewares.httpcompression.HttpCompressionMiddleware": None,
    "spiders.robots.RobotsMiddleware": 100,
    "spiders.pace.PaceMiddleware": 570,
    "spiders.middlewares.SiteRedirectMiddleware": 580,
    "spiders.pipelines.AnswerMiddleware": 585,  # after unpacking, before redirects and further tries
    "spiders.unpacking.UnpackingMiddleware": 590,
    "spiders.logins.LoginMiddleware": 790,
    "spiders.middlewares.SilenceMiddleware": 800,
    "spiders.middlewares.AddressMiddleware": 810,
    "spiders.budget.BudgetMiddleware": 820,
}
ITEM_PIPELINES = {"spiders.pipelines.ArchivePipeline": 100}

LOG_LEVEL = "INFO"
LOG_VERSIONS: list[str] = []
LOG_FORMAT = "%(asctime)s %(levelname)s %(name)s: %(message)s"
LOGSTATS_INTERVAL = 60
