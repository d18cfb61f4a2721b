"""A whole morning of an adviser in a real browser, from the first start to what comes after: by pointer, by keys alone.

The tower is its own program, each post a process of its own in which a robot plays. By keys the pages are 320 units
wide, and each that is passed is looked at: nothing cut off, every field named.
"""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from browser_kit import NARROW, SAYS, Hand, Keys, Pointer, browser, opened, sound
from post_kit import ROOT, Post
from tower_kit import PIN

from assets.texts import Catalogue
from cli.ports import listen
from lab.waiting import until

TEXTS = Catalogue.load()
CODE = r"document.body.innerText.match(/\b[A-Z]\d-[A-Z]{3}\b/)"


def say(key: str, **values: object) -> str:
    return TEXTS.t(key, "fr", False, "", **values)


def free_ports() -> tuple[int, int]:
    with listen(0) as pages, listen(0) as posts:
        return pages.getsockname()[1], posts.getsockname()[1]


@contextmanager
def tower(db: Path) -> Iterator[tuple[str, int]]:
    """The tower's own program: the address of its pages, and the port that posts speak to."""
    pages, posts = free_ports()
    words = ["tower", "--quiet", "--db", str(db), "--port", str(pages), "--stations-port", str(posts)]
    process = subprocess.Popen(
        [sys.executable, "-m", "cli", "--lang", "fr", *words], cwd=ROOT, stdout=subprocess.PIPE, text=True,
        env={**os.environ, "ENVOL_HOME": str(db.parent)},
    )  # fmt: skip
    try:
        assert process.stdout is not None
        assert str(pages) in process.stdout.readline()
        yield f"http://127.0.0.1:{pages}", posts
    finally:
        process.terminate()
        with suppress(subprocess.TimeoutExpired):
            process.communicate(timeout=10)
        process.kill()
        process.communicate()


@browser
def test_a_whole_morning_by_pointer_then_by_keys(tmp_path: Path) -> None:
    """First start, room, radar, results, review, card on paper, offer, list, decision, fair, its sheets, outcome."""
    posts = [Post(), Post()]
    try:
        with opened(tmp_path / "profile", NARROW, 240.0) as page:
            for hand in (Pointer(page), Keys(page)):
                lived(hand, tmp_path / type(hand).__name__, posts)
    finally:
        for post in posts:
            post.close()


def lived(hand: Hand, folder: Path, posts: list[Post]) -> None:
    """One morning, on a base of its own; the posts are as new."""
    stick = folder / "stick"
    stick.mkdir(parents=True)
    hand.page.call("Browser.setDownloadBehavior", behavior="allow", downloadPath=str(stick))
    hand.page.wide(hand.WIDTH)
    for n, post in enumerate(posts):
        post.ask("home", folder / f"post{n}")
    with tower(folder / "agence.db") as (address, port):
        hand.page.go(address)
        morning = Morning(hand, stick, posts, port)
        morning.first_start()
        morning.room_is_joined()
        morning.sitting()
        morning.results()
        morning.review()
        morning.decision()
        morning.fair()
        morning.after()


