"""nginx with the configuration of the demo, in a folder of a test; behind it is what listens on run/gunicorn.sock."""

import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path

from base.stack import nginx
from base.stack.postgres import free_port


@contextmanager
def nginx_in(home: Path) -> Iterator[int]:
    """Where it listens."""
    port = free_port()
    nginx.write_config(home, port)
    command = [nginx.binary(), "-p", ".", "-c", "nginx.conf", "-g", "daemon off;"]
    process = subprocess.Popen(command, cwd=home, stderr=subprocess.DEVNULL)
    deadline = time.monotonic() + 20
    while True:
        try:
            ask(port, "/")
            break
        except ConnectionError:
            assert process.poll() is None
            assert time.monotonic() < deadline
            time.sleep(0.05)
    yield port
    process.terminate()
    process.wait(20)


def ask(port: int, path: str, method: str = "GET") -> tuple[HTTPResponse, str]:
    connection = HTTPConnection("127.0.0.1", port, timeout=10)
    connection.request(method, path, body=b"a=b" if method == "POST" else None)
    answer = connection.getresponse()
    body = answer.read().decode()
    connection.close()
    return answer, body
