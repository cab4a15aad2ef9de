"""A process that has imported the bot and forks for each launch, so that launches need no import time.

Its only argument is the file descriptor of a socket. Each launch arrives there as one byte with three descriptors. When
the socket closes, this process ends. Each launch forks a watcher, which forks the bot and reports how the bot exits.
"""

import gc
import json
import os
import socket
import struct
import sys
from contextlib import suppress

from bot import app
from bot.__main__ import main
from tests.discord_server.bots.redirect import redirect_discord_from_environment
from tests.discord_server.bots.timeouts import scaled_timeouts_from_environment
from tests.file_cache import cache_project_files, project_catalogue
from tests.plain_covers import plain_covers

NUMBER = struct.Struct("!q")
"""The struct format of a process id or an exit code."""


def serve(requests: socket.socket) -> int:
    """Fork a watcher for each launch; return 0 in the parent when the socket closes, and the exit code in each bot."""
    while True:
        _reap()
        _, descriptors, _, _ = socket.recv_fds(requests, 1, 3)
        if not descriptors:
            return 0
        if os.fork() == 0:
            requests.close()
            return _supervise(*descriptors)
        for descriptor in descriptors:
            os.close(descriptor)


def _reap() -> None:
    """Reap watchers that have ended."""
    with suppress(ChildProcessError):
        while os.waitpid(-1, os.WNOHANG)[0]:
            pass


def _supervise(control: int, *outputs: int) -> int:
    """Fork the bot and report its process id, then its exit code; return only in the bot, with its exit code."""
    with socket.socket(fileno=control) as reports:
        arguments, folder, environment = json.loads(reports.makefile("rb").readline())
        if bot := os.fork():
            for output in outputs:
                os.close(output)
            reports.sendall(NUMBER.pack(bot))
            code = os.waitstatus_to_exitcode(os.waitpid(bot, 0)[1])
            with suppress(OSError):  # the test that would read the code may have ended
                reports.sendall(NUMBER.pack(code))
            os._exit(0)
    return _run(arguments, folder, environment, outputs)


def _run(arguments: list[str], folder: str, environment: dict[str, str], outputs: tuple[int, ...]) -> int:
    """Do what `python -m bot` does in this folder and environment, or run the Python code that follows `-c`."""
    for output, standard in zip(outputs, (1, 2), strict=True):
        os.dup2(output, standard)
        os.close(output)
    os.chdir(folder)
    os.environ.clear()
    os.environ.update(environment)
    with redirect_discord_from_environment(), scaled_timeouts_from_environment():
        if arguments[:1] == ["-c"]:
            exec(arguments[1], {})  # noqa: S102  # code that a test wrote
            return 0
        return main(arguments)


if __name__ == "__main__":
    with cache_project_files(), plain_covers():
        app.load_translations()
        app.check_catalogue(app.CATALOGUE_FILE)
        project_catalogue()
        gc.collect()
        gc.freeze()  # forks share memory until one writes to it, as a garbage collection would
        sys.exit(serve(socket.socket(fileno=int(sys.argv[1]))))
