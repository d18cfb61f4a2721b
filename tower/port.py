"""The port that posts speak to: hails, knocks and packets; what is not signed by a post is not read."""

import asyncio
from collections.abc import Awaitable, Callable, MutableMapping
from functools import partial

from nacl.public import PrivateKey
from starlette.types import Receive, Scope, Send

from export.packets.hails import MAX_SEALED as MAX_HAIL
from export.packets.knocks import KNOCK_BYTES
from tower.parcels import READ_S as PARCEL_S
from tower.parcels import Parcels
from tower.radar import Radar
from tower.serving import KNOWN, LINE

READ_S = 3.0
"""What few bytes may take to come in."""
YES, NO = 204, 403


class StationPort:
    """ASGI: four addresses, one verb. An empty 204 to a hail that was heard; to a knock sealed to this organisation a
    signed reply, or what its post is told of its sitting, to a packet a receipt or a signed reply (200); an empty 403
    to whatever else."""

    def __init__(
        self, radar: Radar, organisation: Callable[[], PrivateKey | None], parcels: Parcels | None = None
    ) -> None:
        self.radar, self.organisation, self.parcels = radar, organisation, parcels

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request: too big, too slow or not signed is refused before a word of it is read."""
        if scope["type"] != "http":
            return
        status, body = NO, b""
        if scope["method"] == "POST":
            if scope["path"] == "/hail":
                status = YES if await self._hail(_Incoming(receive), scope.setdefault("state", {})) else NO
            elif scope["path"] in ("/knock", "/sitting") and self.parcels is not None:
                data = await _within(_Incoming(receive).whole(KNOCK_BYTES), READ_S)
                answer = self.parcels.knock if scope["path"] == "/knock" else self.parcels.sitting
                body = answer(data) if data is not None else b""
            elif scope["path"] == "/packet" and self.parcels is not None:
                body = await self._packet(_Incoming(receive), self.parcels, scope.setdefault("state", {}))
        length = str(len(body)).encode()
        status = 200 if body else status
        await send({"type": "http.response.start", "status": status, "headers": [(b"content-length", length)]})
        await send({"type": "http.response.body", "body": body})

    async def _hail(self, incoming: "_Incoming", state: MutableMapping[str, object]) -> bool:
        """`state`: where what serves the port reads whom to tell how this line stands."""
        sealed = await _within(incoming.whole(MAX_HAIL), READ_S)
        key = self.organisation()
        post = self.radar.hear_of(sealed, key) if sealed is not None and key is not None else ""
        if post:
            state[LINE] = partial(self.radar.line, post)
        return bool(post)

    async def _packet(self, incoming: "_Incoming", parcels: Parcels, state: MutableMapping[str, object]) -> bytes:
        """Its first bytes say who brings it and how much; no more than that is let in, and all of it is written
        before anything is answered. `state`: where what serves the port reads that its post is known."""
        head = await _within(incoming.first(KNOCK_BYTES), READ_S)
        if head is None:
            return b""
        knock = parcels.may_bring(head)
        if isinstance(knock, bytes):
            return knock
        state[KNOWN] = True
        try:
            sealed = await _within(incoming.whole(knock.size), PARCEL_S)
            return parcels.take(head, knock, sealed) if sealed is not None else b""
        finally:
            parcels.brought(knock)


class _Incoming:
    """What is sent, as it comes in."""

    def __init__(self, receive: Receive) -> None:
        self._receive, self._data = receive, bytearray()
        self._more, self._broken = True, False

    async def first(self, n: int) -> bytes | None:
        """The first `n` bytes; None where there are fewer."""
        while len(self._data) < n and self._more:
            await self._next()
        if len(self._data) < n:
            return None
        head = bytes(self._data[:n])
        del self._data[:n]
        return head

    async def whole(self, most: int) -> bytes | None:
        """All that is left; None for more than `most`, or who hung up."""
        while self._more and len(self._data) <= most:
            await self._next()
        return None if len(self._data) > most or self._broken else bytes(self._data)

    async def _next(self) -> None:
        message = await self._receive()
        self._data += bytes(message.get("body", b""))
        self._broken = message["type"] == "http.disconnect"
        self._more = not self._broken and bool(message.get("more_body", False))


async def _within(reading: Awaitable[bytes | None], seconds: float) -> bytes | None:
    try:
        async with asyncio.timeout(seconds):
            return await reading
    except TimeoutError:
        return None
