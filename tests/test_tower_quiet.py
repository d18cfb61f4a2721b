"""What a running tower prints holds no code, no name and no word that somebody typed."""

import os
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import cast

import pytest
from httpx2 import Client
from starlette.testclient import TestClient
from starlette.types import Receive, Scope, Send
from test_tower_crowd import answering_at, asked
from tower_kit import PIN, Browser, Clock, bring, house_of, played, ready

from cli.ports import listen
from lab.waiting import until
from tower.serving import posts_server

WHO = f"{1:032x}"
WORD, WRONG_PIN = "Zéphyrine", "918273"
LETTERS = "phyrine"
"""Of the word, what any way to write its accent leaves."""


@contextmanager
def printing(db: Path) -> Iterator[tuple[str, int]]:
    """The tower's own program, which prints into two files beside the base: its address, the port of the posts."""
    with listen(0) as here, listen(0) as there:
        pages, posts = here.getsockname()[1], there.getsockname()[1]
    words = ["tower", "--quiet", "--db", str(db), "--port", str(pages), "--stations-port", str(posts)]
    with db.with_name("out").open("wb") as out, db.with_name("err").open("wb") as err:
        process = subprocess.Popen(
            [sys.executable, "-m", "cli", "--lang", "fr", *words], stdout=out, stderr=err,
            env={**os.environ, "ENVOL_HOME": str(db.parent)},
        )  # fmt: skip
        try:
            assert until(lambda: str(pages) in db.with_name("out").read_text("utf-8"), 60) is not None
            yield f"http://127.0.0.1:{pages}", posts
            process.send_signal(signal.SIGINT)
            process.wait(60)
        finally:
            process.kill()
            process.wait()


def said(number: int, words: bytes) -> None:
    """Some bytes that are no request, or half of one."""
    with socket.create_connection(("127.0.0.1", number), 20) as there:
        there.sendall(words)
        there.shutdown(socket.SHUT_WR)
        there.recv(1 << 16)


@pytest.mark.skipif(sys.platform == "win32", reason="there a program is not told to end by a signal")
def test_a_running_tower_prints_no_code_and_no_typed_word(tmp_path: Path) -> None:
    """Typed well and badly: at the door, on a page, in an address, in what is no request at all, on both ports."""
    db = ready(tmp_path / "m.db", "AB")
    code = "J7-PLV"
    bring(db, played(WHO, code))
    with printing(db) as (address, posts), Client(base_url=address, follow_redirects=True, timeout=60) as client:
        number = int(address.rpartition(":")[2])
        browser = Browser(cast(TestClient, client), Clock(), house_of(db, Clock()))
        browser.enter(WORD, WRONG_PIN)
        browser.enter("AB", WRONG_PIN)
        browser.enter()
        assert code in browser.see(f"/people/{WHO}").text
        browser.send(f"/people/{WHO}/remark", {"kind": "comment", "text": WORD})
        assert WORD in browser.see(f"/people/{WHO}").text
        browser.see(f"/people/{code}?q={WORD}")
        client.post(f"/people/{WORD}", data={"token": code, "text": WORD})
        head = "GET / HTTP/1.1\r\n"
        for words in (f"{code} {WORD}\r\n\r\n", f"GET /{WORD}{code}\r\n\r\n", f"{head}{code} : {WORD}\r\n\r\n",
                      f"{head}Host: {code}\r\nConnection: upgrade\r\nUpgrade: {LETTERS}\r\n\r\n"):  # fmt: skip
            said(number, words.encode())
            said(posts, words.encode())
        asked(posts, "POST", f"/{code}", WORD.encode())
        asked(posts, "POST", "/packet", f"{code}{WORD}".encode() * 500)
    printed = tmp_path.joinpath("out").read_text("utf-8") + tmp_path.joinpath("err").read_text("utf-8")
    assert address in printed
    assert "Invalid HTTP request" in printed, "what goes wrong is printed, so it was looked at"
    for word in (code, LETTERS, WRONG_PIN, PIN, WHO):
        assert word not in printed
    assert not re.search(r"\b[A-Z][0-9]-[A-Z]{3}\b", printed)


def test_what_breaks_is_said_without_its_words(caplog: pytest.LogCaptureFixture) -> None:
    """An error of the program quotes what it stumbled on: its kind and its place are printed, never its words."""

    async def broken(scope: Scope, receive: Receive, send: Send) -> None:
        raise ValueError(f"K4-MTQ {WORD}")

    server, here = posts_server(broken), listen(0)
    with answering_at(server, here) as number:
        assert asked(number, "POST", "/hail", b"x") == 500
    assert "ValueError: " in caplog.text
    assert Path(__file__).name in caplog.text
    assert LETTERS not in caplog.text
    assert "K4-MTQ" not in caplog.text
