"""What every request meets first: whose page it is and where it comes from; and what every answer says.

The pages answer on loopback only, but a page of another site, open in the same browser, can ask too: a foreign Host is
a name that was made to point here, a foreign Origin a form that is not ours.
"""

from collections.abc import Mapping

from starlette.types import ASGIApp, Message, Receive, Scope, Send

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
HEADERS = (
    (b"content-security-policy", POLICY.encode()),
    (b"x-content-type-options", b"nosniff"),
    (b"x-frame-options", b"DENY"),
    (b"referrer-policy", b"same-origin"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"cross-origin-resource-policy", b"same-origin"),
    (b"permissions-policy", b"camera=(), microphone=(), geolocation=()"),
)
SAFE = ("GET", "HEAD")
MARK = "/mark"
"""Where a program of this machine asks of which base a tower is (`tower.house.mark_of`)."""


def own_hosts(port: int) -> frozenset[str]:
    """The names under which a browser on this machine asks."""
    return frozenset(f"{name}:{port}" for name in ("127.0.0.1", "localhost", "[::1]"))


def stranger(method: str, headers: Mapping[str, str], hosts: frozenset[str]) -> bool:
    """Whether a request is not from our own pages, by its headers (names in small letters).

    What changes something must say that it comes from here: `Sec-Fetch-Site`, or `Origin` where a browser has not that
    one. A page is read by typing its address or from our own pages; another site may lead here, it may not load parts.
    """
    if headers.get("host", "") not in hosts:
        return True
    site, origin = headers.get("sec-fetch-site"), headers.get("origin")
    if method in SAFE:
        return site in ("cross-site", "same-site") and headers.get("sec-fetch-mode") != "navigate"
    if method != "POST":
        return True
    if site is not None and site != "same-origin":
        return True
    if origin is not None:
        return origin not in {f"http://{host}" for host in hosts}
    return site is None


class Guard:
    """ASGI: refuses strangers before anything of a request is read, and dresses every answer."""

    def __init__(self, app: ASGIApp, hosts: frozenset[str]) -> None:
        self.app, self.hosts = app, hosts

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request; other kinds of connection are closed."""
        if scope["type"] == "lifespan":
            await self.app(scope, receive, send)
            return
        if scope["type"] != "http":
            return

        async def dressed(message: Message) -> None:
            if message["type"] == "http.response.start":
                named = {name.lower() for name, _ in message["headers"]}
                extra = [] if b"cache-control" in named else [(b"cache-control", b"no-store")]
                message = {**message, "headers": [*message["headers"], *HEADERS, *extra]}
            await send(message)

        pairs = [(name.decode("latin-1").lower(), value.decode("latin-1")) for name, value in scope["headers"]]
        twice = sum(name == "host" for name, _ in pairs) != 1
        if twice or stranger(str(scope["method"]), dict(pairs), self.hosts):
            await dressed({"type": "http.response.start", "status": 403,
                           "headers": [(b"content-type", b"text/plain; charset=utf-8")]})  # fmt: skip
            await send({"type": "http.response.body", "body": b"403\n"})
            return
        await self.app(scope, receive, dressed)
