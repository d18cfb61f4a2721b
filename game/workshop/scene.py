"""The scene of any workshop: what is pressed, drawn or typed becomes acts; what is seen becomes a screen."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import ClassVar

from game.screen import kit
from game.screen.kept import Kept
from game.screen.motion import Cue
from game.screen.nodes import Node, Screen, Shape
from game.screen.scene import STAY, Look, Next
from game.screen.steps import Answer, Step
from game.simulation.bots import mine
from game.simulation.session import Session
from game.workshop import (
    counting,
    echo,
    glossary,
    questions,
    teaching,
    view,
    view_bench,
    view_board,
    view_close,
    view_doc,
    view_lever,
    view_parts,
    view_side,
)  # fmt: skip
from game.workshop.answering import SILENT, Answering
from game.workshop.practice import RIGHT
from game.workshop.stage import P, S, Stage
from game.workshop.view import Hand, Parts, Study
from game.workshop.words import WorkshopWords
from scenarios.model import Head
from scenarios.vocabulary import Value

Handler = Callable[[str, str], None]
"""What a press does: (name of the thing, how it was pressed)."""
NOTHING: Parts = ((), ())
ANSWERS = ("folder", "reply", "leave", "end")
GUARD_TICKS = 13
"""A question that comes by itself cannot be answered for 260 ms: a click under way then was meant for the bench.

