"""A seat that says nothing: a process that ended, a game that stands still, a network that is cut are told apart, in
real processes; what is not known is not claimed."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from test_hails import ORGANISATION
from test_tower_radar import Time, hail, known, name

from cli.ports import listen
from export.packets.cards import CARD_FILE, make_card, write_card
from export.packets.keys import station_keys
from game.station.hails import HailLine
from lab.waiting import until
from scenarios.room import ENDED, GONE, HOLDS, SILENT_S, STUCK
from tower.pages.room import SILENCES, said_of
from tower.port import StationPort
from tower.radar import SURE_S, Radar
from tower.serving import posts_server

SPEAKS = """
import sys, time
from pathlib import Path
from game.station.hails import Hails
from scenarios.room import Signals
post = Hails(Path(sys.argv[1]), every_s=0.6, fresh_s=3600)
post.tell("K4-MTQ", Signals("exercise"))
while sys.stdin.readline() != "end\\n":
    pass
post.end()
"""


class Room:
    """A port of posts that answers in a thread, its radar, and a clock that is put forward."""

    def __init__(self, folder: Path) -> None:
        self.ahead, self.folder = 0.0, folder
        station = station_keys(folder)
        self.post = station.station_id
        self.radar = Radar(lambda: time.monotonic() + self.ahead, lambda: {station.station_id: station.verify_key})
        self.socket = listen(0)
        self.number = self.socket.getsockname()[1]
        write_card(folder / CARD_FILE, make_card(
            "organisation", "Mission", bytes(ORGANISATION.public_key), [f"127.0.0.1:{self.number}"]))  # fmt: skip
        self.server = posts_server(StationPort(self.radar, lambda: ORGANISATION))
        self.thread = threading.Thread(target=self.server.run, kwargs={"sockets": [self.socket]}, daemon=True)
        self.thread.start()

    def line(self) -> str:
        """How the line of the post stands."""
        return self.radar._lines.get(self.post, ("", 0.0))[0]


@pytest.fixture(name="room")
def a_room(tmp_path: Path) -> Iterator[Room]:
    """The room, and nothing of it afterwards."""
    room = Room(tmp_path)
    yield room
    room.server.should_exit = True
    room.thread.join(5)
    room.socket.close()


@pytest.fixture(name="game")
def a_game(room: Room) -> Iterator["subprocess.Popen[str]"]:
    """A post in a process of its own, heard twice on one line."""
    game = subprocess.Popen([sys.executable, "-c", SPEAKS, str(room.folder)], stdin=subprocess.PIPE, text=True)
    assert until(lambda: room.line() == HOLDS, 60, 0.02) is not None
    yield game
    game.kill()
    game.communicate()


def silent(room: Room, seconds: float) -> str:
    """What is known of a post that has been silent for so long."""
    spoke = room.radar.spoke(room.post)
    assert spoke is not None
    room.ahead += seconds - (room.radar.clock() - spoke)
    return room.radar.silence(room.post)


def test_a_game_that_was_killed_is_told_from_one_that_stands_still(room: Room, game: "subprocess.Popen[str]") -> None:
    """Stopped as a whole, its machine still answers on its line; killed, its machine hangs up. Neither before it has
    been silent too long, the first not before it is sure."""
    assert silent(room, 2) == ""
    room.ahead = 0.0
    os.kill(game.pid, signal.SIGSTOP)
    time.sleep(1)
    assert silent(room, SILENT_S + 1) == ""
    assert silent(room, SURE_S + 1) == HOLDS
    os.kill(game.pid, signal.SIGCONT)
    spoke = room.radar.spoke(room.post)
    assert until(lambda: room.radar.spoke(room.post) != spoke, 30, 0.02) is not None
    assert room.radar.silence(room.post) == ""
    game.kill()
    assert until(lambda: room.line() == ENDED, 20, 0.02) is not None
    assert silent(room, SILENT_S + 1) == ENDED


def test_a_game_that_was_closed_is_missed_by_nobody(room: Room, game: "subprocess.Popen[str]") -> None:
    """It hangs up too, after its last word."""
    assert game.stdin is not None
    game.stdin.write("end\n")
    game.stdin.flush()
    assert until(lambda: room.line() == ENDED, 20, 0.02) is not None
    silent(room, SURE_S)
    seat = room.radar.of(room.post)
    assert seat is not None
    assert said_of(seat, room.radar.clock(), room.radar.silence(room.post)) == ()


def test_one_line_carries_every_hail_and_is_found_again(room: Room) -> None:
    """Hung up by the tower, the same hail goes by another; of a post that hangs up each time nothing is said."""
    line, sent = HailLine(), []
    for _ in range(3):
        sent.append(line.send("127.0.0.1", room.number, b"x"))
    assert sent == [403] * 3
    assert len(room.server.server_state.connections) == 1
    for connection in list(room.server.server_state.connections):
        connection.loop.call_soon_threadsafe(connection.leave)  # type: ignore[union-attr]
    assert until(lambda: not room.server.server_state.connections, 10, 0.01) is not None
    assert line.send("127.0.0.1", room.number, b"x") == 403
    line.close()
    with pytest.raises(OSError, match=r"refused|actively"):
        line.send("127.0.0.1", 1, b"x")


@pytest.mark.parametrize(
    ("how", "after", "said"),
    [(GONE, SILENT_S + 1, "unreached"), (ENDED, SILENT_S + 1, "ended"), (HOLDS, SURE_S + 1, "frozen"),
     (HOLDS, SILENT_S + 1, STUCK), ("", SURE_S + 1, STUCK), (None, SURE_S + 1, STUCK)],
)  # fmt: skip
def test_a_silent_seat_is_named_by_what_its_line_tells(how: str | None, after: float, said: str) -> None:
    """Each of the three; where nothing is known, or not yet, it is silent and no more; heard again it is none."""
    time_, post = Time(), name(1)
    radar = Radar(time_, lambda: known(1))
    assert radar.hear(hail(count=5), ORGANISATION)
    if how is not None:
        radar.line(post, how)
    time_.s += after
    seat = radar.of(post)
    assert seat is not None
    assert said_of(seat, time_(), radar.silence(post))[:1] == (said,)
    assert said in (STUCK, *SILENCES.values())
    time_.s += 1
    assert radar.hear(hail(count=6), ORGANISATION)
    time_.s += SILENT_S + 1
    # What the line did before its last word says nothing of its silence since.
    assert radar.silence(post) == ""
