"""The scene of any workshop: what is pressed, drawn or typed becomes acts; what is seen is drawn in `drawn`."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import ClassVar

from game.screen.motion import Cue
from game.screen.nodes import Node
from game.screen.scene import STAY, Next
from game.screen.steps import Answer, Step
from game.simulation.session import Session
from game.workshop import counting, teaching, view_lever
from game.workshop.drawn import Drawn
from game.workshop.practice import RIGHT
from game.workshop.stage import P, S
from game.workshop.view import Hand, Study
from scenarios.model import Head

Handler = Callable[[str, str], None]
"""What a press does: (name of the thing, how it was pressed)."""
ANSWERS = ("folder", "reply", "leave", "end", "lit")
GUARD_TICKS = 13
"""A question that comes by itself cannot be answered for 260 ms: a click under way then was meant for the bench."""
BEGUN_TICKS = 50
"""Neither practice nor a step is left in the first second: where « Geste suivant » stood, the way out may stand."""
MOVED_TICKS = 50
"""When the day has moved what stands on the bench, what acts on it is not pressed for a second."""
NOTCH = 20
IDLE_TICKS = 1500
"""Who does nothing for half a minute is told where help is."""
MARKING = {"tag": "tag", "call": "call", "redo": "redo"}
"""Modes of the tray that act on the place touched next, and their act."""


class Bench(Drawn[P, S]):
    """Plays a session, practice or exercise. Implements `game.workshop.mechanic.WorkshopScene`; a mechanic fills it."""

    modes: ClassVar[Mapping[str, str]] = MARKING
    moved: ClassVar[tuple[str, ...]] = ()
    """Kinds of nodes that act on what the day moves when it changes a tool; a mechanic says which."""

    def __init__(self, session: Session, params: P, head: Head, *, name: str) -> None:
        super().__init__(session, params, head, name=name)
        self._handlers = {**self._shared(), **self.handlers()}

    # How a press is read.

    def mark(self, verb: str, spot: str) -> None:
        """A place is touched with a thing of the tray in hand."""
        args: dict[str, str] = {
            "tag": {"object": spot},
            "call": {"who": self.head.mentor, "about": spot},
        }.get(verb, {self.spot_word: spot})
        self.do(verb, **args)

    def handlers(self) -> Mapping[str, Handler]:
        """More kinds of things to press, and what each does."""
        return {}

    spot_word: ClassVar[str] = "hole"
    """The mechanic's word for a place: what its acts and the ids of its nodes call it."""

    def do(self, verb: str, **args: str | int) -> None:
        """One act, counted at the next tick."""
        self.answering.tries(verb, args)
        self.session.act(verb, args)
    def resume(self, gesture: str) -> None:
        """Open practice where it was left: at the gesture in hand last, at the next one where that was learnt."""
        self.hand = replace(Hand(), study=Study(teaching.taken_up(self.seen, self.params, gesture), False))

    def knows(self, learnt: Sequence[str]) -> None:
        """Tell the exercise which gestures its practice has taught: the bar shows the others as skipped."""
        self._known = tuple(learnt)

    def act(self, node: str, action: str = "press") -> Next:
        verb, _, source = action.partition("@")
        if verb == "drop":
            source, _, at = source.partition("@")
            return self.act(node, f"press@{at}" if at else "press") if self.lets_go(source, node) else STAY
        if action != "focus":
            self.pressed_on(node)
        if not node:
            if self._shown is not None:
                self.answering.missed(self._shown[1], action.partition("@")[2], self.dead)
            return STAY
        self._node = node
        kind = node.partition(":")[0]
        if kind in ANSWERS and self.session.task.tick < max(self._guard, self._begins if kind == "end" else 0):
            return STAY
        if kind in self.moved and action != "focus" and self.session.task.tick < self._moved:
            self.answering.stops("moved", node)
            return STAY
        if action != "focus" and self._tries_again(node):
            self._anew = node, action
            return STAY
        self._pressed(node, action)
        return STAY

    def _pressed(self, node: str, action: str) -> None:
        kind, _, name = node.partition(":")
        handler = self._handlers.get(kind)
        if handler is not None and action != "focus":
            if kind in counting.AWAY and self.hand.desk.pending:
                self._on_desk(kind)(name, action)
            handler(name, action)

    def _tries_again(self, node: str) -> bool:
        """Whether a press on the bench, after a try that went wrong, begins it anew: it is laid out again first."""
        if self.name != "practice" or not self.params.practice:
            return False
        seen, study = self.seen, self.hand.study
        gesture = teaching.current(study, seen, self.params)
        if self._words is None or not teaching.missed(study, seen, gesture):
            return False
        offers = self.taught(self._words, seen).offers[gesture.does]
        if not node.startswith(offers) or (node.startswith(teaching.READING) and not seen.folders):
            return False
        # The bench is laid out anew: nothing of the gesture before stands there to be spoken of.
        self._came = ""
        self.do("lesson", id=gesture.id)
        return True

    def dead(self, node: Node) -> str:
        """Why a thing that is seen cannot be pressed now: the end of a key `echo.why.`, "" where no word is needed."""
        if node.id in ("reject", "fod_box"):
            return "empty_hand" if node.id == "reject" else "fod_box"
        return "other_step" if node.role == "spot" else ""

    def answers(self) -> tuple[Cue, ...]:
        """What moves since the last call though no event came: what cannot do what was asked, what is put down."""
        return (*self.answering.moves(), *self.guest.cues())

    def rings(self) -> tuple[str, ...]:
        """What is heard since the last call though no event came: names of sounds."""
        return self.answering.rung()

    def drag(self, node: str, x: float, y: float, stage: str) -> Next:
        if node == "handle":
            self.do("lever", x=0 if stage == "up" else view_lever.position(y))
        return STAY

    def key(self, name: str) -> Next:
        # What is typed over the words of the trade is not meant for the sheet below.
        if self.seen.counts and self.hand.glossary < 0:
            self.hand = replace(self.hand, desk=counting.typed(self.hand.desk, self.params, name))
        return STAY

    def advance(self, ticks: int) -> Next:
        before = self.seen
        self.session.advance(ticks)
        now = self.seen
        if len(self.session.actions) != self._acted[0]:
            self._acted = len(self.session.actions), now.tick
        self._idle = now.tick - self._acted[1] >= IDLE_TICKS
        news = self.answering.news(self.session.events)
        self._of_the_time(now, news)
        calls = [str(e.data["about"]) for e in news if e.kind == "call"]
        self._called_about = (self._called_about, *calls)[-1]
        left = self.about(before) if self.about(before) != self.about(now) else ""
        if any(e.kind == "bell" and e.data["event"] in self._swaps for e in news):
            self._moved = now.tick + MOVED_TICKS
        self.answering.listen(self.session.events, before, now, self._node, left)
        question = now.rack_open, now.replies
        if question != self._question:
            self._question, self._guard, self._under = question, now.tick + GUARD_TICKS, self._node
        self._changing = self._changing and bool(now.changeable)
        step = now.phase
        if step != self._step:
            # What was taken in hand, opened or asked in a step does not outlive it, however the step ended.
            self._step, self._begins = step, now.tick + BEGUN_TICKS
            self.hand, self.asking, self._said, self._met = Hand(), "", "", frozenset()
            self.answering.forget()
            self.guest.leaves()
        self._go_on(now)
        self._opens(now)
        if self._anew[0] and not now.outcome:
            # The try is laid out again: what was pressed for it is done now.
            (node, action), self._anew = self._anew, ("", "")
            self._pressed(node, action)
        # The card keeps the mentor's last sentence until another one replaces it; what a colleague said goes with them.
        self._said = self._said if now.visitor else now.message or self._said
        words = self._words
        known = words.has if words is not None else lambda key: False
        passed = ticks, len(self.session.actions)
        self.guest.hears(now, self.params, passed, busy=self.busy(now), known=known)
        if self.session.task.done:
            return Next(Answer(Step(self.name), "done"))
        return STAY

    def _go_on(self, now: S) -> None:
        """In practice, a gesture that takes up where the one just learnt has left the bench follows by itself."""
        gesture = self.params.gesture(now.lesson) if self.hand.study.trying else None
        if gesture is None or now.outcome != RIGHT or self.pulls(now):
            return
        after = teaching.follower(now, gesture, self.params, self.flows)
        if after is not None:
            self._came = gesture.id
            self._begin(after.id)

    def _begin(self, name: str) -> None:
        """Take a gesture of practice in hand."""
        gesture = self.params.gesture(name)
        self._guard = max(self._guard, self.session.task.tick + BEGUN_TICKS)
        self.hand = replace(Hand(), study=Study(name, True), board=gesture is not None and gesture.does == "store")
        self.do("lesson", id=name)

    def _shared(self) -> Mapping[str, Handler]:
        """What a press does, by the kind of thing pressed: the word before the colon of its id."""

        def sends(verb: str, argument: str) -> Handler:
            return lambda name, action: self.do(verb, **{argument: name})

        return {
            "bin": self._on_bin, "mode": self._on_mode, self.spot_word: self._on_spot, "tool": self._on_tool,
            "head": self._on_head, "doc": self._on_doc, "line": self._on_line,
            **{kind: self._on_desk(kind) for kind in counting.PRESSES},
            **{kind: self._on_lesson(kind) for kind in teaching.PRESSES},
            "page": lambda name, action: self._hold(page=self.hand.page + 1), "mentor": self._on_mentor,
            "words": lambda name, action: self._on_words(-1 if self.hand.glossary >= 0 else 0),
            "words_more": lambda name, action: self._on_words(self.hand.glossary + 1),
            "point": lambda name, action: self._hold(point=name),
            "board": lambda name, action: self._hold(board=not self.hand.board),
            "end": self._on_end, "stay": lambda name, action: self._ask(""), "leave": self._on_leave,
            "reject": lambda name, action: self.do("reject"), "sign": self._on_sign, "show": self._on_show,
            "change": lambda name, action: self._change(),
            "fod": sends("take_fod", "item"), "folder": sends("choose_folder", "folder"),
            "reply": self._on_reply,
            "turn": sends("turn_part", "part"), "flip": sends("flip_part", "part"),
            "fit": sends("place_part", "part"),
            "back": sends("return_tool", "tool"),
            "search": sends("search", "place"), "tell": lambda name, action: self._with("call", name),
        }  # fmt: skip

    def _on_mentor(self, name: str, action: str) -> None:
        """The next words of a sentence that large letters do not show at once."""
        says, page = self._told_page
        self._told_page = self._says, page + 1 if says == self._says else 1

    def _on_words(self, page: int) -> None:
        """The words of the trade over the screen; not while a hand presses: metal would go on under them."""
        if self.force <= 0:
            self.hand = replace(self.hand, glossary=page)

    def _hold(self, *, page: int | None = None, point: str | None = None, board: bool | None = None) -> None:
        now, page = self.hand, self.hand.page if page is None else page
        point, board = now.point if point is None else point, now.board if board is None else board
        self.hand = replace(now, page=page, point=point, board=board)

    def take(self, mode: str) -> None:
        """Take a thing of the tray in hand, "" to put it down."""
        self.hand = replace(self.hand, mode=mode)

    def _on_reply(self, name: str, action: str) -> None:
        self._changing = False
        self.do("reply", option=name)

    def _change(self) -> None:
        """Offer the replies again; the one given stands until another is chosen."""
        self._changing = True

    def _ask(self, asking: str) -> None:
        self.asking = asking

    def ask_first(self) -> None:
        """Ask whether what was pressed is really meant (`question` says what), and do `goes_ahead` on a yes.

        The second press of a double one is no answer.
        """
        self.asking, self._guard = "deed", self.session.task.tick + GUARD_TICKS

    def goes_ahead(self) -> None:
        """What is done once a question of the mechanic's own was answered with yes."""

    def _on_bin(self, name: str, action: str) -> None:
        mode = self.hand.mode
        self.take("")
        if mode in ("isolate", "store"):
            self.do("isolate" if mode == "isolate" else "exchange_bin", bin=int(name))
        elif mode == "call":
            self.mark("call", f"bin{name}")
        else:
            self.take_from(int(name))
            self.answering.lays(self._called(mode))

    def _on_mode(self, name: str, action: str) -> None:
        _, _, spot = action.partition(f"@{self.spot_word}:")
        if spot and name in self.modes:
            self._with(name, spot)
        else:
            held = self.hand.mode
            self._put_down(held)
            self.take("" if name == held else name)

    def _put_down(self, name: str) -> None:
        """A thing of the tray goes back to its place: nothing of the run changes, so it is said and seen here."""
        called = self._called(name)
        if called:
            self.answering.says("put_down", f"mode:{name}", name=called)

    def _called(self, mode: str) -> str:
        """What the screen calls a thing of the tray, "" for none."""
        shown = self._shown[1].nodes if self._shown is not None else ()
        return next((n.name for n in shown if n.id == f"mode:{mode}"), "")

    def _on_spot(self, name: str, action: str) -> None:
        if self.seen.kind == "points":
            if self.hand.point:
                self.do("point", id=self.hand.point, **{self.spot_word: name})
        elif self.hand.mode in self.modes:
            self._with(self.hand.mode, name)
        else:
            _, _, point = action.partition("@")
            x, _, y = point.partition(",")
            self.touch(name, (int(x), int(y)) if y else None)

    def _with(self, mode: str, spot: str) -> None:
        self.mark(self.modes[mode], spot)
        if mode in ("tag", "call"):
            self.take("")

    def _on_tool(self, name: str, action: str) -> None:
        tool = next(t for t in self.seen.tools if t.id == name)
        if self.hand.mode == "call":
            self._with("call", name)
        elif self.hand.mode == "store":
            self.take("")
            self.do("exchange", tool=name)
        elif tool.kind == "ppe":
            self.do("wear", item=name)
        else:
            self.do("return_tool" if tool.taken else "take_tool", tool=name)

    def _on_doc(self, name: str, action: str) -> None:
        self._hold(page=0)
        self._opened = self.seen.phase
        self.do("open_doc", doc=name)

    def _on_line(self, name: str, action: str) -> None:
        self.hand = replace(self.hand, line=(self.topic(self.seen), int(name)))
        if not self._aside():
            self._open = int(name)
        self.do("open_doc", doc="order", line=int(name))

    def _on_head(self, name: str, action: str) -> None:
        head = self.seen.heads[int(name)]
        self.do("head", index=int(name), verdict="review" if head.verdict != "review" else "ok")

    def _on_desk(self, kind: str) -> Handler:
        """A press at the end of the job: the desk changes, and what is to be done is done."""

        def pressed(name: str, action: str) -> None:
            desk, deed = counting.press(self.hand.desk, self.seen, self.params, self.head.mentor, (kind, name))
            self.hand = replace(self.hand, desk=desk)
            if deed is not None:
                self.session.act(*deed)

        return pressed

    def _on_lesson(self, kind: str) -> Handler:
        """A press on a page of practice: another page, or the gesture in hand."""

        def pressed(name: str, action: str) -> None:
            self._came = ""
            study, begun = teaching.press(self.hand.study, (kind, name), self.params, self.looked)
            self.hand = replace(Hand(), study=study)
            # On a page that a press of its own opened, the ways on are what is asked; on the one that ends practice the
            # way out stands where the press before it did.
            self._guard = self.session.task.tick + GUARD_TICKS if kind == "learnt" else 0
            if begun:
                self._begin(begun)

        return pressed

    def _on_sign(self, name: str, action: str) -> None:
        """A sheet is not signed by one press: what is signed changes no more."""
        self.asking = "sign" if self.name == "exercise" and self.seen.kind == "close" else ""
        if not self.asking:
            self._sign()

    def _sign(self) -> None:
        """The pen is pressed; what lay open beside the sheet is shut, so that the card can be read."""
        self.hand = replace(self.hand, desk=replace(self.hand.desk, open=""))
        self.do("sign")

    def _on_end(self, name: str, action: str) -> None:
        self.asking = "end" if self._unfinished(self.seen) else ""
        if not self.asking:
            self.do("end")

    def _on_leave(self, name: str, action: str) -> None:
        loose, asked = self.name == "exercise" and self.loose(self.seen), self.asking
        self.asking = ""
        if asked == "deed":
            self.goes_ahead()
        elif asked == "sign":
            self._sign()
        else:
            self.do("release" if loose else "end")
