#!/usr/bin/env python3
"""A small proxy in front of several Odoo servers: proxy.py PORT HTTP:WEBSOCKET...

Each request goes to the next server in turn; sessions lie in a folder the servers share, so any
may answer. A server that refuses the connection is left out for ``REST`` seconds, and the next one
asked: nobody sees that. One that dies with a request in hand is answered for with 502, unless the
request only read; nothing that may have been done is sent twice. A server that hangs is not found
out. Each request has a connection of its own. For development: it keeps bodies in memory.
"""

import asyncio
import contextlib
import sys
import time
from dataclasses import dataclass, field

HOST = "127.0.0.1"
REST = 2.0  # seconds that a server that is down is left out
CONNECTING = 2.0  # seconds that a server may take to accept
HEAD = 1 << 16  # bytes of a request's head, at most
REPEATABLE = ("GET", "HEAD", "OPTIONS")
DROPPED = ("connection", "x-forwarded-for", "x-forwarded-host", "x-forwarded-proto", "expect")


@dataclass(frozen=True)
class Backend:
    """The two ports of an Odoo server."""

    http: int
    websocket: int

    @classmethod
    def parse(cls, text):
        """Read ``HTTP:WEBSOCKET``.

        >>> Backend.parse("8069:8072")
        Backend(http=8069, websocket=8072)
        """
        return cls(*(int(port) for port in text.split(":")))


@dataclass
class Choice:
    """Whose turn it is.

    >>> choice = Choice(["a", "b", "c"])
    >>> choice.order(now=0), choice.order(now=0)
    (['a', 'b', 'c'], ['b', 'c', 'a'])
    >>> choice.leave_out("a", now=0)
    >>> choice.order(now=1), choice.order(now=3)
    (['c', 'b'], ['a', 'b', 'c'])
    """

    backends: list
    turn: int = 0
    resting: dict = field(default_factory=dict)

    def order(self, now):
        """Return the servers to ask, one after another; all of them when each is left out."""
        start = self.turn % len(self.backends)
        self.turn += 1
        turned = self.backends[start:] + self.backends[:start]
        return [each for each in turned if self.resting.get(each, now) <= now] or turned

    def leave_out(self, backend, now):
        """Ask a server no more for a while."""
        self.resting[backend] = now + REST


@dataclass(frozen=True)
class Request:
    """A request as it came: its head's lines, and its body."""

    lines: list
    body: bytes

    @property
    def method(self):
        """GET, POST, ..."""
        return self.lines[0].split(" ")[0]

    @property
    def path(self):
        """What is asked for, without the query."""
        return self.lines[0].split(" ")[1].partition("?")[0]

    def header(self, name):
        """The value of a header, or an empty text."""
        for line in self.lines[1:]:
            key, _colon, value = line.partition(":")
            if key.lower() == name:
                return value.strip()
        return ""

    @property
    def upgrades(self):
        """Whether it asks for a websocket."""
        return self.header("upgrade").lower() == "websocket"

    def encode(self, client):
        """Return the bytes for a server, which learns whom it answers."""
        kept = [
            line for line in self.lines[1:] if line.partition(":")[0].strip().lower() not in DROPPED
        ]
        connection = "Upgrade" if self.upgrades else "close"
        added = [
            f"X-Forwarded-For: {client}",
            f"X-Forwarded-Host: {self.header('host')}",
            "X-Forwarded-Proto: http",
            f"Connection: {connection}",
        ]
        head = "\r\n".join([self.lines[0], *kept, *added])
        return f"{head}\r\n\r\n".encode("latin-1") + self.body


def refusal(status, text):
    """Return an answer of the proxy itself.

    >>> refusal("502 Bad Gateway", "gone").splitlines()[0]
    b'HTTP/1.1 502 Bad Gateway'
    """
    body = f"{text}\n".encode()
    head = f"HTTP/1.1 {status}\r\nContent-Type: text/plain\r\nContent-Length: {len(body)}\r\n"
    return f"{head}Connection: close\r\n\r\n".encode() + body


class Refused(Exception):
    """A request that the proxy answers itself, with these bytes."""

    def __init__(self, status, text):
        super().__init__(text)
        self.answer = refusal(status, text)


