"""What is seen of any workshop: its screens, from what the task shows and what the person has in hand."""

import itertools
from collections.abc import Mapping
from dataclasses import replace
from typing import ClassVar

from game.screen import kit
from game.screen.nodes import Node, Rect, Screen, Shape
from game.screen.scene import Look
from game.workshop import (
    alone,
    ceiling,
    counting,
    echo,
    glossary,
    questions,
    teaching,
    view,
    view_asked,
    view_bench,
    view_board,
    view_close,
    view_closing,
    view_doc,
    view_lever,
    view_parts,
    view_reminder,
    view_side,
    view_way_out,
)  # fmt: skip
from game.workshop.answering import ASKED_FIRST, SILENT
from game.workshop.guests import handed, speaks
from game.workshop.speaking import SpokenStage
from game.workshop.stage import P, S
from game.workshop.view import Parts
from game.workshop.words import WorkshopWords

NOTHING: Parts = ((), ())
ECHO_AT = {"bench": (800.0, 808.0), "points": (800.0, 808.0), "lever": (740.0, 1074.0), "prepare": (1000.0, 1072.0)}
"""The middle of the foot of what an act answers, by screen; elsewhere at the foot of the screen, below the work."""
BESIDE = 600.0
"""How long a line of it is on the bench: at the right of it stands how far the work is, which it leaves in sight."""
WORK = 1070.0
"""The middle of the bench."""
OF_WORK = {"store": 977.0, "planning": 977.0, "close": 1254.0}
"""The middle of the work on a screen, where it is not that of the bench: what is beside it stays in sight."""


