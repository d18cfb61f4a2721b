"""A whole room of twelve in a real browser: twelve posts in processes of their own, from the cards to the reports."""

import json
from pathlib import Path

from browser_kit import SAYS, Pointer, browser, opened
from post_kit import Post
from test_tower_morning import Morning, say, tower

from lab.waiting import until

ROOM, PLAYS_AT_ONCE = 12, 4
"""Seats, and how many robots play at the same time on a small machine."""
WAITS_S = 900.0


@browser
def test_a_whole_room_of_twelve_from_its_cards_to_its_reports(tmp_path: Path) -> None:
    """Enrolled at once and placed, all announced, seen without scrolling; a hand, a latecomer, a game that is killed;
    all share; closed, the report tells sums to the nearest ten and, for the team, each of the twelve."""
    posts = [Post() for _ in range(ROOM)]
    try:
        with opened(tmp_path / "profile", 1366, WAITS_S) as page:
            stick = tmp_path / "stick"
            stick.mkdir()
            page.call("Browser.setDownloadBehavior", behavior="allow", downloadPath=str(stick))
            for n, post in enumerate(posts):
                post.ask("home", tmp_path / f"post{n}")
            with tower(tmp_path / "agence.db") as (address, port):
                page.go(address)
                room = RoomOfTwelve(Pointer(page), stick, posts, port)
                room.first_start()
                room.room_is_joined()
                room.opens()
                room.shares()
                room.watches()
                room.closes()
    finally:
        for post in posts:
            post.close()


class RoomOfTwelve(Morning):
    """What the adviser does with twelve people, in its order."""

    def opens(self) -> None:
        """One form that has twelve seats by itself; one press opens it, each computer at its place."""
        self.hand.press(say("tower.day.new"))
        self.seen(say("tower.day.title"))
        assert self.page.run("document.getElementById('seats').value") == str(ROOM)
        self.hand.press(say("tower.day.go_open"))
        self.seen(say("tower.day.open_placed", n=ROOM, of=ROOM, heard="")[:60])
        self.seen(say("tower.announced.silent"))
        stands = "Math.round(document.querySelector('#now .main').getBoundingClientRect().top + scrollY)"
        self.page.run(f"window.stood = {stands}")
        for post in self.posts:
            post.begin("speak", self.port, "down")
        for post in self.posts:
            post.answer()
        self.seen(say("tower.announced.all", of=ROOM))
        self.page.until(f"window.stood === {stands}")  # what is pressed keeps its place

    def shares(self) -> None:
        """Each robot plays in its own process and shares; the tower signs that it has all twelve."""
        for at in range(0, ROOM, PLAYS_AT_ONCE):
            some = self.posts[at : at + PLAYS_AT_ONCE]
            for n, post in enumerate(some, at):
                post.begin("play", ("novice", "expert")[n % 2], 3 + n)
            self.codes += [post.answer() for post in some]
        assert len(set(self.codes)) == ROOM
        assert [post.ask("bring", self.port) for post in self.posts] == ["1  0"] * ROOM

    def watches(self) -> None:
        """Twelve tiles on one screen; who asks for help; who came late; whose game was killed, and that it was."""
        self.posts[4].ask("speak", self.port, "hand")
        self.seen(say("tower.announced.calling", n=1, names="5"))
        self.hand.press(say("tower.radar.open"))
        self.seen(say("tower.cause.help"))
        self.page.call("Emulation.setDeviceMetricsOverride", width=1366, height=768, deviceScaleFactor=1, mobile=False)
        tiles = "[...document.querySelectorAll('.seat')].map(e => e.getBoundingClientRect().bottom)"
        # The seats are written anew twice a second, and a loaded machine lays a page out after its size was set.
        self.page.until(f"{tiles}.length === {ROOM} && scrollY === 0 && Math.max(...{tiles}) <= 768")
        self.hand.press("7")
        self.seen(say("tower.day.what"))
        self.hand.press(say("tower.note.late"))
        self.hand.press(say("tower.day.note"), last=True)
        self.seen(say("tower.day.noted"))
        self.posts[2].close()
        tile = "[...document.querySelectorAll('.seat')][2].innerText"
        assert until(lambda: say("tower.cause.ended") in self.page.run(tile), 60, 0.5) is not None, self.page.run(tile)
        self.hand.press("Revenir à")
        self.seen(say("tower.note.late"))

    def closes(self) -> None:
        """The one orange button leads to the report; beside it each of the twelve, with what comes next."""
        self.seen(say("tower.day.in_all", n=ROOM, played=ROOM))
        self.hand.press(say("tower.day.close"))
        self.hand.press(say("tower.day.close_go"))
        self.seen(say("tower.day.turned.closed")[:40])
        assert self.page.run("[...document.querySelectorAll('.main')].map(e => e.innerText).join()") == "Lire le bilan"
        self.hand.press(say("tower.recap.read"))
        self.seen(say("tower.recap.people", n=10))
        assert self.page.printed() == 1
        assert not any(self.page.run(f"{SAYS}.includes({json.dumps(code)})") for code in self.codes)
        self.hand.press(say("tower.sitting.tab.people"))
        self.seen(say("tower.sitting.team"))
        assert all(self.page.run(f"{SAYS}.includes({json.dumps(code)})") for code in self.codes)
        assert self.page.run("document.querySelectorAll('tbody tr').length") == ROOM
        assert self.page.run(f"{SAYS}.split({json.dumps(say('tower.people.step.read'))}).length - 1") == ROOM
        for sheet in ("run", "attendance"):
            self.page.run("window.left = true")
            self.page.go(self.page.run("location.href").replace("report/people", sheet))
            assert self.page.printed() == 1, sheet
            self.page.call("Page.navigateToHistoryEntry", entryId=self.page.call("Page.getNavigationHistory")[
                "entries"][-2]["id"])  # fmt: skip
            self.seen(say("tower.sitting.team"))
