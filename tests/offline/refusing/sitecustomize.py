"""Found first on the path of a Python, it refuses every address but this computer's own."""

import ipaddress
import socket
from typing import Any

OWN = ("localhost", "", None, "0.0.0.0", "::")


def is_own(host: Any) -> bool:
    name = host.decode() if isinstance(host, bytes) else host
    if name in OWN:
        return True
    try:
        return ipaddress.ip_address(name).is_loopback
    except ValueError:
        return False


def refused(host: Any) -> OSError:
    return OSError(f"the network is refused in this test: {host}")


class Guarded(socket.socket):
    """A socket that reaches this computer only."""

    def connect(self, address: Any) -> None:
        self._check(address)
        super().connect(address)

    def connect_ex(self, address: Any) -> int:
        self._check(address)
        return super().connect_ex(address)

    def sendto(self, *given: Any) -> int:
        self._check(given[-1])
        return super().sendto(*given)

    def _check(self, address: Any) -> None:
        if self.family in (socket.AF_INET, socket.AF_INET6) and not is_own(address[0]):
            raise refused(address[0])


def named(host: Any, *given: Any, **more: Any) -> Any:
    if not is_own(host):
        raise refused(host)
    return _named(host, *given, **more)


_named = socket.getaddrinfo
socket.getaddrinfo = named
socket.socket = Guarded
