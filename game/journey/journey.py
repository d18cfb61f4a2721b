"""The way a person goes through the game: a stack of scenes, and what happens after each."""

import secrets
from collections.abc import Callable
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

from game import __version__
from game.journey.person import Person, any_unreadable, find_run, forget_old
from game.journey.result import boarding_pass, moments, print_paper, progress, what_was_shown
from game.journey.visit import Visit
from game.library import task_of
from game.mechanics import MECHANICS
from game.mechanics.assemble.scene import AssembleScene
from game.mechanics.layout_tools.ease import ease_of
from game.mechanics.layout_tools.scene import LayoutScene
from game.scenes.agreement import Agreement, CodeEntry, CodeGiven
from game.scenes.boarding import Ask, Boarding
from game.scenes.debrief import Debrief, Replay
from game.scenes.frame import captioned
from game.scenes.hangar import Hangar, Welcome
from game.scenes.intention import Intention
from game.scenes.menu import ComfortMenu, Pause, changed
from game.scenes.shown import Moment
from game.scenes.story import Sheet
from game.scenes.takeoff import Takeoff
from game.scenes.wishes import Wishes
from game.screen.nodes import Screen
from game.screen.scene import Comfort, Look, Next, Scene
from game.simulation.session import Session, Sink
from game.station.code import CodeError, read_code
from game.station.home import Home, HomeError
from game.station.journal import Contents
from scenarios.model import Scenario

BEFORE_TICKS, AFTER_TICKS = 250, 200
"""A moment is shown again from five seconds before it to four seconds after."""

HEARD = {
    "tool_take": "take", "pick": "take", "place": "place", "release": "rivet", "bell": "bell", "tag": "note",
    "call": "note", "check": "note", "sign": "done",
}  # fmt: skip
"""Which facts of the exercise are heard, and as what."""