class Morning:
    """What the adviser does, in its order."""

    def __init__(self, hand: Hand, stick: Path, posts: list[Post], port: int) -> None:
        self.hand, self.page, self.stick, self.posts, self.port = hand, hand.page, stick, posts, port
        self.codes: list[str] = []
        self.proposed = ""

    def seen(self, text: str) -> None:
        """The page that a press led to says so; a narrow one is whole."""
        self.page.until(f"!window.left && document.readyState === 'complete' && {SAYS}.includes({json.dumps(text)})")
        if self.hand.WIDTH == NARROW:
            sound(self.page, text)

    def goes(self, key: str) -> None:
        """By the bar at the head of each page."""
        self.hand.press(say(f"tower.nav.{key}"))
        self.seen(say("tower.foot"))

    def first_start(self) -> None:
        """Five answers make the base; the first page says what to do next."""
        self.seen(say("tower.first.title"))
        for name, text in (("organisation", "Mission locale"), ("adviser", "AB"), ("pin", PIN), ("pin_again", PIN)):
            self.hand.write(name, text)
            if name == "organisation":
                self.hand.choose("region", "Normandie")
        self.hand.press(say("tower.first.go"))
        self.seen(say("tower.home.title"))
        self.seen("Mission locale · AB")

    def room_is_joined(self) -> None:
        """The one file goes to each post; the cards that they leave beside it come back all at once."""
        self.hand.press(say("tower.home.add_station"))
        self.seen(say("tower.stations.none"))
        fold = say("tower.stick.by_hand")
        plain = "document.body.innerText.replace(/[\\u00a0\\u202f\\s]+/g, ' ')"
        if self.page.run(f"{plain}.includes({fold!r})"):
            # Where a player's folder lies beside the tower, a stick is made ready by one press; by hand is in a fold.
            self.hand.press(fold)
        self.hand.press(say("tower.stations.card"))
        assert until((self.stick / "organisation.card").exists, 20) is not None
        signs = [post.ask("join", self.stick) for post in self.posts]
        shown = self.page.run("document.querySelector('code[aria-label]').innerText").replace(" ", "")
        assert all(shown in one.replace(" ", "") for one in signs)
        self.page.files("file", sorted(self.stick.glob("poste-*.card")))
        self.hand.press(say("tower.stations.enrol"))
        self.seen("sont inscrits")

    def sitting(self) -> None:
        """Twelve seats, two posts; one is heard, the other raises a hand."""
        self.hand.press(say("tower.day.new"))
        self.seen(say("tower.day.title"))
        self.hand.press(say("tower.day.go"))
        self.seen(say("tower.day.plan"))
        # Each has its computer: how to change that is folded.
        self.hand.press(say("tower.day.place"))
        self.hand.press(say("tower.day.in_order"))
        self.seen(say("tower.day.plan"))
        assert self.page.run("document.querySelector('.seat span').innerText") != say("tower.day.no_station")
        self.hand.press(say("tower.day.open"))
        self.seen(say("tower.day.state.open"))
        for post, hand in zip(self.posts, ("down", "hand"), strict=True):
            post.ask("speak", self.port, hand)
        self.hand.press(say("tower.radar.open"))
        self.seen(say("tower.radar.title"))
        self.seen(say("tower.cause.help"))
        self.seen(say("tower.radar.fine"))

    def results(self) -> None:
        """Each robot plays in its own process and shares; the tower signs that it has both."""
        for n, post in enumerate(self.posts):
            post.begin("play", ("novice", "expert")[n], 3 + n)
        self.codes = [post.answer() for post in self.posts]
        assert [post.ask("bring", self.port) for post in self.posts] == ["1  0", "1  0"]
        self.goes("home")
        self.hand.press("2 " + say("tower.waits.unread", n=2))
        self.seen(say("tower.people.step.read"))
        assert all(self.page.run(f"{SAYS}.includes('{code}')") for code in self.codes)

    def review(self) -> None:
        """A result, the facts under what it says, a remark; the card takes one sheet of paper."""
        self.hand.press(self.codes[1])
        self.seen(say("tower.person.showed"))
        self.hand.press(self.page.run("document.querySelector('.habiletes a').innerText"))
        self.seen(say("tower.person.further"))
        self.hand.press(say("tower.back_to", what=self.codes[1]))
        self.seen(say("tower.person.showed"))
        self.hand.write("text", "Demande confirmation avant de signer.", last=True)
        self.hand.press(say("tower.remark.go"))
        self.seen(say("tower.remark.kept.comment"))
        self.hand.press(say("tower.person.card"))
        self.seen(say("tower.card.title"))
        assert self.hand.WIDTH == NARROW or self.page.printed() == 1

    def decision(self) -> None:
        """An offer, its list, a pair: a decision is opened, a button says its reason."""
        self.goes("offers")
        self.hand.press(self.page.run("document.querySelector('tbody th a').innerText"))
        self.seen(say("tower.offer.who"))
        self.hand.press(say("tower.offer.open_list"))
        self.seen(say("tower.list.left_out"))
        self.proposed = self.page.run(f"{CODE}[0]")
        self.hand.press(self.proposed)
        self.seen(say("tower.pair.decide"))
        self.hand.press(say("tower.verdict.propose"))
        reason = say("spoken.reason.to_meet").partition(" / ")[0].capitalize()
        self.hand.press(f"{say('tower.verdict.propose')} : {reason}")
        # Nobody asked them anything yet: that is asked first, and a proposal all the same says why.
        self.seen("Rien n'est décidé")
        self.hand.write("text", "Elle part demain")
        self.hand.press("Je propose sans l'avoir demandé")
        self.hand.press(f"{say('tower.verdict.propose')} : {reason}")
        self.seen("C'est décidé")

    def fair(self) -> None:
        """Whoever is proposed gets an hour; a page of paper for the stand."""
        self.goes("fairs")
        self.hand.press(say("tower.fair.new"))
        self.seen(say("tower.fair.pause"))
        self.hand.write("title", "Emplois en Seine")
        self.hand.write("place", "Rouen")
        self.hand.press(say("tower.fair.make"))
        self.seen(say("tower.fair.no_stand"))
        self.hand.press(say("tower.fair.add_stand_go") + " : ")
        self.seen(say("tower.fair.stand_change"))
        assert self.page.run("location.hash") == "#people"
        # What came of it is said at that place, on the screen.
        assert self.page.run("document.querySelector('#people .told[role]').getBoundingClientRect().top") >= 0
        self.hand.press(say("tower.fair.plan"))
        self.seen(say("tower.fair.plan_keep"))
        self.hand.press(say("tower.fair.sheets_stands"))
        self.seen(self.proposed)
        assert self.hand.WIDTH == NARROW or self.page.printed() == 1

    def after(self) -> None:
        """What became of it is noted on the pair, and stands among the outcomes; then the tower is closed."""
        self.goes("after")
        self.hand.press(self.page.run("document.querySelector('tbody th a').innerText"))
        self.seen(say("tower.after.note"))
        self.hand.press(say("tower.after.note"))
        self.hand.press(say("tower.after.kind.met"))
        self.hand.press(say("tower.remark.go"), last=True)
        self.seen(say("tower.after.undo"))
        self.hand.press(say("tower.close.go"))
        self.seen(say("tower.close.stay"))
        self.hand.press(say("tower.close.go"), last=True)
        self.seen(say("tower.close.again"))
