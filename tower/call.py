"""What a page is given, and how it answers: plain values in, a response out."""

import asyncio
import unicodedata
from collections.abc import AsyncIterator, Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import quote, urlencode

from jinja2 import Environment, PackageLoader, StrictUndefined
from starlette.responses import HTMLResponse, RedirectResponse, Response, StreamingResponse

from assets.spoken import confirm_said
from assets.texts import languages
from assets.voice import Voice
from desk.dates import day
from export.store.contests import contested
from export.store.readings import note_reading
from export.store.sheets import note_taken
from export.store.store import Store
from scenarios.plain import BLANK, unbroken
from tower.house import House
from tower.logins import Login, Notice
from tower.thrift import give_back

TEMPLATES = Environment(
    loader=PackageLoader("tower"), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True,
    auto_reload=False,
)  # fmt: skip
TEMPLATES.globals["confirm_said"] = confirm_said
TEMPLATES.filters["sentence"] = lambda text: text[:1].upper() + text[1:]
INSTEAD = "tower.instead."
DOORS = ("/enter", "/first", "/lock", "/language", "/draft", "/static", "/trial")
MOST_ADDRESS = 500
AT = "at:"
"""Beside a page that somebody comes back to: the place on it where they were."""
AGAIN = "again"
"""What a page that asks for itself again, without a script, bears in its address: no sign of anybody there."""
ASKED_ABOUT = "asked about"
"""Beside what was typed on a page: the form whose free words look private."""
WRONG = "what is wrong"
"""Beside what was typed on a page: the key of the sentence that says why it was sent back."""
UNSEEN = {"Cc", "Cf", "Cs", "Co", "Zl", "Zp"}


@dataclass(frozen=True)
class PagesVoice(Voice):
    """The texts as pages say them: what names a command elsewhere names here what can be pressed."""

    def say(self, key: str, **values: object) -> str:
        """One text; the pages' own under `tower.instead.<key>` goes first."""
        own = INSTEAD + key
        return super().say(own if self.catalogue.has(own) else key, **values)


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that was dropped: the last part of its name, and where it lies until the answer is given."""

    name: str
    path: Path


def figure(text: str, most: int = 10**15) -> int | None:
    """A whole number in plain figures, None for anything else (« ² » is a figure to Python, and no number)."""
    if not (text.isascii() and text.isdigit() and len(text) <= len(str(most))):
        return None
    number = int(text)
    return number if number <= most else None


def own_page(text: str) -> str:
    """A page of ours behind the door, as it may stand in a form or an address; "" for what is none."""
    ours = text.startswith("/") and not text.startswith(("//", "/\\")) and text.isascii() and text.isprintable()
    within = any(text == door or text.startswith((f"{door}/", f"{door}?")) for door in DOORS)
    return text if ours and not within and len(text) <= MOST_ADDRESS else ""


def enter_for(page: str) -> str:
    """The door, and the page that it leads back to."""
    back = own_page(page)
    return f"/enter?page={quote(back, safe='')}" if back not in ("", "/") else "/enter"


T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Span:
    """A page of a long list: how many rows in all, rows a page, the page's number from 1, how many pages."""

    n: int
    each: int
    number: int
    pages: int

    @property
    def after(self) -> int:
        """How many rows stand before it."""
        return (self.number - 1) * self.each

    def of(self, rows: Sequence[T]) -> Sequence[T]:
        """The rows of this page."""
        return rows[self.after :][: self.each]


