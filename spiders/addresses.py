"""Only public addresses are contacted: the resolver that Scrapy connects through.

The check is made on the very address that is connected to, so neither a redirect nor a name that resolves
differently the second time gets around it.
"""

from __future__ import annotations

from collections.abc import Sequence
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from typing import Any, Self

from scrapy.crawler import Crawler
from scrapy.resolver import CachingHostnameResolver
from twisted.internet.interfaces import IAddress, IHostResolution, IResolutionReceiver
from zope.interface import implementer

ALLOW_LOOPBACK = "NIGHTDESK_ALLOW_LOOPBACK"
# IPv4 inside IPv6 by the network's own translation (RFC 6052).
_NAT64 = IPv6Network("64:ff9b::/96")


def is_public(address: str, *, allow_loopback: bool = False) -> bool:
    """Whether an IP address is reachable from anywhere. `allow_loopback` lets 127.0.0.0/8 and ::1 through too.

    An IPv6 address that carries an IPv4 one is judged by that.
    """
    ip = ip_address(address.partition("%")[0])
    carried = _carried_ipv4(ip) if isinstance(ip, IPv6Address) else None
    if carried is not None:
        ip = carried
    if ip.is_loopback:
        return allow_loopback
    return ip.is_global and not ip.is_multicast


def _carried_ipv4(ip: IPv6Address) -> IPv4Address | None:
    if ip in _NAT64:
        return IPv4Address(int(ip) & 0xFFFFFFFF)
    if ip.teredo is not None:
        return ip.teredo[1]
    return ip.ipv4_mapped or ip.sixtofour


@implementer(IResolutionReceiver)
class _PublicAddresses:
    """Passes on the addresses that may be contacted; a host that has only others goes into `refused`."""

    def __init__(self, receiver: IResolutionReceiver, host: str, refused: dict[str, str], allow_loopback: bool) -> None:
        self._receiver: Any = receiver  # mypy cannot read zope's interfaces
        self._host, self._refused, self._allow_loopback = host, refused, allow_loopback

    def resolutionBegan(self, resolution: IHostResolution) -> None:  # noqa: N802 - Twisted's interface
        self._receiver.resolutionBegan(resolution)

    def addressResolved(self, address: IAddress) -> None:  # noqa: N802 - Twisted's interface
        if is_public(address.host, allow_loopback=self._allow_loopback):
            self._receiver.addressResolved(address)
        else:
            self._refused[_ascii(self._host)] = address.host

    def resolutionComplete(self) -> None:  # noqa: N802 - Twisted's interface
        self._receiver.resolutionComplete()


class PublicResolver(CachingHostnameResolver):
    """Resolves names, and addresses written as such, to public addresses only.

    `refused` holds the hosts of which an address was not public, and that address.
    """

    def __init__(self, reactor: Any, cache_size: int, allow_loopback: bool) -> None:  # noqa: ANN401 - untyped upstream
        super().__init__(reactor, cache_size)
        self.allow_loopback = allow_loopback
        self.refused: dict[str, str] = {}

    @classmethod
    def from_crawler(cls, crawler: Crawler, reactor: Any) -> Self:  # noqa: ANN401 - untyped upstream
        settings = crawler.settings
        return cls(reactor, settings.getint("DNSCACHE_SIZE"), settings.getbool(ALLOW_LOOPBACK))

    def resolveHostName(  # noqa: N802 - Twisted's interface
        self,
        resolutionReceiver: IResolutionReceiver,  # noqa: N803 - Twisted's interface
        hostName: str,  # noqa: N803 - Twisted's interface
        portNumber: int = 0,  # noqa: N803 - Twisted's interface
        addressTypes: Sequence[type[IAddress]] | None = None,  # noqa: N803 - Twisted's interface
        transportSemantics: str = "TCP",  # noqa: N803 - Twisted's interface
    ) -> IHostResolution:
        public: Any = _PublicAddresses(resolutionReceiver, hostName, self.refused, self.allow_loopback)
        return super().resolveHostName(public, hostName, portNumber, addressTypes, transportSemantics)


def _ascii(host: str) -> str:
    try:
        return host.encode("idna").decode().lower()
    except UnicodeError:
        return host.lower()
