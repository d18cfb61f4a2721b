"""What a system's screen reader is told of a screen: the same tree in a reader's words. Pure: it knows no library."""

from dataclasses import dataclass
from typing import Literal

from game.screen import navigate
from game.screen.nodes import Node, Rect, Screen

Kind = Literal["window", "group", "dialog", "button", "check", "choice", "slider", "label", "image", "news"]
WINDOW, NEWS = "window", "news:"
"""Keys of the root and of what is said by itself."""
ROOT = 1
"""The number of the root among those that stand for keys."""
KINDS: dict[str, Kind] = {
    "button": "button", "tool": "button", "spot": "button", "toggle": "check", "choice": "choice", "handle": "slider",
    "image": "image",
}  # fmt: skip
"""What a role is for a reader; any other is text."""
MARKED = ("checked", "current")
"""States that say that something is chosen, or in the hand."""


@dataclass(frozen=True, slots=True)
class Described:
    """One thing of a screen. `key` names it as long as it is the same thing: on another screen it is another one."""

    key: str
    kind: Kind
    label: str
    """What it is called, or what it says."""
    detail: str = ""
    """What else is said of it, "" where the label says all."""
    id: str = ""
    """The node that a press or the focus of a reader goes to, "" where none does."""
    checked: bool | None = None
    """Whether it is chosen; None where that is no question."""
    disabled: bool = False
    rect: Rect | None = None
    """Where it is, in design units."""
    children: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Description:
    """A whole screen, the root first, and the key of what has the focus."""

    parts: tuple[Described, ...]
    focus: str


def described(screen: Screen, focus: str, area: Rect, news: str = "", turn: int = 0) -> Description:
    """A screen as a tree of things to read and to press.

    `focus` is a node's id, or "" where nothing has it: a dialog has it then, or the window. `area` is all that is
    drawn on, in design units. `news` is what was said by
    itself last, and `turn` changes with each time that is said, so that the same words are told again.
    Under a dialog what cannot be pressed is left out, and everywhere what a pointer alone pulls.
    """
    reached = {n.id for n in navigate.reachable(screen)}
    inside, outside = list[Described](), list[Described]()
    place = ""
    seen = dict[str, int]()
    for node in screen.nodes:
        if node.actions and node.id not in reached and "disabled" not in node.state:
            continue
        seen[node.id] = seen.get(node.id, 0) + 1
        key = f"{screen.id}/{node.id}" + ("" if seen[node.id] == 1 else f"#{seen[node.id]}")
        part = _part(node, key, can=node.id in reached)
        (inside if "modal" in node.state or node.role == "dialog" else outside).append(part)
        if node.id == focus and part.id:
            place = key
    frames = _frames(screen, area, inside, outside)
    said = [Described(f"{NEWS}{turn % 2}", "news", news)] if news else []
    root = Described(WINDOW, "window", "Envol", rect=area, children=tuple(p.key for p in (*frames, *said)))
    dialog = next((p.key for p in frames if p.kind == "dialog"), WINDOW)
    return Description((root, *frames, *said, *outside, *inside), place or dialog)


def _frames(screen: Screen, area: Rect, inside: list[Described], outside: list[Described]) -> list[Described]:
    """What holds the things of a screen: the screen itself, and the dialog over it."""
    frames = [Described(f"{screen.id}/", "group", screen.title, rect=area, children=tuple(p.key for p in outside))]
    if inside:
        title = next((p.label for p in inside if p.kind == "label"), screen.say)
        frames.append(Described(f"{screen.id}//", "dialog", title, rect=area, children=tuple(p.key for p in inside)))
    return frames


def _part(node: Node, key: str, *, can: bool) -> Described:
    disabled = "disabled" in node.state
    marked = any(state in MARKED for state in node.state)
    kind = _kind(node, can=can or disabled)
    label, detail = words(node) if kind not in ("label", "image") else (node.spoken or node.name, "")
    checked = marked if kind in ("check", "choice") else marked or None
    return Described(key, kind, label, detail, node.id if can else "", checked, disabled, node.rect)


def _kind(node: Node, *, can: bool) -> Kind:
    """What a node is for a reader: what nobody can press is read, and what is pressed is no mere text."""
    kind = KINDS.get(node.role, "label")
    if not can:
        return "image" if kind == "image" else "label"
    # What a press leads on from one value to the next is not chosen or left: its sentence says which it has.
    cycles = kind == "choice" and bool(node.value)
    return "button" if cycles or kind in ("label", "image") else kind


def words(node: Node) -> tuple[str, str]:
    """A node's name, and what its spoken sentence says beyond it: no reader says the same words twice."""
    name, spoken = node.name.strip(), node.spoken.strip()
    if not spoken or spoken == name:
        return name, ""
    if not name:
        return spoken, ""
    if spoken.startswith(name) and not spoken[len(name)].isalnum():
        return name, spoken[len(name) :].lstrip(" .,:;!?…·–")
    return (spoken, "") if name in spoken else (name, spoken)
