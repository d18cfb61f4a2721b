"""The way a person goes through the game: presses go to the scene that is shown, its answers to the table of steps."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from weakref import WeakKeyDictionary

from game.journey.ahead import Soon, load
from game.journey.beside import no_voice
from game.journey.practising import chapter_due, keep_practice
from game.journey.signs import Signs
from game.journey.table import TABLE
from game.journey.waiting import begin, look_after
from game.journey.way import Back, Go, Move, Over, Place, PostPort, TableRow, TowerPort, VoicePort, Way, With
from game.library import catalogue_of
from game.scenes.boarding import Boarding
from game.scenes.frame import captioned
from game.scenes.seat import Checking, SeatChecked
from game.screen.hands import DeviceTrouble, Miss
from game.screen.motion import Cue
from game.screen.moves import MOST
from game.screen.nodes import Screen, Text
from game.screen.scene import ALOUD, Look, Next, Scene
from game.screen.steps import Answer, Step
from game.simulation.session import Session
from game.station.home import Home
from game.station.joining import FoundCard
from game.station.memory import give_back, trim
from scenarios.circuits import Circuit
from scenarios.model import Scenario
from scenarios.room import Signals, causes
from scenarios.vocabulary import Event

LEAVES_AT_ONCE = (
    Step.WELCOME, Step.PAUSE, Step.COMFORT, Step.SEAT, Step.SHARE, Step.ERASE, Step.GOODBYE, Step.NOTICE, Step.TROUBLE,
    Step.NOT_ERASED, Step.JOINING, Step.TOWER,
)  # fmt: skip
"""Steps at which closing the window closes it; anywhere else it opens the pause."""

TRIM_TICKS = 1000
"""Twenty seconds at work, after which the next change of what is shown gives back the memory that is free by then."""

SessionSeen = WeakKeyDictionary[Session, int]
"""Of each session that was seen, how many events are known already: a chapter of practice comes between."""


class Journey(Way):
    """Implements `window.app.WindowApp`: a stack of steps, the last one on the screen."""

    table: Mapping[Step, TableRow] = TABLE

    def __init__(
        self, scenario: Scenario, language: str, seed: int | None = None, home: Home | None = None,
        more: Sequence[Scenario] = (), circuit: Circuit | None = None, voice: VoicePort | None = None,
        post: PostPort | None = None, checks: Callable[[], Checking] | None = None, tower: TowerPort | None = None,
    ) -> None:  # fmt: skip
        super().__init__(scenario, language, seed, home, more, circuit, voice, post, checks, tower)
        self.signs = Signs()
        for workshop in self.scenarios:
            catalogue_of(workshop)
        self.running = True
        self.leaving = False
        begin(self)
        self._shown = False
        self._on_screen = Screen("", "", (), (), ())
        self._untrimmed, self._trimmed_on = 0, ""
        self._loading: Soon[None] | None = None
        self._seen: SessionSeen = WeakKeyDictionary()
        self._heard: SessionSeen = WeakKeyDictionary()
        self._begun: Scene | None = None
        self.go(Step.WELCOME)

    def go(self, step: Step, given: With | None = None) -> None:
        """Show a step in place of all that was shown."""
        self._move(Go(step, given or With()))

    def answer(self, step: Step, choice: str, typed: str = "") -> None:
        """What the scene of a step says when it has ended. A choice the step does not offer raises KeyError."""
        self._follow(Answer(step, choice, typed))

    def _follow(self, answer: Answer) -> None:
        following = self.table[answer.step].follows[answer.choice]
        self._move(Go(following) if isinstance(following, Step) else following.do(self, answer))

    def _move(self, move: Move) -> None:
        first = not self.places
        if isinstance(move, Go | Over):
            place = Place(move.step, self.table[move.step].show(self, move.given))
            self.places = [*self.places, place] if isinstance(move, Over) else [place]
            if isinstance(move, Go) and move.notice:
                self.notice(move.notice, **move.said)
        elif isinstance(move, Back):
            self.places = self.places[:-1]
        if isinstance(move, Go | Back) and not first:
            # What was shown is let go: the memory it was drawn with goes back before the next is drawn with as much.
            self.soon(trim)

    # What the window asks and says.

    def screen(self, look: Look) -> Screen:
        """The screen of the step that is shown."""
        look = look.within(self.scenario.head.id).handed(self._hand())
        screen = self._on_screen = self.top.screen(look)
        return captioned(look, screen) if self.comfort.voice else screen

    def _hand(self) -> str:
        """The person's hand, as the screens show it; "" while the tower does not hear this post."""
        if self.post is None or not self.post.reached:
            return ""
        return "up" if self.visit.hand else "down"

    def sounds(self) -> tuple[str, ...]:
        """What is to be heard since the last call: at most one sound a kind."""
        named = dict.fromkeys(self._sounds())
        return tuple(name for name in named if name) if self.comfort.sound else ()

    def _sounds(self) -> tuple[str, ...]:
        begins = self._begins()
        if begins and self._begun is not self.top:
            self._begun = self.top
            return (begins,)
        new = self._since(self._heard)
        rings = self.at_work.rings() if self.at_work is not None else ()
        return (*(self.mechanic.sound(event, self.scenario.params) for event in new), *rings)

    def _begins(self) -> str:
        """What is heard once when a scene that moves by itself begins, "" for none."""
        if self.step is Step.TAKEOFF:
            return "takeoff"
        prints = isinstance(self.top, Boarding) and self.top.prints and not self.comfort.reduced_motion
        return "printing" if prints else ""

    def _since(self, known: SessionSeen) -> Sequence[Event]:
        """What happened in the workshop after what is known; of a run taken up again, nothing that is long past."""
        if self.at_work is None:
            return ()
        session = self.at_work.session
        before, known[session] = known.get(session), len(session.events)
        new = session.events[before or 0 :]
        return new if before is not None or len(new) <= MOST else ()

    def force(self) -> float:
        """How hard the hand presses now, 0..1: it is heard while it lasts."""
        return self.at_work.force if self.comfort.sound and self.at_work is not None else 0.0

    def air(self) -> float:
        """How loud the air of the workshop is, 0..1: for who wishes to hear it."""
        return 1.0 if self.comfort.sound and self.comfort.air else 0.0

    def cues(self) -> tuple[Cue, ...]:
        """What happened in the workshop since the last call, to be seen as movement."""
        new = self._since(self._seen)
        answers = self.at_work.answers() if self.at_work is not None else ()
        return (*(self.mechanic.cue(event, self.scenario.params) for event in new), *answers)

    def notice(self, key: str, **values: object) -> None:
        """Say once, over what is there, what a facilitator should know; one press goes on."""
        self._move(Over(Step.NOTICE, With(key, values)))

    def ask_to_join(self, card: FoundCard) -> None:
        """Ask, over the welcome, whether this post joins the organisation whose card was found."""
        self.found_card = card
        self._move(Over(Step.JOINING))

    def frame(self, seconds: float) -> None:
        """The window says how long a frame took; those of the first try are told with its trace.

        Once a second is there, what no first frame needs is loaded.
        """
        if self._loading is None and self._shown:
            self._loading = self.soon(load)
        self._shown = True
        if self.step is Step.EXERCISE and self.visit.of(self.scenario.head.id) is None:
            self.visit.seat.add(seconds)
        if isinstance(self.top, SeatChecked):
            self.top.check.frame(seconds)

    def alive(self) -> None:
        """A hand, a key or the voice: somebody is there."""
        self.signs.alive()

    def heard(self) -> None:
        """The voice is speaking now: who listens is there."""
        self.signs.alive()

    def missed(self, miss: Miss) -> None:
        """A press fell on nothing."""
        self.signs.missed(miss)

    def trouble(self, trouble: DeviceTrouble) -> None:
        """The window says how the devices are."""
        self.signs.trouble = trouble

    def used(self, device: str) -> None:
        """The window says what a press was made with; most of them decide the device class."""
        self.visit.devices[device] += 1

    def act(self, node: str, action: str) -> None:
        """A node was acted on: those of the bar are the journey's, all others the scene's."""
        if node == "pause" and action == "press" and self.work is None:
            self._move(Over(Step.PAUSE))
        elif node == "comfort" and action == "press" and self.step is not Step.COMFORT:
            self._move(Over(Step.COMFORT))
        elif node == "listen" and action == "press":
            self._move(no_voice(self))
        elif node == "help" and action == "press":
            self.visit.hand = not self.visit.hand
            self._tell()
        elif node == "mute" and action == "press":
            self.comfort = replace(self.comfort, sound=not self.comfort.sound)
        else:
            self._hear(self.top.act(node, action))

    def drag(self, node: str, x: float, y: float, stage: str) -> None:
        """A node is held and moved, in design units."""
        self._hear(self.top.drag(node, x, y, stage))

    def key(self, name: str) -> None:
        """A key the navigator did not use."""
        self._hear(self.top.key(name))

    def advance(self, ticks: int) -> None:
        """Ticks of 20 ms went by; a journal that fails is told once."""
        self._hear(self.top.advance(ticks))
        keep_practice(self)
        self._speak(ticks)
        self._trim_at_work(ticks)
        self._give_back(ticks)
        look_after(self, ticks)
        if self.leaving and (self.work is None or self.work.over()):
            self._close()
        if self.person and self.person.problem and not self.visit.problem_said:
            self.visit.problem_said = self.person.problem
            self._move(Over(Step.NOTICE, With(self.person.problem, may_stop=True)))
        if self._voice_lost():
            self._move(no_voice(self))
        if (chapter := chapter_due(self)) is not None:
            self._move(chapter)

    def _trim_at_work(self, ticks: int) -> None:
        """An exercise is one step, and long: what its pictures leave free between what stays grew to 13 MB.

        Where the picture changes: most of it is drawn anew then, and asks for memory anyway.
        """
        self._untrimmed = self._untrimmed + ticks if self.at_work is not None else 0
        shown, self._trimmed_on = self._trimmed_on, self._on_screen.id
        if self._untrimmed >= TRIM_TICKS and self._trimmed_on != shown:
            self._untrimmed = 0
            self.soon(trim)

    def _give_back(self, ticks: int) -> None:
        """What a visit held, once the change of screen after it is over."""
        owes, self.gives_back_in = self.gives_back_in, max(0, self.gives_back_in - ticks)
        if owes and not self.gives_back_in:
            self.soon(give_back)

    def _speak(self, ticks: int) -> None:
        """Once a second, where there is somebody to tell."""
        session = self.at_work.session if self.at_work is not None else None
        if self.post is not None and self.signs.advance(ticks, self.step, session):
            self._tell()
            self.heed_sitting()

    def _tell(self) -> None:
        """Say how it is going here to whoever looks after the room."""
        if self.post is not None:
            self.post.tell(self.person.code if self.person else "", self._signals())

    def _signals(self) -> Signals:
        at = self.scenario.head.id if self.at_work is not None else ""
        done = [tried.workshop for tried in self.visit.tried]
        return self.signs.now(self.visit.hand, at, done, self._words_shown())

    @property
    def seen_causes(self) -> tuple[str, ...] | None:
        """What the adviser's page says of this seat, by the same function; None while the tower does not hear it."""
        return causes(self._signals()) if self.post is not None and self.post.reached else None

    def _words_shown(self) -> int:
        """How many words stand on the screen that was shown last."""
        shapes = (*self._on_screen.decor, *(shape for node in self._on_screen.nodes for shape in node.shapes))
        return sum(len(shape.text.split()) for shape in shapes if isinstance(shape, Text))

    def _voice_lost(self) -> bool:
        """Whether a voice that was reading is gone for good, and this person does not know it yet."""
        lost = self.voice is not None and self.voice.state != "ready"
        return lost and self.comfort.aloud in ALOUD and not self.visit.voice_said and self.step is not Step.NOTICE

    def _close(self) -> None:
        if isinstance(self.top, SeatChecked):
            self.top.check.stop()
        if self.person:
            self.person.close()
        self.running = False

    def _hear(self, following: Next) -> None:
        if following.answer is not None:
            self._follow(following.answer)

    def quit_asked(self) -> None:
        """Closing the window in the middle opens the pause; there, or before anything began, it leaves."""
        if self.work is not None:
            # What was asked for is finished first: it settles what may stay of the person.
            self.leaving = True
        elif self.step in LEAVES_AT_ONCE:
            self._close()
        else:
            self._move(Over(Step.PAUSE))
