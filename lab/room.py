"""A room of twelve posts and one tower, each in a network of its own: cables and power are cut at random, and counted.

`python -m lab.room --cuts 100` needs the right to make network namespaces (root, or `unshare -rnm`) and iproute2.
A router stands between them that lets no multicast and no broadcast through. It demands that every result arrives
exactly once, that all posts find a tower that was given another address within a minute, and that a firewall is named.
"""

import argparse
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
from nacl.public import PrivateKey

from assets.texts import Catalogue
from export.packets.cards import CARD_FILE, card_of_key, write_card
from export.packets.keys import Station, organisation_keys, station_keys
from export.packets.outbox import Outbox
from export.store.advisers import declare
from export.store.beside import home_beside
from export.store.intake import add_station
from export.store.pins import set_pin
from export.store.settings import name_organisation
from export.store.store import Store
from game.journey.settle import settle_sent
from game.station.boot import now as boot_now
from game.station.consent import Records, VisitConsent
from game.station.courier import Courier
from lab.benches.ingest import body_of
from lab.waiting import until

PORT, PAGES = 47471, 8123
NET = "10.77.5"
TOWER, MOVED = f"{NET}.200", f"{NET}.231"
FINDS_S, SETTLES_S, STARTS_S = 60.0, 180.0, 120.0
ASKS_S = 0.25
"""How often the room is asked whether all arrived."""
SENTENCE = "pare-feu"


@dataclass(slots=True)
class Post:
    """One post: its folder, its key, its process."""

    name: str
    folder: Path
    station: Station
    process: "subprocess.Popen[bytes] | None" = None


@dataclass(slots=True)
class Room:
    """The posts, the tower's base, and what was made."""

    folder: Path
    tag: str
    posts: list[Post] = field(default_factory=list)
    packets: set[str] = field(default_factory=set)
    tower: "subprocess.Popen[bytes] | None" = None
    chance: np.random.Generator = field(default_factory=lambda: np.random.default_rng(14))

    @property
    def db(self) -> Path:
        return self.folder / "agence.db"

    def there(self) -> list[str]:
        """The ids of the packets in the base."""
        with Store.open(self.db) as store:
            return [str(row["packet_id"]) for row in store.rows("select packet_id from packets")]

    def waiting(self) -> int:
        """Packets that wait on all posts."""
        return sum(len(Outbox(post.folder / "outbox").waiting()) for post in self.posts)

    def result(self, post: Post, organisation: PrivateKey) -> None:
        """Somebody shares at a post."""
        body = body_of(self.chance)
        Records(post.folder / "visits").write(VisitConsent(str(body["visit_id"]), "K4-MTQ", "sent", boot_now()))
        put = Outbox(post.folder / "outbox").put(body, post.station, organisation.public_key)
        self.packets.add(put.packet_id)


def ip(*words: str) -> None:
    """One word to the kernel. Raises CalledProcessError."""
    subprocess.run(["ip", *words], check=True, capture_output=True)


def lacks() -> str:
    """What is missing here to make networks, "" when nothing is."""
    if shutil.which("ip") is None:
        return "the command ip (Debian: iproute2)"
    name = f"envol-try-{os.getpid()}"
    try:
        ip("netns", "add", name)
        ip("netns", "del", name)
    except (subprocess.CalledProcessError, OSError):
        return "the right to make network namespaces (run it as root, or inside: unshare -rnm)"
    return ""


