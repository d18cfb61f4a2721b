"""Where and when could I work: questions that may all be left, each answered by yes, by no, or not at all."""

from collections.abc import Sequence
from dataclasses import replace
from unicodedata import normalize

from game.scenes.frame import Quiet, done, quiet_screen
from game.scenes.wish_signs import SIGNS
from game.screen import kit
from game.screen.nodes import Box, Line, Node, Rect, Screen, Shape, Text
from game.screen.scene import STAY, Look, Next
from game.screen.steps import Step
from scenarios.departments import departments
from scenarios.offers import asked_region
from scenarios.regions import Region

HOURS = ("day", "shifts_2x8", "shifts_3x8", "nights", "weekends")
COMMUTE = ("near", "around")
ROWS, COLUMNS = 7, 3
ROWS_LARGE, COLUMNS_LARGE = 5, 2
"""Rows of one page and places of a row, and with large words; where there are more one turns pages."""
LEFT, RIGHT = Rect(96, 118, 1150, 770), Rect(1270, 118, 554, 770)
LINE = {"yes": "signal", "no": "ink", "some": "steel", "": "mist"}


class WishesScene(Quiet):
    """One press says yes, a second says no, a third takes it back. What is not said is not asked: it is no answer."""

    def __init__(self, region: Region | None = None) -> None:
        self.region = region or asked_region()
        self.basins = self.region.basins
        self.page, self.half = 0, 0
        # The department whose places lie open; with one alone there is nothing to choose before.
        codes = self._departments()
        self.open = codes[0] if len(codes) == 1 else ""
        self.answers: dict[str, str] = {}
        self.commute = ""

    @property
    def chosen(self) -> dict[str, list[str]]:
        """What was said, by answer: basins by code and conditions by name, then the way to work."""
        said = {word: [name for name, answer in self.answers.items() if answer == word] for word in ("yes", "no")}
        return {**said, "commute": [self.commute] if self.commute else []}

    def screen(self, look: Look) -> Screen:
        nodes = [*self._places(look), *self._rest(look)]
        nodes += [
            kit.button(look, "skip", look.t("wishes.skip"), Rect(96, 914, 640, 100), size=28, shortcut=look.t("common.shortcut.skip")),
            kit.button(look, "go", look.t("wishes.go"), Rect(1184, 914, 640, 100), style="primary", size=32),
        ]
        decor = [*kit.card(LEFT, fill="paper"), *kit.card(RIGHT, fill="paper"), *(() if kit.large(look) else legend(look))]
        shown = quiet_screen(look, "wishes", nodes, decor, say=look.t("wishes.say"), focus="go")
        return kit.escapes(look, shown, "fold" if any(n.id == "fold" for n in nodes) else "")

    def _places(self, look: Look) -> list[Node]:
        """The departments of the region, or the places of one; a page of them, and what answers for all at once."""
        large = kit.large(look)
        high = 78.0 if not large else 82.0
        top = LEFT.y + (108 if not large else 226)
        nodes = [
            head(look, "areas", Rect(LEFT.x, LEFT.y, LEFT.w, 54 if not large else 104)),
            hint(look, Rect(LEFT.x, top - (46 if not large else 124), LEFT.w, 44 if not large else 116)),
        ]
        room = Rect(LEFT.x + 24, top, LEFT.w - 48, high)
        nodes += self._inside(look, room) if self.open else self._whole(look, room)
        at, pages = self.page % self._pages(look), self._pages(look)
        texts = {"all": look.t("wishes.anywhere", region=self.region.name_fr), "only": look.t("wishes.only")}
        if self.open and len(self._departments()) > 1:
            texts = {"fold": look.t("wishes.fold")}
        if pages > 1:
            texts["more"] = look.t("wishes.more", page=at + 1, pages=pages)
        wide = (LEFT.w - 48) / len(texts)
        for n, (id, text) in enumerate(texts.items()):
            rows = ROWS_LARGE if large else ROWS
            rect = Rect(LEFT.x + 24 + n * wide, top + rows * high + 6, wide - 10, 84 if not large else 122)
            idle = id == "only" and not self._places_said("yes")
            style = "dark" if id == "fold" else "secondary"
            nodes.append(kit.button(look, id, text, rect, style=style, size=24, state=("disabled",) if idle else ()))
        return nodes

    def _whole(self, look: Look, row: Rect) -> list[Node]:
        """A department a row, answered as a whole; beside it the way to its places, with how many yes there are."""
        nodes = []
        for n, code in enumerate(self._shown(look)):
            y, name = row.y + n * row.h, name_of(code)
            wide = row.w * (0.6 if not kit.large(look) else 0.56)
            nodes.append(option(look, f"wish:department:{code}", name, Rect(row.x, y, wide - 10, row.h - 8), self._said_of(code)))
            yes = len(self._places_said("yes") & self._codes(code))
            words = look.t("wishes.towns_said" if yes else "wishes.towns", n=yes)
            towns = kit.button(look, f"open:{code}", words, Rect(row.x + wide, y, row.w - wide - 10, row.h - 8), style="plain", size=22)
            nodes.append(replace(towns, spoken=f"{name}. {words}"))
        return nodes

    def _inside(self, look: Look, row: Rect) -> list[Node]:
        """The places of the open department, below its name."""
        across = COLUMNS_LARGE if kit.large(look) else COLUMNS
        wide = row.w / across
        nodes = [named(look, self.open, Rect(row.x, row.y, row.w, row.h - 8))]
        for n, code in enumerate(self._shown(look)):
            rect = Rect(row.x + n % across * wide, row.y + (1 + n // across) * row.h, wide - 10, row.h - 8)
            basin = next(basin for basin in self.basins if basin.code == code)
            nodes.append(option(look, f"wish:areas:{code}", basin.name_fr, rect, self.answers.get(code, "")))
        return nodes

    def _departments(self) -> list[str]:
        """The departments, in the region's order."""
        return list(dict.fromkeys(basin.department for basin in self.basins))

    def _codes(self, department: str) -> set[str]:
        return {basin.code for basin in self.basins if basin.department == department}

    def _said_of(self, department: str) -> str:
        """What is said of a whole department: the answer of each of its places, "some" where they have not the same."""
        answers = {self.answers.get(code, "") for code in self._codes(department)}
        return answers.pop() if len(answers) == 1 else "some"

    def _listed(self) -> list[str]:
        """What is gone through: the places of the open department by their names, else the departments."""
        if not self.open:
            return self._departments()
        towns = [basin for basin in self.basins if basin.department == self.open]
        return [town.code for town in sorted(towns, key=lambda basin: normalize("NFD", basin.name_fr))]

    def _per(self, look: Look) -> int:
        """How many of them one page shows."""
        rows, across = (ROWS_LARGE, COLUMNS_LARGE) if kit.large(look) else (ROWS, COLUMNS)
        return (rows - 1) * across if self.open else rows

    def _shown(self, look: Look) -> list[str]:
        first = self.page % self._pages(look) * self._per(look)
        return self._listed()[first : first + self._per(look)]

    def _rest(self, look: Look) -> list[Node]:
        """Hours, travel in the job, the way to work; with large words the hours first, the others behind a press."""
        large = kit.large(look)
        nodes = self._hours(look) if not large or not self.half else []
        nodes += self._ways(look, RIGHT.y + (464 if not large else 0)) if not large or self.half else []
        if large:
            rect = Rect(RIGHT.x + 24, RIGHT.y + RIGHT.h - 88, RIGHT.w - 48, 76)
            nodes.append(kit.button(look, "half", look.t("wishes.rest_more"), rect, style="dark", size=24))
        return nodes

    def _hours(self, look: Look) -> list[Node]:
        x, wide, large = RIGHT.x + 24, RIGHT.w - 48, kit.large(look)
        top, high = (84, 76) if not large else (176, 98)
        nodes = [head(look, "shifts", Rect(RIGHT.x, RIGHT.y, RIGHT.w, top - 2))]
        for n, name in enumerate(HOURS):
            rect = Rect(x, RIGHT.y + top + n * high, wide, high - 8)
            nodes.append(option(look, f"wish:hours:{name}", look.t(f"wishes.{name}"), rect, self.answers.get(name, "")))
        return nodes

    def _ways(self, look: Look, y: float) -> list[Node]:
        """Whether the job may take one about, and how far one would go to it each day."""
        x, wide, large = RIGHT.x + 24, RIGHT.w - 48, kit.large(look)
        asks, high = (64, 68) if not large else (176, 92)
        nodes = [head(look, "trips", Rect(RIGHT.x, y, RIGHT.w, asks))]
        rect, said = Rect(x, y + asks + 2, wide, high), self.answers.get("travel", "")
        nodes.append(option(look, "wish:travel:travel", look.t("wishes.travel"), rect, said))
        y += asks + high + 4
        nodes.append(head(look, "commute", Rect(RIGHT.x, y, RIGHT.w, asks)))
        for n, name in enumerate(COMMUTE):
            place = Rect(x + n * (wide / 2 + 4), y + asks + 2, wide / 2 - 4, 80)
            if large:
                place = Rect(x, y + asks + 2 + n * 100, wide, 92)
            on = "yes" if self.commute == name else ""
            nodes.append(option(look, f"wish:commute:{name}", look.t(f"wishes.{name}"), place, on))
        return nodes

    def _places_said(self, answer: str) -> set[str]:
        return {basin.code for basin in self.basins if self.answers.get(basin.code) == answer}

    def _pages(self, look: Look) -> int:
        return max(1, -(-len(self._listed()) // self._per(look)))

    def act(self, node: str, action: str = "press") -> Next:
        if action != "press":
            return STAY
        if node == "skip":
            self.answers, self.commute = {}, ""
        if node in ("skip", "go"):
            return done(Step.WISHES, "go")
        if node == "more":
            self.page += 1
        elif node == "half":
            self.half = 1 - self.half
        elif node == "fold" or node.startswith("open:"):
            self.open, self.page = node.partition(":")[2], 0
        elif node in ("all", "only"):
            self._for_all(node)
        elif node.startswith("wish:"):
            self._said(*node.split(":")[1:])
        return STAY

    def _said(self, question: str, name: str) -> None:
        if question == "commute":
            self.commute = "" if self.commute == name else name
            return
        names = self._codes(name) if question == "department" else {name}
        now = self._said_of(name) if question == "department" else self.answers.get(name, "")
        answer = {"": "yes", "some": "yes", "yes": "no", "no": ""}[now]
        kept = {k: v for k, v in self.answers.items() if k not in names}
        self.answers = kept | (dict.fromkeys(sorted(names), answer) if answer else {})

    def _for_all(self, which: str) -> None:
        """Yes to every basin, or no to those where yes was not said; a second press takes back what the first said."""
        codes = {basin.code for basin in self.basins}
        kept = {name: said for name, said in self.answers.items() if name not in codes}
        yes, no = self._places_said("yes"), self._places_said("no")
        if which == "all":
            self.answers = kept if yes == codes else kept | dict.fromkeys(sorted(codes), "yes")
        elif yes:
            others = {} if yes | no == codes else dict.fromkeys(sorted(codes - yes), "no")
            self.answers = kept | dict.fromkeys(sorted(yes), "yes") | others


def head(look: Look, question: str, rect: Rect) -> Node:
    """A question, as the voice says it."""
    text = look.t(f"wishes.{question}")
    size = kit.fitted(look, text, 28, (rect.w - 56, rect.h - 20), True)
    shapes, _ = kit.paragraph(look, rect.x + 28, rect.y + 14, rect.w - 56, text, size, bold=True)
    return Node(f"q:{question}", "text", text, rect, shapes, spoken=text)


def name_of(code: str) -> str:
    """What a department is called, its number where that is not known."""
    return next((department.name_fr for department in departments().departments if department.code == code), code)


def named(look: Look, code: str, rect: Rect) -> Node:
    """The department whose places stand below."""
    text = name_of(code)
    size = kit.fitted(look, text, 24, (rect.w, rect.h), True)
    high = look.line_height(size) * len(look.wrap(text, size, rect.w, True))
    shapes, _ = kit.paragraph(look, rect.x, rect.centre[1] - high / 2, rect.w, text, size, bold=True)
    return Node(f"department:{code}", "text", text, rect, shapes, spoken=text)


def legend(look: Look) -> list[Shape]:
    """The three marks with what each says, beside the question: a tick, a cross, an empty box."""
    shapes: list[Shape] = []
    x, y = LEFT.x + LEFT.w - 24, LEFT.y + 34
    for answer in ("", "no", "yes"):
        words = look.t(f"wishes.said.{answer or 'nothing'}")
        size = kit.fitted(look, words, 22, (230, 40), True)
        x -= look.width(words, size, True)
        shapes.append(Text(x, y - look.px(size) * 0.62, words, look.px(size), "ink", True))
        shapes += marked(Rect(x - 48, y - 20, 40, 40), answer)
        x -= 78
    return shapes


def hint(look: Look, rect: Rect) -> Node:
    """How an answer is given, in one line below the question."""
    text = look.t("wishes.how")
    size = kit.fitted(look, text, 22, (rect.w - 56, rect.h))
    shapes, _ = kit.paragraph(look, rect.x + 28, rect.y + 2, rect.w - 56, text, size, colour="steel")
    return Node("how", "text", text, rect, shapes, spoken=text)


def option(look: Look, id: str, text: str, rect: Rect, answer: str) -> Node:
    """One thing to answer, with the answer as a mark and as a word: a tick is yes, a cross is no, nothing is not said.

    What has a picture shows it at its right; large words have that room.
    """
    drawn = SIGNS.get(id.rpartition(":")[2]) if not kit.large(look) else None
    room = rect.w - (72 if kit.large(look) else 84) - (56 if drawn else 0)
    size = kit.fitted(look, text, 24, (room, rect.h - 10), True)
    lines = look.wrap(text, size, room, True)
    y = rect.centre[1] - len(lines) * look.line_height(size) / 2
    box = Rect(rect.x + 16, rect.centre[1] - 20, 40, 40)
    shapes = [Box(rect, "signal_soft" if answer == "yes" else "white", 16, LINE[answer], 4), *marked(box, answer)]
    shapes += [
        Text(rect.x + 68, y + k * look.line_height(size), line, look.px(size), "ink", True)
        for k, line in enumerate(lines)
    ]
    shapes += drawn(rect.x + rect.w - 42, rect.centre[1]) if drawn else ()
    said = look.t(f"wishes.said.{answer or 'nothing'}")
    state = ("checked",) if answer == "yes" else ()
    spoken = look.t("wishes.answer", name=text, said=said)
    return Node(id, "toggle", text, rect, tuple(shapes), ("press",), value=said, state=state, spoken=spoken)


def marked(box: Rect, answer: str) -> Sequence[Shape]:
    """A tick, a cross, a dash where it holds in part, or an empty box."""
    x, y = box.centre
    if answer == "yes":
        return kit.check_mark(x, y, 22)
    empty = Box(box, "white", 10, "ink" if answer else "steel", 3)
    if not answer:
        return (empty,)
    if answer == "some":
        return empty, Line(((x - 11, y), (x + 11, y)), "ink", 5)
    strokes = (((x - 11, y - 11), (x + 11, y + 11)), ((x - 11, y + 11), (x + 11, y - 11)))
    return (empty, *(Line(points, "ink", 5) for points in strokes))
