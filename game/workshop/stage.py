"""What a mechanic adds to the scene of any workshop: what is drawn of its piece; what is taken, touched and told."""

from abc import abstractmethod
from collections.abc import Mapping
from typing import ClassVar, Generic, TypeVar

from game.screen.nodes import Node, Screen, Shape
from game.workshop import view_close
from game.workshop.gesture_words import Taught
from game.workshop.glossary import Term
from game.workshop.params import WorkshopParams
from game.workshop.seen import ToolSeen, WorkshopSeen
from game.workshop.view import SHOP, Hand, Parts
from game.workshop.view_count import Thrown, Tray
from game.workshop.words import WorkshopWords
from game.workshop.written import Gesture

P = TypeVar("P", bound=WorkshopParams)
S = TypeVar("S", bound=WorkshopSeen)


class Stage(Generic[P, S]):
    """The hooks that `game.workshop.scene.Bench` calls; a mechanic fills them."""

    sight: type[S]
    params: P
    hand: Hand
    looked: ClassVar[tuple[str, ...]] = ()
    """Sorts of gesture whose page is looked at before they are tried."""
    flows: ClassVar[tuple[str, ...]] = ()
    """Sorts of gesture that take up where the one before has left the bench, without a press."""

    terms: ClassVar[tuple[Term, ...]] = ()
    """Words of the trade that the mechanic's texts use, beside those of any workshop."""

    @abstractmethod
    def centre(self, look: WorkshopWords, seen: S, around: tuple[Parts, Parts, Parts]) -> Screen:
        """The screen of practice and of a step of work."""

    def gesture(self, look: WorkshopWords, seen: S, around: tuple[Parts, Parts, Parts]) -> Screen | None:
        """The screen of a gesture under way, None when there is none."""
        return None

    @abstractmethod
    def judged(self, feature: str, x: float, y: float) -> list[Shape]:
        """An object to judge, with what is to be seen on it."""

    def block(self, look: WorkshopWords, seen: S) -> tuple[Parts, tuple[Shape, ...]]:
        """The objects of a block, and what lies below them."""
        return view_close.heads(look, seen, self.judged), SHOP

    @abstractmethod
    def trays(self, look: WorkshopWords, seen: S) -> tuple[Tray, ...]:
        """What is counted at the end, beside the red box, the tags and the tools: bins with their true stock."""

    @abstractmethod
    def thrown(self, seen: S) -> Thrown:
        """How what was thrown into the red box lies there, each thing as it is."""

    def spots(self, look: WorkshopWords, seen: S, *, all_live: bool) -> tuple[Node, ...]:
        """The places of the piece, those in hand first; () where no points are looked for on it."""
        return ()

    @abstractmethod
    def ground(self, look: WorkshopWords) -> tuple[Shape, ...]:
        """The shop with the piece on it."""

    @abstractmethod
    def plan(self, seen: S, top: float, scale: float) -> list[Shape]:
        """The drawing of the plan, for the document; `scale`: how large words are."""

    def planned(self, seen: S) -> object:
        """What the drawing of the plan shows beside what stands printed on it: it is drawn anew when that changes."""
        return None

    @abstractmethod
    def progress(self, look: WorkshopWords, seen: S) -> tuple[str, int, int]:
        """What is counted as one works, how many are made, of how many."""

    @abstractmethod
    def taught(self, look: WorkshopWords, seen: S) -> Taught:
        """What practice shows and offers of each gesture."""

    def past(self, seen: S, message: str) -> bool:
        """Whether what was said last is so no more: the card then goes back to what the step is about.

        Protections that are worn by now are asked for no more.
        """
        return message == "gate.ppe_on" and all(tool.taken for tool in seen.tools if tool.kind == "ppe")

    def result(self, look: WorkshopWords, seen: S, gesture: Gesture) -> list[Shape]:
        """How a try of practice turned out, to be looked at; [] where the page of the gesture says it."""
        return []

    @abstractmethod
    def aim(self, seen: S, gesture: Gesture) -> str:
        """The next thing to press in a try."""

    SPEAKS_OF: ClassVar[Mapping[str, str]] = {}
    """What is asked, and the topic of the line that it names, where that is not always the one of what is done last."""

    def asked_of(self, seen: S) -> str:
        """What is asked now, as the end of a key `guide.`; what has no such text is not spoken of."""
        if seen.kind == "prepare" and self.hand.mode == "store":
            return "exchange"
        return seen.kind if seen.kind == "judge" else self.topic(seen)

    def message(self, look: WorkshopWords, seen: S, name: str) -> str:
        """What is said under the name of a message; a mechanic may say it otherwise of what was done since."""
        return look.t(f"message.{name}")

    def tally(self, look: WorkshopWords, seen: S) -> str:
        """How far the work of the step and of the whole piece is, in a sentence under the way on; "" where none is."""
        return ""

    def tool_name(self, look: WorkshopWords, seen: S, tool: ToolSeen) -> str:
        """What a tool is called on the board at the end of the job."""
        return look.named("tool", tool.id, tool.draw)

    def lets_go(self, source: str, node: str) -> bool:
        """Whether what a press on `source` took can be let go on `node`: that node is pressed then."""
        return False

    def loose(self, seen: S) -> bool:
        """Whether a gesture under way has not done its work yet: leaving it asks first."""
        return False

    def holds(self, seen: S) -> bool:
        """Whether a piece is in the hand."""
        return False

    def pulls(self, seen: S) -> bool:
        """Whether a hand is on a lever, or has just let go of it: what came of a try in practice waits so long."""
        return False

    def busy(self, seen: S) -> bool:
        """Whether a hand is at work: what waits for its end waits so long."""
        return self.holds(seen)

    @abstractmethod
    def left(self, seen: S) -> int:
        """How many things of the step in hand are still to do."""

    @abstractmethod
    def touch(self, spot: str, at: tuple[int, int] | None) -> None:
        """A place is touched with nothing of the tray in hand; `at` is where, in design units, when a pointer did."""

    def take_from(self, bin: int) -> None:
        """A numbered bin is touched with nothing of the tray in hand; nothing where there is none."""

    def topic(self, seen: S) -> str:
        """What is being done, as the scenario's `lines` name it: the line of the order that speaks of it opens."""
        if seen.kind == "close":
            return "end"
        return "prepare" if seen.kind == "prepare" or self.hand.board else self.at_work(seen)

    @abstractmethod
    def at_work(self, seen: S) -> str:
        """The same between preparing and the end."""

    def line_art(self, line: int) -> list[Shape]:
        """The picture of a line of the order, about (0, 0); [] for a line without one."""
        return self.topic_art(next((topic for topic, n in self.params.lines.items() if n == line), ""))

    @abstractmethod
    def topic_art(self, topic: str) -> list[Shape]:
        """The picture of the line that speaks of this."""