@contextmanager
def networks(tag: str, n: int) -> Iterator[None]:
    """A router that answers for everybody (proxy ARP), a cable from it to the tower and to each post: to them one small
    network; no multicast goes through."""
    names = [f"{tag}hub", f"{tag}t", *(f"{tag}{at}" for at in range(n))]
    try:
        for name in names:
            ip("netns", "add", name)
        hub = names[0]
        ip("-n", hub, "link", "set", "lo", "up")
        ip("-n", hub, "addr", "add", f"{NET}.254/32", "dev", "lo")
        for setting in ("ip_forward", "conf/all/proxy_arp", "neigh/default/proxy_delay"):
            value = "0" if setting.endswith("delay") else "1"
            within(hub, "-c", f"open('/proc/sys/net/ipv4/{setting}', 'w').write('{value}')").wait()
        for at, name in enumerate(names[1:]):
            own = TOWER if at == 0 else f"{NET}.{9 + at}"
            ip("-n", hub, "link", "add", f"c{at}", "type", "veth", "peer", "name", "net0", "netns", name)
            ip("-n", name, "link", "set", "lo", "up")
            ip("-n", name, "addr", "add", f"{own}/24", "dev", "net0")
            ip("-n", name, "link", "set", "net0", "up", "multicast", "off")
            plug_in(hub, at, own)
        yield
    finally:
        for name in names:
            with suppress(subprocess.CalledProcessError):
                ip("netns", "del", name)


def plug_in(hub: str, cable: int, own: str) -> None:
    """The router's end of a cable, and who is at its other end."""
    ip("-n", hub, "link", "set", f"c{cable}", "up", "multicast", "off")
    ip("-n", hub, "route", "replace", f"{own}/32", "dev", f"c{cable}")


def within(name: str, *words: str, quiet: bool = True) -> "subprocess.Popen[bytes]":
    """A process inside a network."""
    out = subprocess.DEVNULL if quiet else subprocess.PIPE
    return subprocess.Popen(["ip", "netns", "exec", name, sys.executable, *words], stdout=out, stderr=out)


def prepared(room: Room, n: int) -> PrivateKey:
    """The base with its adviser, the posts with their cards."""
    organisation = organisation_keys(home_beside(room.db))
    now = datetime.now(UTC)
    card = card_of_key(organisation, "Agence", [f"{TOWER}:{PORT}"])
    with Store.open(room.db, kind="person") as store:
        name_organisation(store, "Agence", ("lab", now))
        declare(store, "AB", now)
        set_pin(store, "AB", "274913", "lab", now)
        for at in range(n):
            folder = room.folder / f"post{at}"
            (folder / "visits").mkdir(parents=True)
            station = station_keys(folder)
            write_card(folder / CARD_FILE, card)
            add_station(store, station.verify_key, f"Poste {at + 1}", now)
            room.posts.append(Post(f"{room.tag}{at}", folder, station))
    return organisation


def start_tower(room: Room) -> None:
    """The tower's own program."""
    words = ["-m", "cli", "tower", "--quiet", "--db", str(room.db), "--port", str(PAGES), "--stations-port", str(PORT)]
    room.tower = within(f"{room.tag}t", *words)


def start_post(post: Post) -> None:
    """The courier as the game runs it."""
    post.process = within(post.name, "-m", "lab.room", "--post", str(post.folder))


def cut_power(process: "subprocess.Popen[bytes] | None") -> None:
    """No goodbye."""
    if process is not None:
        process.send_signal(signal.SIGKILL)
        process.wait()


def cut_at_random(room: Room, organisation: PrivateKey, cuts: int, chance: random.Random) -> dict[str, int]:
    """Cables and power, one after the other; how often each."""
    counted = {"cables": 0, "posts": 0, "towers": 0}
    for n in range(cuts):
        at = chance.randrange(len(room.posts))
        post = room.posts[at]
        room.result(post, organisation)
        time.sleep(chance.uniform(0, 0.4))
        kind = "towers" if n % 12 == 11 else chance.choice(("cables", "cables", "posts"))
        counted[kind] += 1
        if kind == "towers":
            cut_power(room.tower)
            start_tower(room)
        elif kind == "posts":
            cut_power(post.process)
            start_post(post)
        else:
            hub, cable = f"{room.tag}hub", 0 if chance.random() < 0.3 else at + 1
            ip("-n", hub, "link", "set", f"c{cable}", "down")
            time.sleep(chance.uniform(0.05, 1.0))
            plug_in(hub, cable, TOWER if cable == 0 else f"{NET}.{9 + cable}")
    return counted


