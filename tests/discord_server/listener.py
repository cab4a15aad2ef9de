"""A loopback port that can be closed and reopened."""

import socket
from collections.abc import Awaitable, Callable

from aiohttp import web

LOOPBACK = "127.0.0.1"
MAX_REQUEST_BYTES = 25 * 1024 * 1024

RequestHandler = Callable[[web.Request], Awaitable[web.StreamResponse]]


class LoopbackListener:
    """A web server that refuses connections while it is closed.

    A second socket, bound to the port but not listening, keeps other processes from taking the port.
    """

    def __init__(self, serve: RequestHandler) -> None:
        app = web.Application(client_max_size=MAX_REQUEST_BYTES)
        app.router.add_route("*", "/{path:.*}", serve)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.5)
        self._site: web.TCPSite | None = None
        self._port_holder = socket.socket()
        self._port_holder.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
        self._port_holder.bind((LOOPBACK, 0))
        self.port: int = self._port_holder.getsockname()[1]

    async def prepare(self) -> None:
        """Set up the app runner; call it once, before open()."""
        await self._runner.setup()

    async def open(self) -> None:
        """Accept connections."""
        if self._site is None:
            self._site = web.TCPSite(self._runner, LOOPBACK, self.port, reuse_port=True)
            await self._site.start()

    async def close(self) -> None:
        """Refuse new connections, and drop the existing ones."""
        if self._site is not None:
            await self._site.stop()
            self._site = None
        for connection in self._runner.server.connections if self._runner.server else ():
            connection.force_close()

    async def shut_down(self) -> None:
        """Release everything."""
        await self.close()
        await self._runner.cleanup()
        self._port_holder.close()
