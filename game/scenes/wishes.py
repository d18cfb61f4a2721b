"""Where and when could I work: questions that may all be left, each answered by yes, by no, or not at all."""

from collections.abc import Sequence
from unicodedata import normalize

from game.scenes.frame import Quiet, done, quiet_screen
from game.screen import kit
from game.screen.nodes import Box, Line, Node, Rect, Screen, Shape, Text
from game.screen.scene import STAY, Look, Next
from game.screen.steps import Step
from scenarios.offers import asked_region
from scenarios.regions import Region

HOURS = ("day", "shifts_2x8", "shifts_3x8", "nights", "weekends")
COMMUTE = ("near", "around")
PAGE, COLUMNS = 28, 4
"""Basins of one page; a region that has more turns pages."""
LEFT, RIGHT = Rect(96, 118, 1150, 770), Rect(1270, 118, 554, 770)
LINE = {"yes": "signal", "no": "ink", "": "mist"}


class WishesScene(Quiet):
    """One press says yes, a second says no, a third takes it back. What is not said is not asked: it is no answer."""

    def __init__(self, region: Region | None = None) -> None:
        self.region = region or asked_region()
        self.basins = tuple(sorted(self.region.basins, key=lambda one: normalize("NFD", one.name_fr)))
        self.page = 0
        self.answers: dict[str, str] = {}
        self.commute = ""

    @property
    def chosen(self) -> dict[str, list[str]]:
        """What was said, by answer: basins by code and conditions by name, then the way to work."""
        said = {word: [name for name, one in self.answers.items() if one == word] for word in ("yes", "no")}
        return {**said, "commute": [self.commute] if self.commute else []}

    def screen(self, look: Look) -> Screen:
        nodes = [*self._places(look), *self._rest(look)]
        nodes += [
            kit.button(look, "skip", look.t("wishes.skip"), Rect(96, 914, 640, 100), size=28, shortcut=look.t("common.shortcut.skip")),
            kit.button(look, "go", look.t("wishes.go"), Rect(1184, 914, 640, 100), style="primary", size=32),
        ]
        decor = [*kit.card(LEFT, fill="paper"), *kit.card(RIGHT, fill="paper")]
        return quiet_screen(look, "wishes", nodes, decor, say=look.t("wishes.say"), focus="go")

    def _places(self, look: Look) -> list[Node]:
        """The basins of the region, a page of them, and what answers for all at once."""
        wide, high = (LEFT.w - 48) / COLUMNS, 78.0
        nodes = [head(look, "areas", Rect(LEFT.x, LEFT.y, LEFT.w, 54)), hint(look, Rect(LEFT.x, LEFT.y + 54, LEFT.w, 44))]
        for n, basin in enumerate(self.basins[self.page * PAGE : (self.page + 1) * PAGE]):
            rect = Rect(LEFT.x + 24 + n % COLUMNS * wide, LEFT.y + 100 + n // COLUMNS * high, wide - 10, high - 8)
            nodes.append(option(look, f"wish:areas:{basin.code}", basin.name_fr, rect, self.answers.get(basin.code, "")))
        texts = {"all": look.t("wishes.anywhere", region=self.region.name_fr), "only": look.t("wishes.only")}
        if self._pages() > 1:
            texts["more"] = look.t("wishes.more", page=self.page + 1, pages=self._pages())
        wide = (LEFT.w - 48) / len(texts)
        for n, (id, text) in enumerate(texts.items()):
            rect = Rect(LEFT.x + 24 + n * wide, LEFT.y + 108 + PAGE // COLUMNS * high, wide - 10, 84)
            idle = id == "only" and not self._places_said("yes")
            nodes.append(kit.button(look, id, text, rect, size=24, state=("disabled",) if idle else ()))
        return nodes

    def _rest(self, look: Look) -> list[Node]:
        """Hours, travel in the job, the way to work."""
        x, wide = RIGHT.x + 24, RIGHT.w - 48
        nodes = [head(look, "shifts", Rect(RIGHT.x, RIGHT.y, RIGHT.w, 82))]
        for n, name in enumerate(HOURS):
            rect = Rect(x, RIGHT.y + 84 + n * 76, wide, 68)
            nodes.append(option(look, f"wish:hours:{name}", look.t(f"wishes.{name}"), rect, self.answers.get(name, "")))
        nodes.append(head(look, "trips", Rect(RIGHT.x, RIGHT.y + 464, RIGHT.w, 64)))
        rect, said = Rect(x, RIGHT.y + 530, wide, 68), self.answers.get("travel", "")
        nodes.append(option(look, "wish:travel:travel", look.t("wishes.travel"), rect, said))
        nodes.append(head(look, "commute", Rect(RIGHT.x, RIGHT.y + 600, RIGHT.w, 64)))
        for n, name in enumerate(COMMUTE):
            rect = Rect(x + n * (wide / 2 + 4), RIGHT.y + 666, wide / 2 - 4, 80)
            on = "yes" if self.commute == name else ""
            nodes.append(option(look, f"wish:commute:{name}", look.t(f"wishes.{name}"), rect, on))
        return nodes

    def _places_said(self, answer: str) -> set[str]:
        return {one.code for one in self.basins if self.answers.get(one.code) == answer}

    def _pages(self) -> int:
        return -(-len(self.basins) // PAGE)

    def act(self, node: str, action: str = "press") -> Next:
        if action != "press":
            return STAY
        if node == "skip":
            self.answers, self.commute = {}, ""
        if node in ("skip", "go"):
            return done(Step.WISHES, "go")
        if node == "more":
            self.page = (self.page + 1) % self._pages()
        elif node in ("all", "only"):
            self._for_all(node)
        elif node.startswith("wish:"):
            self._said(*node.split(":")[1:])
        return STAY

    def _said(self, question: str, name: str) -> None:
        if question == "commute":
            self.commute = "" if self.commute == name else name
            return
        answer = {"": "yes", "yes": "no", "no": ""}[self.answers.get(name, "")]
        self.answers = {k: v for k, v in self.answers.items() if k != name} | ({name: answer} if answer else {})

    def _for_all(self, which: str) -> None:
        """Yes to every basin, or no to those where yes was not said; a second press takes back what the first said."""
        codes = {one.code for one in self.basins}
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


def hint(look: Look, rect: Rect) -> Node:
    """How an answer is given, in one line below the question."""
    text = look.t("wishes.how")
    size = kit.fitted(look, text, 22, (rect.w - 56, rect.h))
    shapes, _ = kit.paragraph(look, rect.x + 28, rect.y + 2, rect.w - 56, text, size, colour="steel")
    return Node("how", "text", text, rect, shapes, spoken=text)


def option(look: Look, id: str, text: str, rect: Rect, answer: str) -> Node:
    """One thing to answer, with the answer as a mark and as a word: a tick is yes, a cross is no, nothing is not said."""
    size = kit.fitted(look, text, 24, (rect.w - 84, rect.h - 10), True)
    lines = look.wrap(text, size, rect.w - 84, True)
    y = rect.centre[1] - len(lines) * look.line_height(size) / 2
    box = Rect(rect.x + 16, rect.centre[1] - 20, 40, 40)
    shapes = [Box(rect, "signal_soft" if answer == "yes" else "white", 16, LINE[answer], 4), *marked(box, answer)]
    shapes += [
        Text(rect.x + 68, y + k * look.line_height(size), line, look.px(size), "ink", True)
        for k, line in enumerate(lines)
    ]
    said = look.t(f"wishes.said.{answer or 'nothing'}")
    state = ("checked",) if answer == "yes" else ()
    spoken = look.t("wishes.answer", name=text, said=said)
    return Node(id, "toggle", text, rect, tuple(shapes), ("press",), value=said, state=state, spoken=spoken)


def marked(box: Rect, answer: str) -> Sequence[Shape]:
    """A tick, a cross, or an empty box."""
    x, y = box.centre
    if answer == "yes":
        return kit.check_mark(x, y, 22)
    empty = Box(box, "white", 10, "ink" if answer else "steel", 3)
    if not answer:
        return (empty,)
    strokes = (((x - 11, y - 11), (x + 11, y + 11)), ((x - 11, y + 11), (x + 11, y - 11)))
    return (empty, *(Line(points, "ink", 5) for points in strokes))