def tried(room: Room, posts: int, cuts: int, seed: int) -> list[tuple[str, bool]]:
    """Each demand in words, and whether it was kept."""
    organisation = prepared(room, posts)
    trials = []
    start_tower(room)
    for post in room.posts:
        room.result(post, organisation)
        start_post(post)
    first = until(lambda: room.waiting() == 0, STARTS_S, ASKS_S)
    words = f"{posts} posts brought a first result, {first or STARTS_S:.0f} s after the start"
    trials.append((words, first is not None))
    counted = cut_at_random(room, organisation, cuts, random.Random(seed))
    settled = until(lambda: room.waiting() == 0, SETTLES_S, ASKS_S)
    there = room.there()
    once = sorted(there) == sorted(room.packets)
    said = ", ".join(f"{n} {name}" for name, n in counted.items())
    words = f"{cuts} cuts ({said}): {len(room.packets)} results made, {len(set(there))} there"
    words += f", {len(there) - len(set(there))} twice, {room.waiting()} still waiting"
    trials.append((words, once and settled is not None))
    ip("-n", f"{room.tag}t", "addr", "del", f"{TOWER}/24", "dev", "net0")
    ip("-n", f"{room.tag}t", "addr", "add", f"{MOVED}/24", "dev", "net0")
    ip("-n", f"{room.tag}hub", "route", "del", f"{TOWER}/32")
    plug_in(f"{room.tag}hub", 0, MOVED)
    for post in room.posts:
        room.result(post, organisation)
    took = until(lambda: room.waiting() == 0, FINDS_S, ASKS_S)
    moved = sorted(room.there()) == sorted(room.packets)
    late = f"after {took:.0f} s" if took is not None else f"{room.waiting()} still waiting after {FINDS_S:.0f} s"
    words = f"{posts} of {posts} found the tower at another address, multicast blocked: {late}"
    trials.append((words, moved and took is not None))
    trials.append(firewall(room, organisation))
    return trials


def firewall(room: Room, organisation: PrivateKey) -> tuple[str, bool]:
    """The tower's machine lets no answer out to one post: what that post is told."""
    post = room.posts[0]
    cut_power(post.process)
    ip("-n", f"{room.tag}t", "route", "add", "blackhole", f"{NET}.10/32")
    room.result(post, organisation)
    words = ["-m", "cli", "--lang", "fr", "send", "--to", f"{MOVED}:{PORT}", "--home", str(post.folder)]
    asked = within(post.name, *words, quiet=False)
    _, said = asked.communicate()
    lines = said.decode().strip().splitlines()
    return f"a firewall is named: {lines[0] if lines else '-'}", bool(lines) and SENTENCE in lines[0]


def serve_post(folder: Path) -> int:
    """One post until it is killed."""
    Courier(folder, lambda: settle_sent(folder), every_s=1.0)
    while True:
        time.sleep(60)


def main() -> int:
    """Status 0 when all was kept, 1 when not, 2 where no network can be made."""
    parser = argparse.ArgumentParser(prog="lab.room")
    parser.add_argument("--cuts", type=int, default=100)
    parser.add_argument("--posts", type=int, default=12)
    parser.add_argument("--seed", type=int, default=14)
    parser.add_argument("--report", type=Path)
    parser.add_argument("--post", type=Path)
    options = parser.parse_args()
    if options.post is not None:
        return serve_post(options.post)
    if missing := lacks():
        print(f"The room cannot be made here: it lacks {missing}.", file=sys.stderr)
        return 2
    Catalogue.load()
    tag = f"envol{os.getpid() % 10_000}-"
    with tempfile.TemporaryDirectory(prefix="envol-room-") as place, networks(tag, options.posts):
        room = Room(Path(place), tag)
        try:
            trials = tried(room, options.posts, options.cuts, options.seed)
        finally:
            for process in (room.tower, *(post.process for post in room.posts)):
                cut_power(process)
    lines = [f"{'kept' if kept else 'NOT KEPT'}: {words}" for words, kept in trials]
    print("\n".join(lines))
    if options.report:
        options.report.parent.mkdir(parents=True, exist_ok=True)
        options.report.write_text("\n".join(lines) + "\n", "utf-8")
    return 0 if all(kept for _, kept in trials) else 1


if __name__ == "__main__":
    raise SystemExit(main())
