"""The smallest SMTP server that Django's mail reaches."""

import socketserver
import threading
import time
from email import message_from_bytes, policy
from email.message import EmailMessage
from types import TracebackType


class _Counter(socketserver.StreamRequestHandler):
    def handle(self) -> None:
        self.wfile.write(b"220 here\r\n")
        while line := self.rfile.readline():
            verb = line[:4].upper()
            if verb == b"DATA":
                self.wfile.write(b"354 go on\r\n")
                letter = b""
                while (part := self.rfile.readline()) not in (b".\r\n", b""):
                    letter += part
                self.server.letters.append(letter)  # type: ignore[attr-defined]
            self.wfile.write(b"221 bye\r\n" if verb == b"QUIT" else b"250 ok\r\n")
            if verb == b"QUIT":
                return


class PostOffice:
    """Listens on a port of its own while it is open."""

    def __init__(self) -> None:
        self._server = socketserver.ThreadingTCPServer(("127.0.0.1", 0), _Counter)
        self._server.daemon_threads = True
        self._server.letters = []  # type: ignore[attr-defined]
        self.port: int = self._server.server_address[1]

    def __enter__(self) -> "PostOffice":
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.shutdown()
        self._server.server_close()

    def letter_with(self, words: str, seconds: float = 30) -> EmailMessage:
        """The letter that holds `words`, waited for; raises AssertionError when it does not come."""
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            for raw in list(self._server.letters):  # type: ignore[attr-defined]
                letter = message_from_bytes(raw, policy=policy.default)
                body = letter.get_body(("plain",))
                if body and words in body.get_content():
                    return letter
            time.sleep(0.2)
        raise AssertionError(f"No letter with “{words}” came within {seconds} seconds.")
