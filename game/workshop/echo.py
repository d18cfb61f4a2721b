"""What every act answers in words: what was done, or why nothing came of it. It closes with the next act or press."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from game.screen import kit
from game.screen.nodes import Box, Circle, Line, Node, Picture, Rect, Screen, Shape, Still, Text
from game.workshop.params import WorkshopParams
from game.workshop.seen import WorkshopSeen
from game.workshop.words import WorkshopWords
from scenarios.vocabulary import Event, Value

Data = Mapping[str, Value]
Why = Callable[[WorkshopSeen, Data], str]
"""Why an act cannot be done on what is seen: the end of a key `echo.why.`, "" when nothing tells."""
SIZE = 23.0
WIDE = 940.0
"""The most that the plate is wide, away from the top bar."""
HEAD = (960.0, 0.0)
"""The plate stands in the top bar, between its buttons, in the place of the title and of the bar of the steps."""
LEAST = 14.0
"""No word of the plate is smaller before it is enlarged."""
MIDDLE = 700.0
"""What is pressed in the bar stands left of here, or at its right end."""
UNSAID = ("lever", "release", "look", "hint", "lesson", "end", "line")
"""Acts whose refusal needs no word: a hand that holds on, and what answers by itself."""
SAID: Mapping[str, str] = {
    "tool_take": "tool", "tool_return": "tool", "wear": "item", "exchange": "object", "fod_take": "item",
    "isolate_bin": "", "exchange_bin": "", "tag": "", "call": "", "folder": "", "reply": "", "count_set": "",
    "sheet_set": "", "point": "", "pose": "", "pen": "",
}  # fmt: skip
"""Kind of event -> which of its data names a tool or a thing, "" for none: what any workshop says of it."""


@dataclass(frozen=True, slots=True)
class Echo:
    """The last answer: an event that was done (`kind`, `data`), or with `why` the reason why an act did nothing."""

    kind: str = ""
    data: tuple[tuple[str, Value], ...] = ()
    why: str = ""
    down: str = ""  # what the same press put down, by its name on the screen

    @classmethod
    def of(cls, event: Event, down: str = "") -> "Echo":
        """What an event says, after what was put down for it."""
        return cls(event.kind, tuple(event.data.items()), down=down)

    @property
    def refuses(self) -> bool:
        """Whether nothing came of the act: a reason, a pen that does not write, a part that does not fit."""
        data = dict(self.data)
        return bool(self.why) or data.get("ok") is False or data.get("fits") is False


WAYS = ("fits", "on", "ok", "formed", "verdict", "word", "way")
"""Data of an event that say which of its two or more ways it turned out; « way » is a mechanic's own word for it."""
NOTHING = Echo()


def text(look: WorkshopWords, echo: Echo, params: WorkshopParams, more: Data | None = None) -> str:
    """The words of an echo, "" for none. What has two ways to turn out has a text of its own for each.

    `more`: what a mechanic's own sentences say beside, a number for a name.
    """
    if echo.down:
        return f"{look.t('echo.put_down', name=echo.down)} {text(look, replace(echo, down=''), params, more)}"
    if echo.why:
        return look.t(f"echo.why.{echo.why}")
    if not echo.kind:
        return ""
    data = dict(echo.data)
    named = SAID.get(echo.kind, "")
    values: dict[str, object] = {**data, "mentor": look.mentor, **(more or {})}
    if named:
        values["name"] = name_of(look, params, str(data[named]))
    if echo.kind == "folder":
        values["name"] = look.t(f"folder.{data['folder']}")
    ways = next((str(values[word]) for word in WAYS if word in values), "")
    own = f"echo.{echo.kind}.{ways.lower()}"
    return look.t(own if ways and look.has(own) else f"echo.{echo.kind}", **values)


def name_of(look: WorkshopWords, params: WorkshopParams, id: str) -> str:
    """What a tool or a thing lying about is called."""
    tool = next((t for t in params.tools if t.id == id), None)
    if tool is not None:
        return look.named("tool", id, tool.draw)
    thing = next((f for f in params.fod if f.id == id), None)
    return look.named("thing", id, thing.draw) if thing is not None else id


