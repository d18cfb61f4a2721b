"""What a voice says of a screen: all that is new since it last spoke. Pure: a tree and a time in, a sentence out."""

from game.screen.nodes import Node, Screen

STILL_MS, LONGEST_MS = 250.0, 1500.0
"""What changes in place is said once it has stood still so long; what never stands still, now and then."""
CALM = "calm"
"""Of a node whose words change by themselves: they are said when one listens to the screen, and interrupt nothing."""
READ = ("text", "status", "image", "dialog")
"""Roles that are only read."""


def sentence(node: Node) -> str:
    """What a node says of itself."""
    return node.spoken or node.name


def whole(screen: Screen, focus: str) -> str:
    """« Écouter »: the screen's sentence, what is there to read in its order, then where one is."""
    parts = [screen.say, *(sentence(n) for n in screen.nodes if n.role in READ)]
    return joined([*parts, _of(screen, focus)])


def joined(parts: list[str]) -> str:
    """Sentences in a row, each once, each with its end."""
    sentences = [part.strip() for part in dict.fromkeys(parts) if part.strip()]
    return " ".join(sentence if sentence[-1] in ".!?:;…»" else f"{sentence}." for sentence in sentences)


def _of(screen: Screen, focus: str) -> str:
    return next((sentence(n) for n in screen.nodes if n.id == focus), "")


class Teller:
    """Keeps what was said last."""

    def __init__(self) -> None:
        self._screen, self._say, self._focus = "", "", ""
        self._spoken: dict[str, str] = {}
        self._waiting: dict[str, str] = {}
        self._since = self._first = 0.0

    def forget(self) -> None:
        """Say the next screen whole, as if it were new."""
        self._screen = ""

    def news(self, screen: Screen, focus: str, now_ms: float) -> str:
        """What to say now, "" for nothing; it takes the place of what is being said."""
        spoken = {n.id: sentence(n) for n in screen.nodes if (n.role in READ and CALM not in n.state) or n.id == focus}
        new_screen = (screen.id, screen.say) != (self._screen, self._say)
        moved = focus != self._focus
        changed = {
            id: words for id, words in spoken.items()
            if id in self._spoken and words != self._spoken[id] and words != screen.say
        }  # fmt: skip
        self._screen, self._say, self._focus, self._spoken = screen.id, screen.say, focus, spoken
        if new_screen:
            self._waiting = {}
            return joined([screen.say, _of(screen, focus)])
        if changed:
            self._first = self._first if self._waiting else now_ms
            self._since = now_ms
        # What waits is said as it is by then, or not at all once it has gone.
        self._waiting = {id: spoken[id] for id in (*self._waiting, *changed) if id in spoken}
        if moved:
            return joined([_of(screen, focus), *self._said()])
        still = now_ms - self._since >= STILL_MS or now_ms - self._first >= LONGEST_MS
        return joined(self._said()) if still else ""

    def _said(self) -> list[str]:
        """What waited, which is said now."""
        waiting, self._waiting = list(self._waiting.values()), {}
        return waiting
