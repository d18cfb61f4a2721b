"""What is said at any workshop: by its mentor, by what an act answers, by the line of the order that lies open."""

from collections.abc import Mapping, Sequence
from typing import ClassVar

from game.screen import kit
from game.screen.kept import Kept
from game.screen.nodes import Screen
from game.screen.scene import Look
from game.simulation.bots import mine
from game.simulation.session import Session
from game.workshop import alone, ceiling, counting, echo, gesture_words, questions, teaching, view_bench, view_doc
from game.workshop.answering import Answering
from game.workshop.guests import Guest, speaks
from game.workshop.practice import RIGHT
from game.workshop.stage import P, S, Stage
from game.workshop.view import Hand
from game.workshop.words import WorkshopWords
from game.workshop.written import Gesture
from scenarios.model import Head
from scenarios.vocabulary import Event, Value

CALLED = "call"
"""The message that answers a call which nobody has to wait for."""


class SpokenStage(Stage[P, S]):
    """A session of practice or exercise, and what is said of it; what is shown of it is `drawn.Drawn`."""

    said: ClassVar[Mapping[str, str]] = echo.SAID
    whys: ClassVar[Mapping[str, echo.Why]] = echo.WHYS
    """Which events answer in words, and why an act may do nothing; a mechanic has its own beside."""
    plain: ClassVar[tuple[str, ...]] = ()
    """Kinds of events told without the mark of what is done: a tick beside them would read as a judgement."""

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
        self._opened = ""  # the step in which a document was opened last
        self._met: frozenset[str] = frozenset()  # what was done in this step: each opens its line of the order once
        self._called_about = ""  # what the last call was about
        self._open = 0  # the line of the order that lies open
        self._led: alone.Led = ("", 0)  # the gesture whose ring was called back, and after how many good ones
        self.guest = Guest()
        self._says, self._told_page = "", ("", 0)  # what the mentor says; of what was turned, the page that is shown
        self._node = self._under = ""  # pressed last, and when a question of the day came
        self._guard = self._moved = self._begins = 0
        self._swaps = {h.id for h in params.day if h.does == "swaps"}
        self._changing = False
        self._anew = "", ""  # what was pressed to try again, until the try is laid out anew
        self._came = ""  # the gesture of practice that led on by itself to the one in hand
        self._shown: tuple[object, Screen] | None = None
        self._words: WorkshopWords | None = None
        self._idle, self._acted = False, (0, 0)  # whether nothing was done for a while; how many acts there were, when
        self._ended_at, self._ended_acts = -1, 0  # when a ceiling ended a part, -1 once that was said; acts until then
        self._known: tuple[str, ...] | None = None  # gestures learnt before the exercise

    @property
    def begun(self) -> str:
        """The step that has begun and is on the screen; "" while something is seen between two steps."""
        return self._step

    @property
    def seen(self) -> S:
        """What can be seen: looked at once a tick, for nothing but time changes it."""
        task = self.session.task
        if self._seen is None or self._seen[0] != task.tick:
            self._seen = task.tick, mine(task.see(), self.sight)
        return self._seen[1]

    def _answered(self, look: Look) -> echo.Echo:
        """What the last act answers; in practice the card says what came of a try, and nothing is said beside it.

        Who asked for easy French or for less movement reads in their own time: what was said stays for them.
        """
        trying = self.name == "practice" and self.hand.study.trying
        came = self._came and not self.answering.echo_now(goes=False).refuses
        if trying and (self.seen.outcome or came):
            return echo.NOTHING
        return self.answering.echo_now(goes=not (look.comfort.easy or look.comfort.reduced_motion))

    def spoken(self, said: echo.Echo) -> Mapping[str, Value]:
        """What the sentences of a mechanic say beside the data of an event: a number for a name."""
        return {}

    def guide(self, look: WorkshopWords, seen: S) -> view_bench.Guide:
        """What is asked now and how it is done, from the document and the hand alone: nothing that is read of a person
        is in it. Who does nothing for a while is told where help is."""
        asked = self.asked_of(seen)
        key = f"guide.{asked}"
        # To show points on the piece no tool is in hand: nothing of the tray is to be said.
        if seen.kind == "points" or not look.has(key):
            return ()
        line = self.params.lines.get(self.SPEAKS_OF.get(asked) or self.topic(seen), 0)
        step = look.t(f"movement.{seen.movement}")
        own = self.asked_values(look, seen)
        says, helps = look.t(key, step=step, line=line, **own), look.t("guide.help" if look.hand else "guide.words")
        # What names a line of the order is not said where the issue in force has no such line.
        if says != look.t(key, step=step, line="", **own) and line not in view_doc.order_lines(look, seen):
            return (helps,) if self._idle else ()
        return (f"{says} {helps}", helps) if self._idle else (says,)

    def message(self, look: WorkshopWords, seen: S, name: str) -> str:
        """What is said of a call goes with what it was about, where the author wrote so: `message.call.<about>`."""
        if name == CALLED:
            own = f"{CALLED}.{questions.spoke_of(look, self.params, self.session.events, self._called_about)}"
            name = own if look.has(f"message.{own}") else CALLED
        return super().message(look, seen, name)

    def asked_values(self, look: WorkshopWords, seen: S) -> Mapping[str, object]:
        """What a mechanic's own sentences of what is asked say of the person's work: counts, never how right it is."""
        return {}

    def _plain(self, look: WorkshopWords, seen: S) -> bool:
        """Whether the mentor only speaks in practice: the gesture needs neither tag nor bell, or it is done right."""
        gesture = teaching.current(self.hand.study, seen, self.params)
        offers = self.taught(look, seen).offers[gesture.does] if self.params.practice else ()
        return "mode:tag" not in offers or teaching.how(self.hand.study, seen, gesture) == RIGHT

    def says(self, look: WorkshopWords, seen: S) -> str:
        """The mentor's sentence on the card: the last one said; in practice, what to do now."""
        if self.name == "practice" and self.params.practice:
            gesture = teaching.current(self.hand.study, seen, self.params)
            outcome = teaching.how(self.hand.study, seen, gesture)
            taught = self.taught(look, seen)
            if outcome:
                return gesture_words.outcome_said(look, taught, seen, gesture, outcome)
            asks = self.asks(look, seen)
            # Gone on by itself: what came of the gesture before is said until the next word.
            before = self.params.gesture(self._came)
            return asks if before is None else f"{taught.says(look, before, 'told.right')} {asks}"
        said = self.guest.said if speaks(seen, self.guest) else seen.message
        last = said or self._said
        return self.message(look, seen, seen.phase if not last or self.past(seen, last) else last)

    def asks(self, look: WorkshopWords, seen: S) -> str:
        """What practice asks for now, "" once a try has come to something."""
        gesture = teaching.current(self.hand.study, seen, self.params)
        if teaching.how(self.hand.study, seen, gesture):
            return ""
        taught = self.taught(look, seen)
        asks = gesture_words.asks(look, taught, gesture, self.aims(seen, gesture), self.hand.mode)
        if self.asked_alone(seen, gesture):
            asks = f"{look.t('lesson.alone')} {asks}"
        return gesture_words.marked(look, taught, seen, gesture, len(self.params.faults)) or asks

    def speech(self, look: WorkshopWords, seen: S) -> str:
        """What the mentor says, with what there is to say of the time that a session has set."""
        return ceiling.with_time(look, seen, self.says(look, seen), self.timed(seen))

    def timed(self, seen: S) -> str:
        """The key of what there is to say of the time, "" for nothing: a warning, else that the team went on."""
        return ceiling.warning(ceiling.left_s(self.params, seen)) or (ceiling.PASSED if self._ended_at >= 0 else "")

    def _of_the_time(self, now: S, news: Sequence[Event]) -> None:
        """That the team went on is said until it could be read and something was done."""
        if ceiling.passed(news):
            self._ended_at, self._ended_acts = now.tick, len(self.session.actions)
        if now.tick - self._ended_at < ceiling.STAYS_TICKS:
            self._ended_acts = len(self.session.actions)
        elif len(self.session.actions) > self._ended_acts:
            self._ended_at = -1

    def overhears(self) -> None:
        """Keep what was said last, where acts come from elsewhere than this scene: a moment that is watched again."""
        now = self.seen
        if now.phase != self._step:
            self._step, self._said = now.phase, ""
        self._said = self._said if now.visitor else now.message or self._said

    def asked_alone(self, seen: S, gesture: Gesture) -> bool:
        """Whether the next thing to press is not shown: the gesture was done right once, and nobody asked to see it."""
        return bool(self.aim(seen, gesture)) and alone.alone(seen, gesture, self._led)

    def pressed_on(self, node: str) -> None:
        """Keep a press, on something or on nothing; in practice one that was not it calls ring and arrow back."""
        self.answering.pressed(on=bool(node))
        seen = self.seen
        tries = self.name == "practice" and self.hand.study.trying and not seen.outcome
        gesture = self.params.gesture(seen.lesson) if tries else None
        if gesture is not None and self.asked_alone(seen, gesture) and alone.misses(node, self.aim(seen, gesture)):
            self._on_show("", "")

    def _on_show(self, name: str, action: str) -> None:
        """Ring and arrow are there again, until the next good one."""
        self._led = self.seen.lesson, self.seen.goods

    def aims(self, seen: S, gesture: Gesture) -> str:
        """The next thing to press in a try, "" where the person finds it alone; once an empty place of the board is
        open, where one can search."""
        aim = "" if self.asked_alone(seen, gesture) else self.aim(seen, gesture)
        opened = bool(aim) and aim == f"gap:{self.hand.desk.open}"
        return f"search:{seen.places[0]}" if opened and seen.places else aim

    def _turn(self, says: str) -> int:
        """The page that is shown of what the mentor says now; another sentence begins at its first."""
        self._says = says
        return self._told_page[1] if self._told_page[0] == says else 0

    def _asked_at_desk(self, look: WorkshopWords, seen: S, says: str) -> str:
        """What the mentor says at the end of the job: of what the step begins with, the part that is in hand.

        `message.STEP.form` of the boxes of the sheet, `.tools` of the line that counts the tools, where there is one.
        """
        if seen.kind != "close" or says != self.message(look, seen, seen.phase):
            return says
        form = f"message.{seen.phase}.form"
        if kit.large(look):
            # Large words turn pages, and the boxes cover the card: all of it is said before they are open.
            return f"{says} {look.t(form)}" if look.has(form) else says
        part = self.hand.desk.open or counting.chosen(self.hand.desk, seen)
        key = next((k for k in (f"message.{seen.phase}.{part}", f"closing.says.{part}") if look.has(k)), "")
        return look.t(key) if key else says

    def _line(self, seen: S) -> int:
        """The line of the order that is open: the one opened by hand, else the one that speaks of what is done.

        What is done again moves no line: one that turned at every piece would never be read. A thing of the tray or the
        board shows its own line while it is in hand.
        """
        topic = self.topic(seen)
        chosen, line = self.hand.line
        if chosen == topic:
            return line
        again = self.name == "exercise" and topic in self._met and not self._aside()
        return self._open if again else self.params.lines.get(topic, 0)

    def _aside(self) -> bool:
        """Whether what is in hand is no work of the step: a thing of the tray, or the board."""
        return bool(self.hand.mode) or self.hand.board

    def _opens(self, seen: S) -> None:
        """What is done for the first time in a step opens its line of the order; the one that was open is left."""
        topic = self.topic(seen)
        if topic not in self._met and not self._aside():
            self._met |= {topic}
            self._open = self.params.lines.get(topic, 0)