class Drawn(SpokenStage[P, S]):
    """The screens of a session, practice or exercise; what is pressed on them is `scene.Bench`."""

    echo_at: ClassVar[Mapping[str, tuple[float, float]]] = ECHO_AT
    """Where what an act answers stands, by screen: where it hides nothing that one has to look at."""
    echo_across: ClassVar[Mapping[str, float]] = {"bench": BESIDE, "points": BESIDE}
    """How long a line of it is at the most, by screen."""
    cut_high: ClassVar[float] = view_doc.CUT_HIGH
    """How high the drawing above the words of the cut is."""
    nights: ClassVar[tuple[str, ...]] = ()
    """Kinds of steps whose bench is dark."""
    asks_over: ClassVar[bool] = False
    """Whether a colleague's question stands over a gesture under way, in the place of its slip; else over the bench."""

    order_anew: ClassVar[bool] = False
    """Whether a new step lays the order open, whatever was read in the one before."""

    near: ClassVar[Rect | None] = None
    """Where the way on of practice lies nearer to the hand than in its row, over keys that are of no use then."""

    def shown_for_a_while(self) -> object:
        """What is shown beside what is seen, and goes by itself; None for nothing."""
        return None

    def screen(self, look: Look) -> Screen:
        guest, seen = self.guest, self.seen
        if speaks(seen, guest) and seen.visitor != guest.who:
            # Who is seen on the card is who says what stands there.
            seen = replace(seen, visitor=guest.who)
        words_shown = self._said, self._told_page, self._answered(look), self._came, self._idle
        there = self._opened, self._open, self._called_about, guest.said, guest.tool, self.shown_for_a_while()
        led = self._led, self.pulls(seen), self._ended_at
        shows = (look, seen, self.hand, self.asking, self._changing, words_shown, there, led)
        if self._shown is None or self._shown[0] != shows:
            screen = handed(self._screen(self.words(look), seen), guest.tool if speaks(seen, guest) else "")
            if seen.replies and any(n.id == "handle" for n in screen.nodes):
                screen = view_lever.asked(screen)
            screen = self._echoed(self.words(look), screen)
            if self.timed(seen) == ceiling.PASSED and screen.id != "dialog":
                # A new screen is told by its sentence: that the team went on is part of it.
                screen = replace(screen, say=f"{self.words(look).t(ceiling.PASSED)} {screen.say}")
            screen = replace(screen, shows=self._looked_at(seen))
            self._shown = (shows, kit.escapes(look, screen, self._shuts(screen)))
        return self._shown[1]

    def _looked_at(self, seen: S) -> str:
        """What a hand that presses on has not seen yet when it changes: the step, what lies open, practice's page."""
        hand, desk = self.hand, self.hand.desk
        open = desk.open, desk.asked if desk.open else "", hand.glossary >= 0
        page = (seen.lesson, seen.outcome, hand.study) if self.name == "practice" else ()
        return repr((seen.phase, seen.index, open, page))

    def _shuts(self, screen: Screen) -> str:
        """What Escape presses before it pauses: what shuts the words, a question of one's own, a fold or the board."""
        hand = self.hand
        over = {"words:": hand.glossary >= 0, "stay:": True, "form:": hand.desk.open == "form", "board:": hand.board}
        there = {n.id for n in screen.nodes if n.actions}
        return next((id for id, lies in over.items() if lies and id in there), "")

    def _echoed(self, look: WorkshopWords, screen: Screen) -> Screen:
        """The screen with what the last act answered, not over a question or a page; or with the words over it."""
        said = self._answered(look)
        values = {**self.spoken(said), **questions.called(look, self.params, self.session.events, said)}
        silent = screen.id in SILENT and said.kind != ASKED_FIRST
        words = "" if silent else echo.text(look, said, self.params, values)
        if said.kind == "reply" and not any(n.id == "change:" for n in screen.nodes):
            # Where no answer can be changed, nothing says that it can.
            words = look.t("echo.said")
        if self.hand.glossary >= 0:
            return glossary.shown(look, screen, (*self.terms, *glossary.SHARED), self.hand.glossary)
        if not words:
            return screen
        at = self.echo_at.get(screen.id, (OF_WORK.get(screen.id, WORK), look.height - 4))
        across = self.echo_across.get(screen.id, echo.WIDE)
        if kit.large(look):
            # Over the top bar: below it, large words leave no place where nothing is read or judged.
            at = echo.HEAD
        elif screen.id == "close" and any(n.id.startswith("answer:") for n in screen.nodes):
            # The answers go down to the foot: above them, under the tools of the board, and off the bar of the steps.
            board = view_closing.ONE_ROW.board
            at, across = (board.centre[0], view_closing.ONE_ROW.form.y - 4), board.w - 90
        elif screen.id == "close":
            # At the right of the mentor's card: below, it lies over the last line of what they ask for.
            at, across = (view_closing.ONE_ROW.note.centre[0], at[1]), view_closing.ONE_ROW.note.w - 90
        return echo.shown(look, screen, words, why=said.refuses, at=at, plain=said.kind in self.plain, across=across)

    def about(self, seen: S) -> str:
        """The one thing that the bench shows now of several, by the name that events give it; "" where it shows all."""
        return ""

    def question(self, look: WorkshopWords, seen: S) -> str:
        """What is asked before a deed that was pressed is done, "" for nothing."""
        return ""

    def words(self, look: Look) -> WorkshopWords:
        """The look, with the words of this workshop."""
        if self._words is None or self._words.base is not look:
            part = teaching.part_of(self.params) if self.name == "practice" else ""
            self._words = WorkshopWords(look, self.head, short=teaching.in_short(self.params), part=part)
        return self._words

    def _screen(self, look: WorkshopWords, seen: S) -> Screen:
        around = self._around(look, seen)
        if seen.kind == "practice" and self.params.practice:
            return self._asked(look, seen, self._practice(look, seen, around))
        gesture = self.gesture(look, seen, around) if self._works(look, seen) else None
        if gesture is not None and not seen.replies:
            return self._asked(look, seen, gesture)
        screen = gesture if gesture is not None else self._phase(look, seen, around)
        revision = self.params.first("revises")
        news = look.t(f"message.{revision.message}") if seen.rack_open and revision is not None else ""
        asks = self.message(look, seen, seen.message) if seen.replies else ""
        under = self._under
        asked = questions.of_the_day(look, seen, screen, changing=self._changing, news=news, asks=asks, under=under)
        return asked if asked is not None else self._asked(look, seen, screen)

    def _works(self, look: WorkshopWords, seen: S) -> bool:
        """Whether a gesture under way is shown: a question stands over it only where it has a place beside."""
        beside = self.asks_over and bool(seen.visitor) and not kit.large(look)
        return not seen.rack_open and (not seen.replies or beside)

    def _practice(self, look: WorkshopWords, seen: S, around: tuple[Parts, Parts, Parts]) -> Screen:
        """The page of a gesture, or the bench with what it needs."""
        taught, study = self.taught(look, seen), self.hand.study
        gesture = teaching.current(study, seen, self.params)
        if study.gesture in (teaching.ENDED, teaching.BEGINS):
            page = teaching.ending if study.gesture == teaching.ENDED else teaching.opening
            parts = page(look, seen, self.params, taught, self._turn(study.gesture))
            screen = view.frame(look, seen, (around[0], NOTHING, NOTHING), parts)
            first = next(n.id for n in parts[1] if n.id.startswith(("next:", "end")))
            return replace(screen, id="lesson", focus_first=first)
        pulling = self.gesture(look, seen, around)
        if pulling is not None and study.trying and self.pulls(seen):
            return pulling
        result = self.result(look, seen, gesture)
        stays = bool(teaching.how(study, seen, gesture)) and pulling is None and not result
        if not teaching.trying(study, seen) and not stays:
            turn = self._turn(f"{gesture.id}:{teaching.how(study, seen, gesture)}")
            parts = teaching.page(look, seen, self.params, study, taught, result, turn)
            first = next(n.id for n in parts[1] if n.id.startswith(("try:", "next:", "learnt:", "end")))
            screen = view.frame(look, seen, (around[0], NOTHING, NOTHING), parts)
            return replace(screen, id="lesson", focus_first=first)
        if pulling is not None:
            return pulling
        offers = taught.offers[gesture.does]
        # What the day will bring is not read before it: a new order, once chosen, is not shown here.
        read = any(offer.startswith("doc:") for offer in offers) and not seen.revised
        if read:
            beside = view_reminder.counted(look, self.params, gesture, around[1])
        else:
            beside = self.kept.get(
                "reminder", (look, gesture.id, seen.learnt),
                lambda: view_reminder.reminder(look, seen, self.params, gesture, taught),
            )  # fmt: skip
        around = (around[0], beside, around[2])
        screen = self._laid_out(look, seen, around)
        if stays:
            ways = teaching.ways(look, seen, self.params, study)
            missed = teaching.missed(study, seen, gesture)
            again = self.aims(seen, gesture) if missed else ""
            return teaching.stays(
                look, screen, offers, ways, right=not missed, again=again, reads=not seen.folders,
                near=None if kit.large(look) else self.near, pressed=self._node,
            )  # fmt: skip
        ready = teaching.ready(seen, self.params)
        shown = view_way_out.apart(look, teaching.only(screen, offers, self.aims(seen, gesture)), ready=ready)
        shown = alone.offered(look, shown) if self.asked_alone(seen, gesture) else shown
        asked = questions.of_the_day(look, seen, shown, changing=False, under=self._under)
        return asked if asked is not None else shown

    def _laid_out(self, look: WorkshopWords, seen: S, around: tuple[Parts, Parts, Parts]) -> Screen:
        """What practice has laid out: the end of a job, things to be judged, the board, or the bench."""
        if seen.counts:
            return self._desk(seen, view.frame(look, seen, (around[0], NOTHING, NOTHING), self._closing(look, seen)))
        if seen.heads:
            return view.frame(look, seen, around, *self.block(look, seen))
        if self.hand.board:
            return view.frame(look, seen, around, view_board.prepare(look, seen))
        return self.centre(look, seen, around)

    def _asked(self, look: WorkshopWords, seen: S, screen: Screen) -> Screen:
        """The screen, under a question when one is asked before leaving."""
        if self.asking == "sign":
            return questions.before_signing(look, seen, screen)
        if self.asking == "end" and (unfinished := self._unfinished(seen)):
            return questions.before_leaving(look, screen, unfinished, self.left(seen))
        if self.asking == "deed" and (question := self.question(look, seen)):
            return view.asked(look, screen, question, (("stay:", look.t("ask.not_yet")), ("leave:", look.t("ask.so"))))
        return screen

    def _around(self, look: WorkshopWords, seen: S) -> tuple[Parts, Parts, Parts]:
        """Top bar, document and side, kept from frame to frame while what they show stays the same."""
        bar = self._bar(look, seen)
        if seen.kind == "points" and self._opened != seen.phase:
            # Points are looked for on the plan: it lies open, whatever was read in the step before.
            seen = replace(seen, doc="plan")
        step = itertools.takewhile(lambda e: e.kind != "phase", reversed(self.session.events))
        if self.order_anew and seen.kind in ("work", "judge") and not any(e.kind == "doc_open" for e in step):
            seen = replace(seen, doc="order")
        working = (seen.kind == "work" and not self.hand.board) or seen.kind == "points"
        doc = self._document(look, seen)
        says = self.speech(look, seen)
        if seen.kind == "points" and kit.large(look):
            says = f"{says} {look.t('points.help')}"
        progress, board, finished = self.progress(look, seen), self.hand.board, self._comes_next(seen)
        page = self._turn(says)
        practising = self.name == "practice"
        ready = practising and bool(self.params.practice) and teaching.ready(seen, self.params)
        plain = practising and self._plain(look, seen)
        tally = self.tally(look, seen) if seen.kind == "work" else ""
        guide = () if practising else self.guide(look, seen)
        asks = self.asks(look, seen) if practising and self.params.practice else ""
        ended = seen.kind == "work" and finished and not seen.message
        holds, mode, speaks = self.holds(seen), self.hand.mode, bool(seen.message) or self.name == "practice"

        def made_side() -> Parts:
            if working or (practising and not board):
                state = view_bench.SideState(
                    mode, holds, finished and (not practising or ready), bool(seen.changeable), practising, speaks,
                    seen.visitor, seen.kind == "points", plain, page, ended, tally, guide, asks,
                )
                return view_bench.side(look, says, state)
            night = seen.kind in self.nights and not board
            return view_side.side(
                look, seen, says, progress, board=board, finished=finished and not practising, mode=mode, night=night,
                practice=practising, page=page, guide=guide,
            )

        shows = (
            look, says, speaks, seen.kind, progress, finished, board, holds, mode, bool(seen.changeable),
            seen.visitor, plain, page, ready, tally, guide, asks,
        )
        side = self.kept.get("side", shows, made_side)
        return bar, doc, side

    def _bar(self, look: WorkshopWords, seen: S) -> Parts:
        """The top bar, and under it the band of a part with a ceiling."""
        at, left = self._at_gesture(look, seen), ceiling.left_s(self.params, seen)

        def made_bar() -> Parts:
            lessons = tuple(tuple(g.id for g in lesson) for lesson in self.params.every_lesson())
            return view.bar(
                look, self.name, seen, self.params.phases, lessons, self._known, at, left, self.params.leads_to,
                len(self.params.taught_by(seen.phase)),
            )  # fmt: skip

        shows = (look, seen.phase, seen.learnt, self._known, at, left if left < 0 else -(-left // 60))
        bar = self.kept.get("bar", shows, made_bar)
        return (*ceiling.band(seen.pace), *bar[0]), bar[1]

    def _comes_next(self, seen: S) -> bool:
        """Whether the way on is the next act: nothing is left to set or to show, where that can be counted.

        Tools and marks are not: after the first of them the way on stood out while a tool still hung there.
        """
        if seen.kind in ("practice", "work"):
            return self.left(seen) == 0
        return seen.kind not in ("prepare", "judge") and all(p.value for p in seen.points)

    def _document(self, look: WorkshopWords, seen: S) -> Parts:
        """The document that is open, on the page where it was left."""
        line, scale = self._line(seen), look.comfort.text_scale
        sheet = view_doc.Sheet(
            self.params.order_number, line, self.hand.page, lambda top: self.plan(seen, top, scale), self.line_art,
            lambda top: self.cut(look, seen, top), self.plan_high(look), self.cut_high,
        )
        shown = (look, seen.index, seen.doc, seen.phase, seen.folders, self.hand.page, line, self.planned(seen))
        return self.kept.get("doc", shown, lambda: ((), view_doc.document(look, seen, sheet)))

    def _at_gesture(self, look: WorkshopWords, seen: S) -> str:
        """Which gesture of practice is in hand, in words; "" in the exercise, and once practice has come to its end."""
        if self.name != "practice" or not self.params.practice or self.hand.study.gesture == teaching.ENDED:
            return ""
        gesture = teaching.current(self.hand.study, seen, self.params)
        n = teaching.lesson_of(self.params, gesture) + 1
        return look.t("lesson.at", n=n, all=len(self.params.lessons()))

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
            screen = view.frame(look, seen, (around[0], NOTHING, NOTHING), self._closing(look, seen), below)
            return self._desk(seen, screen)
        else:
            return self.centre(look, seen, around)
        return view.frame(look, seen, around, centre, below)

    def _closing(self, look: WorkshopWords, seen: S) -> Parts:
        """Counting and signing: at the end of the job, and where practice teaches them."""
        says = self._asked_at_desk(look, seen, self.speech(look, seen))
        return counting.parts(
            look, seen, self.params, self.hand.desk, self.trays(look, seen),
            lambda tool: self.tool_name(look, seen, tool), says, self.thrown(seen), self._turn(says),
            lambda field: self.recall(look, seen, field),
        )  # fmt: skip

    def recall(self, look: WorkshopWords, seen: S, field: str) -> list[Shape]:
        """What a field of the sheet speaks of, about (0, 0): the tool or the bin it names, else the sheet."""
        about = next((choice.about for choice in self.params.sheet if choice.id == field), "")
        tray = next((tray for tray in self.trays(look, seen) if tray.item == about), None)
        if tray is not None:
            return [kit.scaled(s, 2.1, dx, dy) for dx, dy in ((-46, 36), (46, 36), (0, -42)) for s in tray.draw(0, 0)]
        tool = next((tool for tool in self.params.tools if tool.id == about), None)
        if tool is not None:
            return view_board.tool_drawing(tool.draw, 0, 0, faded=False)
        return view_asked.sheet(self.params.order_number)

    def _desk(self, seen: S, screen: Screen) -> Screen:
        """The end of the job, for a hand on the keys: a number that is chosen or typed waits for Enter on « Noter ».

        Once it is noted the focus is on the line in force, where the next one is typed.
        """
        line = f"count:{counting.chosen(self.hand.desk, seen)}"
        noting = next((n.id for n in screen.nodes if n.id.startswith("note:")), "")
        there = any(n.id == line for n in screen.nodes)
        return replace(screen, focus_first=line if there else screen.focus_first, leads=noting)

    def standing(self, seen: S) -> tuple[Shape, ...]:
        """What was posed on the piece, drawn where it lies; nothing where a piece takes no parts."""
        return ()

    def plan_high(self, look: WorkshopWords) -> float:
        """How high the drawing of the plan is, with what stands below it."""
        return view_doc.PLAN_HIGH

    def cut(self, look: WorkshopWords, seen: S, top: float) -> list[Shape]:
        """What is drawn above the words of the cut, [] for nothing; `top` is where it begins."""
        return []

    def part(self, look: WorkshopWords, seen: S, place: view_parts.PlaceOnScreen) -> tuple[Node, ...]:
        """The part that waits to be posed, () when none does; `place` gives where it goes on the piece."""
        return view_parts.part_to_fit(look, seen, self.params, place)

    def _unfinished(self, seen: S) -> str:
        """The text key of what is still to do in this step, "" when nothing that can be counted is."""
        if self.name == "exercise" and self.loose(seen):
            return "ask.loose"
        return questions.unfinished(seen, self.params, self.left(seen))
