"""A post of a room in a process of its own, where a robot plays as a person: it joins, speaks, shares, brings.

Run as a program it reads a word a line and answers each with a line, until its input ends.
"""

import os
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

from export.packets.outbox import Outbox
from game.journey.person import Person
from game.journey.result import read_try, what_was_shown
from game.journey.settle import settle_sent
from game.journey.share import share
from game.library import MODELS
from game.station.courier import bring
from game.station.hails import HailLine, Hails
from game.station.home import Home
from game.station.joining import cards_near, join
from lab.robots import live
from scenarios.load import load_all, workshop_files
from scenarios.model import Scenario
from scenarios.room import Signals
from scoring.rules import EvidenceRule

ROOT = Path(__file__).parent.parent
WORKSHOP = "panneau_porte"


class Post:
    """One post, as the tests speak to it."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, str(Path(__file__))], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=ROOT,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
        )  # fmt: skip

    def ask(self, *words: object) -> str:
        """Have something done; what it says. Fails where it ended."""
        self.begin(*words)
        return self.answer()

    def begin(self, *words: object) -> None:
        """Have something begun: several posts work at once."""
        assert self._process.stdin is not None
        self._process.stdin.write("\t".join(map(str, words)) + "\n")
        self._process.stdin.flush()

    def answer(self) -> str:
        """What it says of the oldest thing begun."""
        assert self._process.stdout is not None
        said = self._process.stdout.readline()
        assert said, f"the post ended with {self._process.wait(20)}"
        return said.strip()

    def close(self) -> None:
        """End it."""
        self._process.kill()
        self._process.communicate()


@cache
def played(workshop: str) -> Scenario:
    """The workshop that is played."""
    return next(one for one in load_all(workshop_files(), MODELS, EvidenceRule)[0] if one.head.id == workshop)


class PostWork:
    """What the process does; which workshop is played in it."""

    def __init__(self, workshop: str = WORKSHOP) -> None:
        self.workshop, self.folder = workshop, Path()
        self.hails: Hails | None = None
        self.line = HailLine()

    def home(self, folder: str) -> str:
        """Be a new post, in a folder of its own."""
        if self.hails is not None:
            self.hails.close()
            self.line.close()
        self.folder, self.hails = Path(folder), None
        self.folder.mkdir(parents=True)
        return "here"

    def join(self, stick: str) -> str:
        """Join by the card that lies on a stick, as the game does when somebody presses « Rejoindre »."""
        (found,) = cards_near([Path(stick)])
        joined = join(self.folder, found)
        return f"{found.card.label} {found.check} {joined.beside}"

    def speak(self, port: str, hand: str) -> str:
        """Be heard at a port of this machine, whatever its name is on the network; "hand" raises it."""
        # What is told once here is meant to last.
        self.hails = self.hails or Hails(
            self.folder, lambda host, _, data: self.line.send("127.0.0.1", int(port), data), fresh_s=3600
        )
        self.hails.tell("", Signals("exercise", acts=4, hand=hand == "hand", workshop=self.workshop))
        return "said"

    def play(self, robot: str, seed: str) -> str:
        """A robot plays, in a person's name, and shares; its code. What is sealed waits in the outbox."""
        scenario = played(self.workshop)
        home = Home.open(self.folder)
        try:
            person = Person.begin(home)
            made = {"scenario": self.workshop, "hash": scenario.hash, "bench": scenario.bench}
            named = {**made, "mechanic": scenario.head.mechanic, "seed": int(seed)}
            sink = person.record({**named, "form": "first", "device": "mouse", "clock": False})
            session = live(scenario, robot, int(seed), sink)
            at = datetime.now(UTC).isoformat(timespec="seconds")
            share(person, what_was_shown([read_try(scenario, session, person.header, at)]), months=3, language="fr")
            person.close()
            return person.code
        finally:
            home.close()

    def bring(self, port: str) -> str:
        """Bring what waits to the tower; what came of it."""
        found = bring(self.folder, to=("127.0.0.1", int(port)))
        settle_sent(self.folder)
        return f"{getattr(found, 'taken', 0)} {found.trouble} {len(Outbox(self.folder / 'outbox').waiting())}".strip()


def main() -> None:
    """A word a line, what it is done with beside it; the answer on a line."""
    post = PostWork()
    does: dict[str, Callable[..., str]] = {
        "home": post.home, "join": post.join, "speak": post.speak, "play": post.play, "bring": post.bring,
    }  # fmt: skip
    for line in sys.stdin:
        word, *rest = line.rstrip("\n").split("\t")
        print(does[word](*rest), flush=True)


if __name__ == "__main__":
    main()
