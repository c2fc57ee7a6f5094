"""A server on this machine that answers as a test tells it to, and a socket that counts who knocks."""

import socket
from collections.abc import Callable, Generator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

Answer = tuple[int, dict[str, str], bytes]


def always(status: int, headers: dict[str, str], body: bytes) -> Callable[[str, dict[str, str]], Answer]:
    return lambda _path, _headers: (status, headers, body)


class Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False

    def __init__(self, answer: Callable[[str, dict[str, str]], Answer]) -> None:
        self.answer = answer
        self.asked: list[str] = []
        self.headers: list[dict[str, str]] = []
        super().__init__(("127.0.0.1", 0), _Handler)

    @property
    def port(self) -> int:
        return int(self.server_address[1])

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def handle_error(self, *_: Any) -> None:
        """A client that hangs up early is what some tests are about."""


class _Handler(BaseHTTPRequestHandler):
    server: Server

    def do_GET(self) -> None:
        self.server.asked.append(self.path)
        headers = {name.lower(): value for name, value in self.headers.items()}
        self.server.headers.append(headers)
        status, given, body = self.server.answer(self.path, headers)
        self.send_response(status)
        for name, value in ({"Content-Length": str(len(body))} | given).items():
            if value:
                self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: Any) -> None:
        """Quiet."""


@contextmanager
def serving(answer: Callable[[str, dict[str, str]], Answer]) -> Generator[Server]:
    server = Server(answer)
    thread = Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


class Listener:
    """Counts the connections that reach it; it answers none."""

    def __init__(self) -> None:
        self.socket = socket.create_server(("127.0.0.1", 0), backlog=128)
        self.socket.setblocking(False)
        self.port = int(self.socket.getsockname()[1])

    def count(self) -> int:
        """Connections since the last look."""
        reached = 0
        while True:
            try:
                line, _from = self.socket.accept()
            except BlockingIOError:
                return reached
            line.close()
            reached += 1

    def close(self) -> None:
        self.socket.close()