class Journey:
    """Implements `window.WindowApp`: routes what scenes say to the next scene. `home` None: discovery only."""

    def __init__(self, scenario: Scenario, language: str, seed: int | None = None, home: Home | None = None) -> None:
        self.scenario = scenario
        self.comfort = Comfort(language=language)
        self.seed = seed
        self.home = home
        self.running = True
        self.out = Visit()
        self.stack: list[Scene] = []
        self._welcome()

    @property
    def top(self) -> Scene:
        return self.stack[-1]

    @property
    def person(self) -> Person | None:
        return self.out.person

    def screen(self, look: Look) -> Screen:
        made = self.top.screen(look)
        return captioned(look, made) if self.comfort.voice else made

    def sounds(self) -> tuple[str, ...]:
        """What is to be heard since the last call: at most one sound a kind."""
        top = self.top
        if isinstance(top, Takeoff):
            first, self.out.heard = self.out.heard == 0, 1
            return ("takeoff",) if first and self.comfort.sound else ()
        if not isinstance(top, AssembleScene):
            self.out.heard = 0
            return ()
        events = top.session.events
        new, self.out.heard = events[self.out.heard :], len(events)
        named = dict.fromkeys(HEARD[e.kind] for e in new if e.kind in HEARD)
        return tuple(named) if self.comfort.sound else ()

    def notice(self, key: str, **values: Any) -> None:
        """Say once, over what is there, what a facilitator should know; one press goes on."""
        self.stack.append(Ask(key, ("go_on",), **values))

    def frame(self, seconds: float) -> None:
        """The window says how long a frame took; those of the first try are told with its trace."""
        if isinstance(self.top, AssembleScene) and self.top.name == "exercise" and self.out.first is None:
            self.out.seat.add(seconds)

    def used(self, device: str) -> None:
        """The window says what a press was made with; most of them decide the device class."""
        self.out.devices[device] += 1

    def act(self, node: str, action: str) -> None:
        if node == "pause" and action == "press":
            self.stack.append(Pause(keeps=self.person is not None))
        elif node == "comfort" and action == "press" and not isinstance(self.top, ComfortMenu):
            self.stack.append(ComfortMenu())
        elif node == "mute" and action == "press":
            self.comfort = replace(self.comfort, sound=not self.comfort.sound)
        elif node == "listen" and action == "press":
            self.comfort = replace(self.comfort, voice=not self.comfort.voice)
        else:
            self._go(self.top.act(node, action))

    def drag(self, node: str, x: float, y: float, stage: str) -> None:
        self._go(self.top.drag(node, x, y, stage))

    def key(self, name: str) -> None:
        self._go(self.top.key(name))

    def advance(self, ticks: int) -> None:
        self._go(self.top.advance(ticks))
        if self.person and self.person.problem and not self.out.told:
            self.out.told = self.person.problem
            self.stack.append(Ask(self.person.problem, ("go_on", "stop")))

    def quit_asked(self) -> None:
        """Closing the window in the middle opens the pause; there, or before anything began, it leaves."""
        if isinstance(self.top, (Welcome, Pause, ComfortMenu, Ask)):
            self._close()
            self.running = False
        else:
            self.stack.append(Pause(keeps=self.person is not None))

    def _go(self, following: Next) -> None:
        for effect in following.effects:
            data = dict(effect.data)
            scene, choice = str(data["scene"]), str(data.get("choice", ""))
            after: Callable[[str], None] = getattr(self, "_after_" + scene.replace(".", "_"))
            after(choice)

    # The way, in its order.

    def _welcome(self) -> None:
        """A new person: nothing of the one before is left in memory."""
        self.out = Visit()
        open_ = forget_old(self.home, self.scenario.head.resume_within_s) if self.home else ()
        self.stack = [Welcome(resumable=bool(open_))]

    def _after_welcome(self, choice: str) -> None:
        if choice == "language":
            self.comfort = changed(self.comfort, "language")
        elif choice == "resume":
            self.stack = [CodeEntry()]
        elif self.home is None:
            self.stack = [LayoutScene(self._chance())]
        else:
            self.stack = [Agreement()]

    def _after_entry(self, choice: str) -> None:
        if choice == "leave" or self.home is None:
            return self._welcome()
        try:
            code = read_code(choice)
        except CodeError as error:
            self.stack = [CodeEntry(error.key)]
            return
        found = find_run(self.home, code)
        if found is None:
            self.stack = [CodeEntry("entry.damaged" if any_unreadable(self.home) else "entry.unknown")]
        elif found[1].trace.header.get("hash") != self.scenario.hash:
            self.stack = [CodeEntry("entry.other_version")]
        else:
            self._take_back(self.home, code, *found)

    def _take_back(self, home: Home, code: str, path: Path, contents: Contents) -> None:
        """Go on where a kill or a stop left a run; a damaged end is said once."""
        header = contents.trace.header
        try:
            person = Person(home, code, str(header["candidate"]))
        except HomeError as error:
            self.stack = [Ask(error.key, ("go_on",), **error.values)]
            return
        self.out.person = person
        self.out.settings = dict(header)
        self.out.device = str(header["device"])
        self.out.ease = str(header.get("ease", "unknown"))
        session = person.take_back(path, contents, self.scenario)
        self.stack = [AssembleScene(session, self.scenario.params, name="exercise")]
        if contents.damaged or contents.mended:
            self.notice("journal.damaged" if contents.damaged else "journal.mended")

    def _after_agreement(self, choice: str) -> None:
        if choice == "agree" and self.home is not None:
            try:
                self.out.person = Person.begin(self.home)
            except HomeError as error:
                self.stack = [Ask(error.key, ("go_on",), **error.values)]
                return
            self.stack = [CodeGiven(self.out.person.code)]
        else:
            self.stack = [LayoutScene(self._chance())]

    def _after_code(self, choice: str) -> None:
        self.stack = [LayoutScene(self._chance())]

    def _after_ease(self, choice: str) -> None:
        assert isinstance(self.top, LayoutScene)
        self.out.device = self.out.devices.most_common(1)[0][0] if self.out.devices else "mouse"
        self.out.ease = ease_of(self.top.session.events, self.out.device)
        self.stack = [Hangar(self.person.code if self.person else "")]

    def _after_hangar(self, choice: str) -> None:
        self.stack = [Sheet("briefing")]

    def _after_briefing(self, choice: str) -> None:
        self.stack = [Intention()]

    def _after_intention(self, choice: str) -> None:
        self.out.intention = choice
        self.stack = [self._play("practice")]

    def _after_practice(self, choice: str) -> None:
        self.stack = [Sheet("ready")]

    def _after_ready(self, choice: str) -> None:
        self.begin_exercise()

    def begin_exercise(self) -> None:
        """Go straight to the exercise."""
        self.stack = [self._play("exercise")]

    def _after_exercise(self, choice: str) -> None:
        assert isinstance(self.top, AssembleScene)
        session = self.top.session
        if self.out.first is None:
            self.out.first = session
            if self.person:
                self.person.close()
        else:
            self.out.second = session
        self._debrief()

    def _debrief(self) -> None:
        assert self.out.first is not None
        shown = self._moments(self.out.first)
        if self.out.second is not None:
            shown = progress(shown, self._moments(self.out.second))
        self.stack = [Debrief(shown, may_retry=self.out.second is None, intention=self.out.intention)]

    def _moments(self, session: Session) -> tuple[Moment, ...]:
        return moments(self.scenario, session, self.out.device, self.out.ease, self.comfort)

    def _after_debrief(self, choice: str) -> None:
        if choice == "again":
            self.stack = [self._play("exercise", "second")]
        elif choice == "go":
            self.stack = [Wishes()]
        else:
            self.stack.append(self._replay(int(choice.removeprefix("watch:"))))

    def _after_replay(self, choice: str) -> None:
        self.stack.pop()

    def _after_wishes(self, choice: str) -> None:
        assert isinstance(self.top, Wishes)
        assert self.out.first is not None
        wishes = {k: tuple(v) for k, v in self.top.chosen.items()}
        shown = what_was_shown(self.scenario, self.out.first, self.out.device, self.out.ease, wishes)
        self.out.shown = replace(shown, seat=self.out.seat.report())
        self.stack = [Takeoff()]

    def _after_takeoff(self, choice: str) -> None:
        self._boarding()

    def _boarding(self, said: str = "") -> None:
        assert self.out.shown is not None
        card = boarding_pass(self.out.shown, self.person.code if self.person else "", self.comfort)
        self.stack = [Boarding(card, may_share=self.person is not None, printed=said)]

    def _after_boarding(self, choice: str) -> None:
        if choice == "print":
            assert isinstance(self.top, Boarding)
            paper = self.person.paper if self.person else None
            self._boarding(print_paper(self.top.card, paper, self.comfort))
        elif choice == "share":
            self.stack = [Ask("share", ("months_3", "months_24", "back"))]
        elif choice == "erase":
            self.stack = [Ask("erase", ("yes", "back"))]
        elif choice == "keep":
            self._goodbye("kept", erase="but_paper")
        else:
            self._goodbye("discovery")

    def _after_share(self, choice: str) -> None:
        if choice == "back":
            return self._boarding()
        from game.journey.share import ShareError, share

        assert self.person is not None
        assert self.out.shown is not None
        try:
            share(
                self.person, self.out.shown, months=24 if choice == "months_24" else 3, language=self.comfort.language
            )
        except ShareError as error:
            self._boarding(error.sentence(self.comfort))
            return
        self._goodbye("shared", erase="but_paper")

    def _after_erase(self, choice: str) -> None:
        if choice == "back":
            return self._boarding()
        self._goodbye("erased", erase="all")

    def _goodbye(self, how: str, erase: str = "") -> None:
        """Thank the person, once what was to be erased is erased; what stays is said before."""
        person = self.person
        self.out = Visit()
        self.stack = [Ask(f"goodbye.{how}", ("end",), code=person.code if person else "")]
        if person and erase:
            self._erase(person, paper=erase == "all")

    def _erase(self, person: Person, *, paper: bool) -> None:
        try:
            person.erase(paper=paper)
        except HomeError as error:
            # « All is erased » would not be true: this stands in its place.
            self.stack = [Ask(error.key, ("go_on",), **error.values)]

    def _after_goodbye(self, choice: str) -> None:
        self._welcome()

    _after_goodbye_kept = _after_goodbye_shared = _after_goodbye_erased = _after_goodbye_discovery = _after_goodbye

    # Beside the way.

    def _after_pause(self, choice: str) -> None:
        if choice == "go_on":
            self.stack.pop()
        elif choice == "comfort":
            self.stack.append(ComfortMenu())
        elif choice == "stop_keep":
            self._close()
            self._welcome()
        else:
            self._forget()

    def _after_comfort(self, choice: str) -> None:
        if choice == "go_on":
            self.stack.pop()
        else:
            self.comfort = changed(self.comfort, choice)

    def _after_trouble(self, choice: str) -> None:
        if choice == "stop":
            self._forget()
        elif len(self.stack) > 1:
            self.stack.pop()
        else:
            self.stack = [LayoutScene(self._chance())]

    _after_journal_full = _after_journal_read_only = _after_journal_broken = _after_trouble
    _after_home_cannot_write = _after_home_settings_damaged = _after_home_not_private = _after_trouble
    _after_play_aside = _after_journal_damaged = _after_journal_mended = _after_trouble
    _after_home_cannot_erase = _after_goodbye

    def _forget(self) -> None:
        person = self.person
        self._welcome()
        if person:
            self._erase(person, paper=True)

    def _close(self) -> None:
        """Let the journal reach the disk; the run can be taken up again by its code for ten minutes."""
        if self.person:
            self.person.close()

    def _chance(self) -> int:
        return self.seed if self.seed is not None else secrets.randbelow(1 << 31)

    def _play(self, phase: str, form: str = "first") -> AssembleScene:
        seed = self._chance()
        head = self.scenario.head
        task = MECHANICS[head.mechanic].make(
            self.scenario.params, seed, form, phase=phase, clock=self.comfort.clock, device=self.out.device
        )
        settings = {"seed": seed, "form": form, "device": self.out.device, "clock": self.comfort.clock}
        if phase == "exercise" and form == "first":
            self.out.settings = settings
        sink: Sink | None = None
        if self.person and phase == "exercise" and form == "first":
            sink = self.person.record({
                "scenario": head.id, "hash": self.scenario.hash, "mechanic": head.mechanic, "ease": self.out.ease,
                "engine": __version__, "comfort": asdict(self.comfort), **settings,
            })  # fmt: skip
        return AssembleScene(Session(task, sink), self.scenario.params, name=phase)

    def _replay(self, tick: int) -> Replay:
        """The first try again, on a fresh task with the same acts, from a little before the moment."""
        assert self.out.first is not None
        first = self.out.first
        again = Session(task_of(self.scenario, self.out.settings))
        actions = list(first.actions)
        at = 0

        def forward(ticks: int) -> bool:
            nonlocal at
            for _ in range(ticks):
                now = again.task.tick
                while at < len(actions) and actions[at].tick == now:
                    again.act(actions[at].verb, actions[at].args)
                    at += 1
                again.advance()
            return not again.task.done and again.task.tick < tick + AFTER_TICKS

        forward(max(0, tick - BEFORE_TICKS))
        return Replay(AssembleScene(again, self.scenario.params, name="exercise"), forward)