@dataclass(frozen=True, slots=True)
class Call:
    """One request, already known to be ours: who asks, the words of its path, and what its form holds."""

    house: House
    login: Login
    path: str
    words: Mapping[str, str] = field(default_factory=dict)
    query: Mapping[str, str] = field(default_factory=dict)
    form: Mapping[str, str] = field(default_factory=dict)
    many: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Every value of each field of the form, of the address where a page is read: boxes that were ticked."""
    uploads: tuple[Upload, ...] = ()
    part: bool = False
    """Whether a part of a page asks by itself: the sentences that wait are for the page, and stay."""
    _contests: dict[str, list[dict[str, Any]]] = field(default_factory=dict)

    @property
    def store(self) -> Store:
        """The open base."""
        return self.house.store

    @property
    def now(self) -> datetime:
        """The machine's moment."""
        return self.house.now()

    @property
    def adviser(self) -> str:
        """Who is here; never empty on a page that asks for a PIN."""
        return self.login.adviser

    @property
    def said_by(self) -> tuple[str, datetime]:
        """Who does it, and when: what is written beside what they do."""
        return self.adviser, self.now

    @property
    def here(self) -> str:
        """The address of this page: its path, and what is asked of it."""
        asked = urlencode({name: value for name, value in self.query.items() if name != AGAIN})
        return quote(self.path) + (f"?{asked}" if asked else "")

    @property
    def again(self) -> str:
        """The same, for a page that asks for itself."""
        return f"{self.here}{'&' if '?' in self.here else '?'}{AGAIN}=1"

    def draft(self) -> str:
        """What was typed here before the lock, or beside a form that was sent, as JSON for the page's script."""
        return self.house.logins.drafts.take(self.adviser, self.here) if self.adviser else ""

    @property
    def voice(self) -> Voice:
        """The texts in the language of this login."""
        return PagesVoice(self.house.catalogue, self.login.language)

    def say(self, key: str, **values: object) -> str:
        """One text."""
        return self.voice.say(key, **values)

    def text(self, key: str, **values: object) -> str:
        """One text as it stands on a page: no line breaks inside French quotation marks or before « : ; ! ? »."""
        return self.whole(self.say(key, **values))

    def whole(self, said: str) -> str:
        """A sentence that is made already, as it stands on a page."""
        return unbroken(said) if self.login.language.startswith("fr") else said

    def day(self, moment: str) -> str:
        """A day as it is written in the language: « 24/11/2026 »."""
        return day(moment, self.login.language)

    def weekday(self, moment: str) -> str:
        """A day with its name: « mardi 24/11/2026 »."""
        return f"{self.say(f'tower.weekday.{date.fromisoformat(moment[:10]).weekday()}')} {self.day(moment)}"

    def hour(self, moment: str) -> str:
        """The hour of a moment of the base, as the clock of this machine shows it: « 10:05 »."""
        return datetime.fromisoformat(moment).astimezone().strftime("%H:%M")

    def moment(self, moment: str) -> str:
        """A moment of the base by the clock of this machine: « 24/11/2026, 10:05 »."""
        here = datetime.fromisoformat(moment).astimezone()
        return f"{self.day(here.date().isoformat())}, {here:%H:%M}"

    def tell(self, key: str, **values: object) -> None:
        """A sentence at the head of the next page."""
        self.login.said.append(Notice(key, values))

    def warn(self, key: str, **values: object) -> None:
        """The same for what did not work: it is never drawn as what did."""
        self.login.said.append(Notice(key, values, wrong=True))

    def typed(self, name: str, otherwise: str = "") -> str:
        """What was typed in a field of this page before it was sent back, or chosen the last time."""
        return self.login.kept.get(self.path, {}).get(name, otherwise)

    def asks(self, to: str) -> bool:
        """Whether the form to a path was sent back because its free words look private."""
        return self.typed(ASKED_ABOUT) == to

    def amiss(self, *begins: str) -> bool:
        """Whether a form of this page was sent back by a sentence whose key begins so: its field is then marked."""
        return self.typed(WRONG).startswith(begins)

    @property
    def number(self) -> int:
        """The page of a long list that is asked for, from 1."""
        return max(1, figure(self.query.get("page", "1"), most=999_999) or 1)

    def span(self, n: int, each: int) -> "Span":
        """Which of `n` rows the page asked for holds, `each` a page."""
        pages = max(1, -(-n // each))
        return Span(n, each, min(self.number, pages), pages)

    def page(self, template: str, status: int = 200, **values: object) -> Response:
        """A page made of a template; texts, tokens and the sentences that wait are given to it."""
        notices = [(self.text(notice.key, **notice.values), notice.wrong) for notice in self.login.said]
        if not self.part:
            # Those that were read: a thread may have said one more since.
            del self.login.said[: len(notices)]
        pressed = "" if self.part else self.login.kept.pop(AT + self.path, {}).get("place", "")
        text = TEMPLATES.get_template(template).render(
            t=self.text, token=self.login.token, call=self, house=self.house, told=notices, pressed=pressed,
            held_back=self.held_back(), day=self.day, languages=languages(), **values,
        )  # fmt: skip
        return HTMLResponse(visible(text), status)

    def held_back(self) -> bool:
        """Whether this is a page of somebody whose result waits for an answer: nothing of it is printed before."""
        # While the base is put back nobody's page is shown.
        who = self.words.get("who", "") if self.adviser and not self.house.lent else ""
        return bool(who and self.contests(who))

    def contests(self, who: str) -> list[dict[str, Any]]:
        """The disagreements of a person that wait for an answer: asked once for a page and its frame. A form that
        answers one leads to another page."""
        if who not in self._contests:
            self._contests[who] = contested(self.store, who)
        return self._contests[who]

    def progress(self, template: str, *, over: bool, **values: object) -> Response:
        """How far something is, alone; once it is over, the page that asks is read again."""
        answer = self.page(template, 200, **values)
        if over:
            answer.headers["HX-Refresh"] = "true"
        return answer

    def reads(self, *people: str) -> None:
        """This page shows what was measured of people: who observes them does not see it, who saw it does not observe.

        Raises StoreError for an adviser whose grid of one of them is not revealed yet.
        """
        note_reading(self.store, people, self.said_by)

    def opens(self, who: str) -> None:
        """This page is somebody's result: as `reads`, and it is no longer to be read by this adviser."""
        note_reading(self.store, (who,), self.said_by, opened=True)

    def go(self, path: str) -> Response:
        """See another page of ours."""
        return RedirectResponse(path, 303)

    def stay(self, path: str, place: str, key: str = "", **values: object) -> Response:
        """See a page of ours again where one was on it, at the place with that id, as an address ends ("#" and it) or
        alone. The sentence that waits, `key` where one is given, is told there and not at the head of the page
        (`notice` of `parts.html`)."""
        place = place.removeprefix("#")
        if key:
            self.tell(key, **values)
        self.login.kept[AT + path.partition("?")[0]] = {"place": place}
        return self.go(f"{path}#{place}")

    def sheet(self, name: str, data: bytes, what: str, who: str = "") -> Response:
        """A sheet about people: that it was taken is kept in the audit, so that an erasure can name it.

        `who`: whose alone it is; "" for a sheet of several.
        """
        note_taken(self.store, what, who, self.adviser, self.now)
        return self.file(name, "text/csv; charset=utf-8", data)

    def long_sheet(self, name: str, parts: Iterable[bytes], what: str) -> Response:
        """The same of a sheet of everybody: a part is made as the one before was sent, and pages are given between."""
        note_taken(self.store, what, "", self.adviser, self.now)
        return StreamingResponse(in_turn(parts), media_type="text/csv; charset=utf-8", headers=kept_as(name))

    def file(self, name: str, kind: str, data: bytes) -> Response:
        """A file to keep: always downloaded, never shown."""
        return Response(data, media_type=kind, headers=kept_as(name))


def kept_as(name: str) -> dict[str, str]:
    """What tells a browser to keep an answer as a file of this name."""
    plain = name.encode("ascii", "replace").decode().replace('"', "")
    return {"content-disposition": f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name)}"}


async def in_turn(parts: Iterable[bytes]) -> AsyncIterator[bytes]:
    """Parts of a file, made in the thread of the pages, which alone reads the base; other pages go between two. An
    empty part is no more than that: a place where others are answered."""
    for part in parts:
        if part:
            yield part
        await asyncio.sleep(0)
    give_back()


def visible(text: str) -> str:
    """A page without signs that turn the writing round or that nobody sees, whoever put them in."""
    # Each sign is looked at once, however often it stands on the page.
    unseen = [sign for sign in set(text) - {"\n"} if unicodedata.category(sign) in UNSEEN or sign in BLANK]
    return text.translate(dict.fromkeys(map(ord, unseen))) if unseen else text


PageMaker = Callable[[Call], Response]


@dataclass(frozen=True, slots=True)
class Address:
    """One address of the tower.

    `open_to_all`: before the PIN. `back`: for a form, the page that shows what is wrong, with what was typed, and the
    place on it after « # »; the words of the path stand in it. `most_bytes`: what a form may bring; `files`: how many
    files.
    """

    method: str
    path: str
    page: PageMaker
    back: str = ""
    open_to_all: bool = False
    most_bytes: int = 200_000
    files: int = 0
    free: tuple[str, ...] = ()
    """Fields of free words, read for what looks private before they are kept (`tower/private.py`)."""
    part: bool = False
    """A part of a page, which asks again by itself."""
    late: bool = False
    """A form that may come from a page that was open before the lock: it does nothing that could not be done again."""


def shown(path: str, page: PageMaker, *, open_to_all: bool = False, part: bool = False) -> Address:
    """A page that is read, or a part of one."""
    return Address("GET", path, page, open_to_all=open_to_all, part=part)


def sent(
    path: str, page: PageMaker, back: str, *, files: int = 0, open_to_all: bool = False, free: tuple[str, ...] = ()
) -> Address:
    """A form that is sent; with files it may be as big as the biggest list of offers. `free`: its free words."""
    return Address("POST", path, page, back, open_to_all, 66_000_000 if files else 200_000, files, free)


def at_the_door(path: str, page: PageMaker, back: str, *, part: bool = False) -> Address:
    """A form of the door itself, which every page bears: known from before the lock too."""
    return Address("POST", path, page, back, open_to_all=True, part=part, late=True)