def shown(
    look: WorkshopWords, screen: Screen, words: str, *, why: bool, at: tuple[float, float], plain: bool = False,
    across: float = WIDE,
) -> Screen:  # fmt: skip
    """The screen with the echo on a dark plate; `at` is the middle of its foot, or `HEAD`. `plain`: words alone.

    `across`: how long a line of it is at the most (design units), away from the head.
    """
    first, last = room(screen) if at == HEAD else (4.0, 1916.0)
    size = _size(look, screen, words, (first, last)) if at == HEAD else SIZE
    high = look.line_height(size)
    lines = look.wrap(words, size, last - first - high - 44 if at == HEAD else across, True)
    w = max(look.width(line, size, True) for line in lines) + high + 44
    foot = min(at[1], look.height - (44 if look.comfort.voice else 4))
    left = first if at == HEAD else max(4.0, min(1916 - w, at[0] - w / 2))
    top = 4.0 if at == HEAD else max(4.0, foot - high * len(lines) - 12)
    rect = Rect(left, top, w, high * len(lines) + 12)
    if at == HEAD:
        screen = replace(screen, decor=tuple(s for s in screen.decor if not _in_bar(s, first, last)))
    x, y = rect.x + 16 + high / 2, rect.centre[1]
    below = Rect(rect.x + 3, rect.y + 6, w, rect.h)
    drawn: list[Shape] = [Box(below, "shadow", 18, alpha=70), Box(rect, "ink", 18, "rim", 2)]
    bar = Box(Rect(x - high * 0.3, y - 3, high * 0.6, 6), "mist", 3)
    drawn += [bar] if plain else _sign(x, y, high * 0.36, why=why)
    for n, line in enumerate(lines):
        drawn.append(Text(rect.x + 24 + high, rect.y + 4 + n * high, line, look.px(size), "white", True))
    node = Node("echo", "status", words, rect, tuple(drawn), (), spoken=words)
    return replace(screen, nodes=(*screen.nodes, node))


def room(screen: Screen) -> tuple[float, float]:
    """From where to where the top bar has nothing to press: between the buttons at its left and those at its right."""
    pressed = [n.rect for n in screen.nodes if n.actions and n.rect.y + n.rect.h <= kit.BAR]
    before = [r.x + r.w for r in pressed if r.centre[0] < MIDDLE]
    after = [r.x for r in pressed if r.centre[0] >= MIDDLE]
    return max(before, default=kit.GUTTER) + 14, min(after, default=1920 - kit.GUTTER) - 14


def _size(look: WorkshopWords, screen: Screen, words: str, across: tuple[float, float]) -> float:
    """How large the words in the bar are: as the person asked, smaller only where they would hide what is pressed."""
    first, last = across
    below = [n.rect for n in screen.nodes if n.actions and n.rect.y > kit.BAR]
    low = min((r.y for r in below if first < r.x + r.w and r.x < last), default=look.height)
    size = SIZE
    while size > LEAST:
        high = look.line_height(size)
        if 4 + 12 + high * len(look.wrap(words, size, last - first - high - 44, True)) <= low:
            break
        size -= 1
    return size


def _in_bar(shape: Shape, first: float, last: float) -> bool:
    """Whether a shape is written in the bar itself, in the place that is the plate's while it is there."""
    if isinstance(shape, Box | Picture | Still):
        x, top, low = shape.rect.x, shape.rect.y, shape.rect.y + shape.rect.h
    elif isinstance(shape, Circle):
        x, top, low = shape.x, shape.y - shape.r, shape.y + shape.r
    elif isinstance(shape, Text):
        x, top, low = shape.x, shape.y, shape.y + shape.size
    else:
        x, top, low = shape.points[0][0], min(y for _, y in shape.points), max(y for _, y in shape.points)
    return top > 0 and low <= kit.BAR and first <= x < last


def _sign(x: float, y: float, r: float, *, why: bool) -> list[Shape]:
    """A mark that says done (no tick in green: it is noted, not judged), or a sign to stop and read."""
    if why:
        stroke = Box(Rect(x - r * 0.12, y - r * 0.6, r * 0.24, r * 0.72), "ink", 1)
        return [Circle(x, y, r, "amber"), stroke, Circle(x, y + r * 0.5, r * 0.16, "ink")]
    tick = ((x - r * 0.46, y), (x - r * 0.1, y + r * 0.36), (x + r * 0.5, y - r * 0.36))
    return [Circle(x, y, r, "", "mist", 2), Line(tick, "mist", max(3.0, r / 5))]


def _tool_gone(seen: WorkshopSeen, args: Data) -> str:
    return "gone" if any(t.id == args.get("tool") and t.gone for t in seen.tools) else "nothing"


def _tag(seen: WorkshopSeen, args: Data) -> str:
    return "tagged" if seen.tags_left else "no_tags"


def constant(key: str) -> Why:
    """Always the same reason."""
    return lambda seen, args: key


WHYS: Mapping[str, Why] = {
    "take_tool": _tool_gone,
    "exchange": constant("exchanged"),
    "exchange_bin": constant("exchanged_bin"),
    "isolate": constant("apart"),
    "tag": _tag,
    "search": constant("searched"),
}
"""Act -> why it did nothing, in any workshop; a mechanic adds its own."""


def reason(whys: Mapping[str, Why], verb: str, seen: WorkshopSeen, args: Data) -> str:
    """The end of the key that says why an act did nothing: "nothing" where nothing more is known."""
    why = whys.get(verb)
    return (why(seen, args) if why is not None else "") or "nothing"