async def read_request(reader):
    """Read one request; None when the client has closed."""
    try:
        head = await reader.readuntil(b"\r\n\r\n")
    except (asyncio.IncompleteReadError, ConnectionError):
        return None
    except asyncio.LimitOverrunError as error:
        raise Refused("431 Request Header Fields Too Large", "too long a head") from error
    lines = head.decode("latin-1").rstrip("\r\n").split("\r\n")
    if len(lines[0].split(" ")) != 3:
        raise Refused("400 Bad Request", "no request")
    request = Request(lines, b"")
    if request.header("transfer-encoding"):
        raise Refused("411 Length Required", "a body needs a length here")
    length = request.header("content-length") or "0"
    if not length.isdigit():
        raise Refused("400 Bad Request", "no length")
    return Request(lines, await reader.readexactly(int(length)))


class Proxy:
    """Passes requests on, and tells on standard output what it had to leave out."""

    def __init__(self, backends):
        self.choice = Choice(backends)
        self.tasks = set()  # asyncio itself keeps no hold of them: they would be collected

    async def handle(self, reader, writer):
        """Answer one client."""
        self._keep(asyncio.current_task())
        try:
            with contextlib.suppress(ConnectionError, asyncio.IncompleteReadError):
                await self._answer(reader, writer)
        finally:
            writer.close()

    def _keep(self, task):
        self.tasks.add(task)
        task.add_done_callback(self.tasks.discard)
        return task

    async def _answer(self, reader, writer):
        try:
            request = await read_request(reader)
            if request:
                await self._pass_on(request, reader, writer)
        except Refused as refused:
            writer.write(refused.answer)
            await writer.drain()

    async def _pass_on(self, request, reader, writer):
        client = writer.get_extra_info("peername")[0]
        for backend in self.choice.order(time.monotonic()):
            link = await self._connect(backend, request)
            if not link:
                continue
            upstream, sink = link
            try:
                first = await self._ask(upstream, sink, request.encode(client))
                if first:
                    await self._splice(first, request, (reader, writer), link)
                    return
            finally:
                sink.close()
            self._leave_out(backend, f"closed without an answer to {request.path}")
            if request.method not in REPEATABLE:
                raise Refused("502 Bad Gateway", "The server went away: look whether it was done.")
        raise Refused("503 Service Unavailable", "No server answers.")

    async def _connect(self, backend, request):
        port = backend.websocket if request.upgrades else backend.http
        try:
            return await asyncio.wait_for(asyncio.open_connection(HOST, port), CONNECTING)
        except (OSError, asyncio.TimeoutError) as error:
            self._leave_out(backend, f"takes no connection ({error or 'too slow'})")
            return None

    async def _ask(self, upstream, sink, sent):
        """Send a request and return the first bytes of the answer; none when there is none."""
        try:
            sink.write(sent)
            await sink.drain()
            return await upstream.read(HEAD)
        except ConnectionError:
            return b""

    async def _splice(self, first, request, client, link):
        """Copy the answer; for a websocket, both ways until one side closes."""
        reader, writer = client
        upstream, sink = link
        writer.write(first)
        ways = [self._keep(asyncio.ensure_future(self._copy(upstream, writer)))]
        if request.upgrades:
            ways.append(self._keep(asyncio.ensure_future(self._copy(reader, sink))))
        _done, left = await asyncio.wait(ways, return_when=asyncio.FIRST_COMPLETED)
        for way in left:
            way.cancel()

    async def _copy(self, source, sink):
        with contextlib.suppress(ConnectionError):
            while data := await source.read(HEAD):
                sink.write(data)
                await sink.drain()

    def _leave_out(self, backend, why):
        self.choice.leave_out(backend, time.monotonic())
        print(f"{time.strftime('%X')} server {backend.http} {why}", flush=True)


async def main(port, backends):
    """Serve until the process is ended."""
    server = await asyncio.start_server(Proxy(backends).handle, HOST, port, limit=HEAD)
    async with server:
        await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1]), [Backend.parse(word) for word in sys.argv[2:]]))
