"""Connections that reach the internet only, whatever names and redirects say."""

import ipaddress
import socket
from collections.abc import Iterable
from typing import Any

from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.exceptions import ConnectTimeoutError, NameResolutionError, NewConnectionError

_NAT64 = ipaddress.ip_network("64:ff9b::/96")

Address = ipaddress.IPv4Address | ipaddress.IPv6Address


class PrivateAddressError(Exception):
    """A name leads into a private network; the message is a reason without the name."""


def is_public(address: Address) -> bool:
    """Whether `address` is on the internet, not in some own network, this machine's included."""
    if isinstance(address, ipaddress.IPv6Address):
        inner = address.ipv4_mapped or address.sixtofour
        if address in _NAT64:
            inner = ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
        if inner:
            return is_public(inner)
        if address.is_site_local:
            return False
    return address.is_global and not (address.is_multicast or address.is_reserved)


class _PublicConnection(HTTPConnection):
    # Here and not before the request: a name may lead elsewhere the next time it is asked for,
    # so the address that is checked must be the one that is connected to.
    def _new_conn(self) -> socket.socket:
        try:
            found = socket.getaddrinfo(self._dns_host, self.port, type=socket.SOCK_STREAM)
        except socket.gaierror as error:
            raise NameResolutionError(self.host, self, error) from error
        for *_, place in found:
            if not is_public(ipaddress.ip_address(place[0])):
                raise PrivateAddressError(
                    f"is at {place[0]}, an address of a private network: "
                    "set allow_private if it is meant to be read"
                )
        try:
            return _connected([place[0] for *_, place in found], self.port, self.timeout)
        except TimeoutError as error:
            raise ConnectTimeoutError(self, str(error)) from error
        except OSError as error:
            raise NewConnectionError(self, str(error)) from error


class _PublicTlsConnection(_PublicConnection, HTTPSConnection):
    pass


class _PublicPool(HTTPConnectionPool):
    ConnectionCls = _PublicConnection


class _PublicTlsPool(HTTPSConnectionPool):
    ConnectionCls = _PublicTlsConnection


POOLS: dict[str, type[HTTPConnectionPool]] = {"http": _PublicPool, "https": _PublicTlsPool}
"""For a PoolManager: what it connects with, by scheme."""


def _connected(addresses: Iterable[object], port: int, timeout: Any) -> socket.socket:
    problem = OSError("the name has no address")
    for address in dict.fromkeys(addresses):
        try:
            # A number, so no name is looked up again.
            made = socket.create_connection((str(address), port), timeout)
            made.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            return made
        except OSError as error:
            problem = error
    raise problem