Nor is practice left by the second press of a double click that began a gesture."""
NOTCH = 20
IDLE_TICKS = 1500
"""Who does nothing for half a minute is told where help is."""
ECHO_AT = {"bench": (1070.0, 808.0), "points": (1070.0, 808.0), "lever": (740.0, 1074.0), "prepare": (1000.0, 1072.0)}
"""The middle of the foot of what an act answers, by screen; elsewhere at the foot of the screen, below the work."""
OF_WORK = {"store": 977.0, "planning": 977.0, "close": 1254.0}
"""The middle of the work on a screen, where it is not that of the bench: what is beside it stays in sight."""
LARGE_AT = {"lever": (1000.0, 1074.0)}
"""With large words: right of the note at the foot of the lever; elsewhere over the top bar, above what is judged."""
MARKING = {"tag": "tag", "call": "call", "redo": "redo"}
"""Modes of the tray that act on the place touched next, and their act."""


class Bench(Stage[P, S]):
    """Plays a session, practice or exercise. Implements `game.workshop.mechanic.WorkshopScene`; a mechanic fills it."""

    modes: ClassVar[Mapping[str, str]] = MARKING
    echo_at: ClassVar[Mapping[str, tuple[float, float]]] = ECHO_AT
    """Where what an act answers stands, by screen: where it hides nothing that one has to look at."""
    nights: ClassVar[tuple[str, ...]] = ()
    """Kinds of steps whose bench is dark."""
    said: ClassVar[Mapping[str, str]] = echo.SAID
    whys: ClassVar[Mapping[str, echo.Why]] = echo.WHYS
    """Which events answer in words, and why an act may do nothing; a mechanic has its own beside."""

    def __init__(self, session: Session, params: P, head: Head, *, name: str) -> None:
        self.session = session
        # What a run taken up again did before is no news.
        self.answering = Answering(self.said, self.whys, len(session.events))
        self.params = params
        self.head = head
        self.name = name
        self.hand = Hand()
        self.asking = ""
        self.force = 0.0  # of a gesture under way, 0..1: it is heard
        self.kept = Kept()
        self._seen: tuple[int, S] | None = None
        seen = self.seen
        self._step = seen.phase
        self._question = seen.rack_open, seen.replies
        self._said = ""
        self._says, self._told_page = "", ("", 0)  # what the mentor says; of what was turned, the page that is shown
        self._node = ""
        self._guard = 0
        self._changing = False
        self._anew = "", ""  # what was pressed to try again, until the try is laid out anew
        self._came = ""  # the gesture of practice that led on by itself to the one in hand
        self._shown: tuple[object, Screen] | None = None
        self._words: WorkshopWords | None = None
        self._idle, self._acted = False, (0, 0)  # whether nothing was done for a while; how many acts there were, when
        self._known: tuple[str, ...] | None = None  # gestures learnt before the exercise
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

    # What is seen.

    @property
    def seen(self) -> S:
        """What can be seen: looked at once a tick, for nothing but time changes it."""
        task = self.session.task
        if self._seen is None or self._seen[0] != task.tick:
            self._seen = task.tick, mine(task.see(), self.sight)
        return self._seen[1]

    def do(self, verb: str, **args: str | int) -> None:
        """One act, counted at the next tick."""
        self.answering.tries(verb, args)
        self.session.act(verb, args)

    def screen(self, look: Look) -> Screen:
        seen = self.seen
        told = self._said, self._told_page, self._answered(look), self._came, self._idle
        shows = (look, replace(seen, tick=0), self.hand, self.asking, self._changing, told)
        if self._shown is None or self._shown[0] != shows:
            self._shown = (shows, self._echoed(self.words(look), self._screen(self.words(look), seen)))
        return self._shown[1]

    def _echoed(self, look: WorkshopWords, screen: Screen) -> Screen:
        """The screen with what the last act answered, not over a question or a page; or with the words over it."""
        said = self._answered(look)
        words = echo.text(look, said, self.params, self.spoken(said)) if screen.id not in SILENT else ""
        if self.hand.glossary >= 0:
            return glossary.shown(look, screen, (*self.terms, *glossary.SHARED), self.hand.glossary)
        if not words:
            return screen
        at = self.echo_at.get(screen.id, (OF_WORK.get(screen.id, ECHO_AT["bench"][0]), look.height - 4))
        if kit.large(look):
            at = LARGE_AT.get(screen.id, echo.HEAD)
        return echo.shown(look, screen, words, why=said.refuses, at=at)

    def _answered(self, look: Look) -> echo.Echo:
        """What the last act answers; in practice the card says what came of a try, and nothing is said beside it.

        Who asked for easy French or for less movement reads in their own time: what was said stays for them.
        """
        if self.name == "practice" and self.seen.outcome and self.hand.study.trying:
            return echo.NOTHING
        return self.answering.told(goes=not (look.comfort.easy or look.comfort.reduced_motion))

    def spoken(self, said: echo.Echo) -> Mapping[str, Value]:
        """What the sentences of a mechanic say beside the data of an event: a number for a name."""
        return {}

    def about(self, seen: S) -> str:
        """The one thing that the bench shows now of several, by the name that events give it; "" where it shows all."""
        return ""

    def words(self, look: Look) -> WorkshopWords:
        """The look, with the words of this workshop."""
        if self._words is None or self._words.base is not look:
            self._words = WorkshopWords(look, self.head)
        return self._words

    def _screen(self, look: WorkshopWords, seen: S) -> Screen:
        around = self._around(look, seen)
        if seen.kind == "practice" and self.params.practice:
            return self._asked(look, seen, self._practice(look, seen, around))
        gesture = self.gesture(look, seen, around) if not seen.replies and not seen.rack_open else None
        if gesture is not None:
            return self._asked(look, seen, gesture)
        screen = self._phase(look, seen, around)
        asked = questions.of_the_day(look, seen, screen, changing=self._changing)
        return asked if asked is not None else self._asked(look, seen, screen)

    def _practice(self, look: WorkshopWords, seen: S, around: tuple[Parts, Parts, Parts]) -> Screen:
        """The page of a gesture, or the bench with what it needs."""
        taught, study = self.taught(look, seen), self.hand.study
        gesture = teaching.current(study, seen, self.params)
        if study.gesture == teaching.ENDED:
            parts = teaching.ending(look, seen, self.params, taught, self._turn("ended"))
            screen = view.frame(look, seen, (around[0], NOTHING, NOTHING), parts)
            return replace(screen, id="lesson", focus_first="end")
        pulling = self.gesture(look, seen, around)
        made = self.result(look, seen, gesture)
        stays = bool(teaching.how(study, seen, gesture)) and pulling is None and not made
        if not teaching.trying(study, seen) and not stays:
            turn = self._turn(f"{gesture.id}:{teaching.how(study, seen, gesture)}")
            parts = teaching.page(look, seen, self.params, study, taught, made, turn)
            first = next(n.id for n in parts[1] if n.id.startswith(("try:", "next:", "learnt:", "end")))
            screen = view.frame(look, seen, (around[0], NOTHING, NOTHING), parts)
            return replace(screen, id="lesson", focus_first=first)
        if pulling is not None:
            return pulling
        offers = taught.offers[gesture.does]
        # What the day will bring is not read before it: a new order, once chosen, is not shown here.
        read = any(one.startswith("doc:") for one in offers) and not seen.revised
        beside = around[1] if read else teaching.reminder(look, seen, self.params, gesture, taught)
        around = (around[0], beside, around[2])
        if seen.counts:
            screen = view.frame(look, seen, (around[0], NOTHING, NOTHING), self._closing(look, seen))
        elif seen.heads:
            screen = view.frame(look, seen, around, *self.block(look, seen))
        elif self.hand.board:
            screen = view.frame(look, seen, around, view_board.prepare(look, seen))
        else:
            screen = self.centre(look, seen, around)
        if stays:
            ways = teaching.ways(look, seen, self.params, study)
            missed = teaching.missed(study, seen, gesture)
            again = self.aim(seen, gesture) if missed else ""
            return teaching.stays(look, screen, offers, ways, right=not missed, again=again, reads=not seen.folders)
        shown = teaching.only(screen, offers, self.aim(seen, gesture))
        asked = questions.of_the_day(look, seen, shown, changing=False)
        return asked if asked is not None else shown

    def _asked(self, look: WorkshopWords, seen: S, screen: Screen) -> Screen:
        """The screen, under a question when one is asked before leaving."""
        if self.asking == "sign" and questions.blank(seen):
            return questions.before_signing(look, seen, screen)
        if self.asking == "end" and (unfinished := self._unfinished(seen)):
            return questions.before_leaving(look, screen, unfinished, self.left(seen))
        return screen

    def _around(self, look: WorkshopWords, seen: S) -> tuple[Parts, Parts, Parts]:
        """Top bar, document and side, kept from frame to frame while what they show stays the same."""
        taught = tuple(tuple(g.id for g in lesson) for lesson in self.params.lessons())
        bar = self.kept.get(
            "bar", (look, seen.phase, seen.learnt, self._known),
            lambda: view.bar(look, self.name, seen, self.params.phases, taught, self._known),
        )  # fmt: skip
        working = (seen.kind == "work" and not self.hand.board) or seen.kind == "points"
        line = self._line(seen)
        scale = look.comfort.text_scale
        sheet = view_doc.Sheet(
            self.params.order_number, line, self.hand.page, lambda top: self.plan(seen, top, scale), self.line_art,
            lambda top: self.cut(look, seen, top),
        )
        shown = (look, seen.index, seen.doc, seen.phase, seen.folders, self.hand.page, line)
        doc = self.kept.get("doc", shown, lambda: ((), view_doc.document(look, seen, sheet)))
        says = self.says(look, seen)
        if seen.kind == "points" and kit.large(look):
            says = f"{says} {look.t('points.help')}"
        made, board = self.made(look, seen), self.hand.board
        finished = seen.kind not in ("practice", "work") or self.left(seen) == 0
        page = self._turn(says)
        practising = self.name == "practice"
        ready = practising and bool(self.params.practice) and teaching.ready(seen, self.params)
        plain = practising and self._plain(look, seen)
        tally = self.tally(look, seen) if seen.kind == "work" else ""
        guide = () if practising else self.guide(look, seen)
        ended = seen.kind == "work" and finished and not seen.message
        holds, mode, speaks = self.holds(seen), self.hand.mode, bool(seen.message) or self.name == "practice"

        def made_side() -> Parts:
            if working or (practising and not board):
                state = view_bench.SideState(
                    mode, holds, finished and (not practising or ready), bool(seen.changeable), practising, seen.pace,
                    speaks, seen.visitor, seen.kind == "points", plain, page, ended, tally, guide,
                )
                return view_bench.side(look, says, state)
            night = seen.kind in self.nights and not board
            return view_side.side(
                look, seen, says, made, board=board, finished=finished and not practising, mode=mode, night=night,
                practice=practising, page=page, guide=guide,
            )

        shows = (
            look, says, speaks, seen.kind, made, seen.pace, finished, board, holds, mode, bool(seen.changeable),
            seen.visitor, plain, page, ready, tally, guide,
        )
        side = self.kept.get("side", shows, made_side)
        return bar, doc, side

    def guide(self, look: WorkshopWords, seen: S) -> view_bench.Guide:
        """What is asked now and how it is done, from the document and the hand alone: nothing that is read of a person
        is in it. Who does nothing for a while is told where help is."""
        key = f"guide.{self.asked_of(seen)}"
        if not look.has(key):
            return ()
        step, line = look.t(f"movement.{seen.movement}"), self.params.lines.get(self.topic(seen), 0)
        says, helps = look.t(key, step=step, line=line), look.t("guide.help" if look.hand else "guide.words")
        return (f"{says} {helps}", helps) if self._idle else (says,)

    def _plain(self, look: WorkshopWords, seen: S) -> bool:
        """Whether the mentor only speaks in practice: the gesture needs neither tag nor bell, or it is done right."""
        gesture = teaching.current(self.hand.study, seen, self.params)
        offers = self.taught(look, seen).offers[gesture.does] if self.params.practice else ()
        return "mode:tag" not in offers or teaching.how(self.hand.study, seen, gesture) == RIGHT

    def says(self, look: WorkshopWords, seen: S) -> str:
        """The mentor's sentence on the card: the last one said; in practice, what to do now."""
        if self.name == "practice" and self.params.practice:
            gesture = teaching.current(self.hand.study, seen, self.params)
            told = teaching.how(self.hand.study, seen, gesture)
            taught = self.taught(look, seen)
            if told:
                return taught.says(look, gesture, f"told.{told}")
            asks = teaching.asks(look, taught, gesture, self.aim(seen, gesture), self.hand.mode)
            # Gone on by itself: what came of the gesture before is said until the next word.
            before = self.params.gesture(self._came)
            return asks if before is None else f"{taught.says(look, before, 'told.right')} {asks}"
        return look.t(f"message.{seen.message or self._said or seen.phase}")

    def _phase(self, look: WorkshopWords, seen: S, around: tuple[Parts, Parts, Parts]) -> Screen:
        below = view.SHOP
        if seen.kind == "prepare" or self.hand.board:
            centre = view_board.prepare(look, seen)
        elif seen.kind == "judge":
            centre, below = self.block(look, seen)
        elif seen.kind == "points":
            centre = view_close.points(look, seen, self.hand.point, self.spots(look, seen, all_live=True))
            below = self.kept.get("below", (look, seen.parts), lambda: (*self.ground(look), *self.standing(seen)))
        elif seen.kind == "close":
            return view.frame(look, seen, (around[0], NOTHING, NOTHING), self._closing(look, seen), below)
        else:
            return self.centre(look, seen, around)
        return view.frame(look, seen, around, centre, below)

    def _closing(self, look: WorkshopWords, seen: S) -> Parts:
        """Counting and signing: at the end of the job, and where practice teaches them."""
        says = self.says(look, seen)
        return counting.parts(
            look, seen, self.params, self.hand.desk, self.trays(look, seen),
            lambda tool: self.tool_name(look, seen, tool), says, self.thrown(seen), self._turn(says),
        )  # fmt: skip

    def _line(self, seen: S) -> int:
        """The line of the order that is open: the one opened by hand, else the one that speaks of what is done."""
        topic = self.topic(seen)
        chosen, line = self.hand.line
        return line if chosen == topic else self.params.lines.get(topic, 0)

    def standing(self, seen: S) -> tuple[Shape, ...]:
        """What was posed on the piece, drawn where it lies; nothing where a piece takes no parts."""
        return ()

    def cut(self, look: WorkshopWords, seen: S, top: float) -> list[Shape]:
        """What is drawn above the words of the cut, [] for nothing; `top` is where it begins."""
        return []

    def part(self, look: WorkshopWords, seen: S, place: view_parts.Place) -> tuple[Node, ...]:
        """The part that waits to be posed, () when none does; `place` gives where it goes on the piece."""
        return view_parts.part_to_fit(look, seen, self.params, place)

    def _unfinished(self, seen: S) -> str:
        """The text key of what is still to do in this step, "" when nothing that can be counted is."""
        if self.name == "exercise" and self.loose(seen):
            return "ask.loose"
        return questions.unfinished(seen, self.params, self.left(seen))

    # What is done.

    def resume(self, gesture: str) -> None:
        """Open practice where it was left: at the gesture in hand last, at the next one where that was learnt."""
        self.hand = replace(Hand(), study=Study(teaching.taken_up(self.seen, self.params, gesture), False))

    def knows(self, learnt: Sequence[str]) -> None:
        """Tell the exercise which gestures its practice has taught: the bar shows the others as skipped."""
        self._known = tuple(learnt)

    def act(self, node: str, action: str = "press") -> Next:
        if action != "focus":
            self.answering.pressed(on=bool(node))
        if not node:
            if self._shown is not None:
                self.answering.missed(self._shown[1], action.partition("@")[2], self.dead)
            return STAY
        self._node = node
        kind = node.partition(":")[0]
        if kind in ANSWERS and self.session.task.tick < self._guard:
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
        if node.id == "reject":
            return "empty_hand"
        return "other_step" if node.role == "hole" else ""

    def answers(self) -> tuple[Cue, ...]:
        """What moves since the last call though nothing happened: a thing that cannot do what was asked of it."""
        return self.answering.shaken()

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
        left = self.about(before) if self.about(before) != self.about(now) else ""
        self.answering.listen(self.session.events, before, now, self._node, left)
        question = now.rack_open, now.replies
        if question != self._question:
            self._question, self._guard = question, now.tick + GUARD_TICKS
        self._changing = self._changing and bool(now.changeable)
        step = now.phase
        if step != self._step:
            # What was taken in hand, opened or asked in a step does not outlive it, however the step ended.
            self._step, self.hand, self.asking, self._said = step, Hand(), "", ""
            self.answering.forget()
        self._go_on(now)
        if self._anew[0] and not now.outcome:
            # The try is laid out again: what was pressed for it is done now.
            (node, action), self._anew = self._anew, ("", "")
            self._pressed(node, action)
        # The card keeps its last sentence until another one replaces it.
        self._said = now.message or self._said
        if self.session.task.done:
            return Next(Answer(Step(self.name), "done"))
        return STAY

    def _go_on(self, now: S) -> None:
        """In practice, a gesture that takes up where the one just learnt has left the bench follows by itself."""
        gesture = self.params.gesture(now.lesson) if self.hand.study.trying else None
        if gesture is None or now.outcome != RIGHT:
            return
        after = teaching.follower(now, gesture, self.params, self.flows)
        if after is not None:
            self._came = gesture.id
            self._begin(after.id)

    def _begin(self, name: str) -> None:
        """Take a gesture of practice in hand."""
        gesture = self.params.gesture(name)
        self._guard = max(self._guard, self.session.task.tick + GUARD_TICKS)
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
            "reject": lambda name, action: self.do("reject"), "sign": self._on_sign,
            "change": lambda name, action: self._change(),
            "fod": sends("take_fod", "item"), "folder": sends("choose_folder", "folder"),
            "reply": self._on_reply,
            "turn": sends("turn_part", "part"), "flip": sends("flip_part", "part"),
            "fit": sends("place_part", "part"),
            "back": sends("return_tool", "tool"),
            "search": sends("search", "place"),
        }  # fmt: skip

    def _on_mentor(self, name: str, action: str) -> None:
        """The next words of a sentence that large letters do not show at once."""
        says, page = self._told_page
        self._told_page = self._says, page + 1 if says == self._says else 1

    def _on_words(self, page: int) -> None:
        """The words of the trade over the screen; not while a hand presses: metal would go on under them."""
        if self.force <= 0:
            self.hand = replace(self.hand, glossary=page)

    def _turn(self, says: str) -> int:
        """The page that is shown of what the mentor says now; another sentence begins at its first."""
        self._says = says
        return self._told_page[1] if self._told_page[0] == says else 0

    def _hold(self, *, page: int | None = None, point: str | None = None, board: bool | None = None) -> None:
        now = self.hand
        self.hand = replace(
            now,
            page=now.page if page is None else page,
            point=now.point if point is None else point,
            board=now.board if board is None else board,
        )

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

    def _on_bin(self, name: str, action: str) -> None:
        mode = self.hand.mode
        self.take("")
        if mode in ("isolate", "store"):
            self.do("isolate" if mode == "isolate" else "exchange_bin", bin=int(name))
        elif mode == "call":
            self.mark("call", f"bin{name}")
        else:
            self.take_from(int(name))

    def _on_mode(self, name: str, action: str) -> None:
        _, _, spot = action.partition(f"@{self.spot_word}:")
        if spot and name in self.modes:
            self._with(name, spot)
        else:
            # Another thing is in hand: what the act before answered is said no more.
            self.answering.forget()
            self.take("" if self.hand.mode == name else name)

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
        self.do("open_doc", doc=name)

    def _on_line(self, name: str, action: str) -> None:
        self.hand = replace(self.hand, line=(self.topic(self.seen), int(name)))
        self.do("open_doc", doc="order", line=int(name))

    def _on_head(self, name: str, action: str) -> None:
        head = self.seen.heads[int(name)]
        self.do("head", index=int(name), verdict="review" if head.verdict != "review" else "ok")

    def _on_desk(self, kind: str) -> Handler:
        """A press at the end of the job: the desk changes, and what is to be done is done."""

        def pressed(name: str, action: str) -> None:
            self.answering.forget()
            desk, deed = counting.press(self.hand.desk, self.seen, self.head.mentor, (kind, name))
            self.hand = replace(self.hand, desk=desk)
            if deed is not None:
                self.session.act(*deed)

        return pressed

    def _on_lesson(self, kind: str) -> Handler:
        """A press on a page of practice: another page, or the gesture in hand."""

        def pressed(name: str, action: str) -> None:
            self._came = ""
            self.answering.forget()
            study, begun = teaching.press(self.hand.study, (kind, name), self.params, self.looked)
            self.hand = replace(Hand(), study=study)
            if begun:
                self._begin(begun)

        return pressed

    def _on_sign(self, name: str, action: str) -> None:
        """A sheet with blanks is not signed by one press."""
        self.asking = "sign" if self.name == "exercise" and questions.blank(self.seen) else ""
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
        loose, signs = self.name == "exercise" and self.loose(self.seen), self.asking == "sign"
        self.asking = ""
        if signs:
            self._sign()
        else:
            self.do("release" if loose else "end")
