"""A server on this machine that speaks OpenAI's protocol and always says the same."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any


@contextmanager
def chat_server(answer: Any, status: int = 200, asked: list[Any] | None = None) -> Iterator[str]:
    """A server on this machine that answers every chat with one text, or with raw bytes."""

    class Chat(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            if asked is not None:
                asked.append((self.path, dict(self.headers), body))
            text = answer if isinstance(answer, bytes) else json.dumps(
                {"choices": [{"message": {"content": answer if isinstance(answer, str) else json.dumps(answer)}}]}
            ).encode()  # fmt: skip
            self.send_response(status)
            self.end_headers()
            self.wfile.write(text)

        def log_message(self, *_: Any) -> None:
            pass

    made = HTTPServer(("127.0.0.1", 0), Chat)
    thread = threading.Thread(target=made.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{made.server_port}/v1"
    finally:
        made.shutdown()
        made.server_close()
        thread.join()
