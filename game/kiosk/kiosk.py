"""One visitor at a kiosk: the way, the watch over who has gone, the staff's menu, and the end that wipes all."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Literal

from assets.texts import Catalogue
from export.files.ticket import Printer
from export.packets.outbox import Outbox
from game.journey.person import forget_old
from game.journey.visit import Visit
from game.journey.way import PostPort, VoicePort
from game.journey.work import Work
from game.kiosk.claims import Claims
from game.kiosk.config import KioskConfig
from game.kiosk.scenes import counting_down
from game.kiosk.staff import Keypad, StaffMenu
from game.kiosk.table import KIOSK
from game.kiosk.tickets import hand_over, trial_ticket
from game.kiosk.way import KioskWay
from game.scenes.seat import Checking, SeatChecked
from game.screen.nodes import Screen
from game.screen.scene import Look
from game.screen.steps import Step
from game.station.home import Home, HomeError
from scenarios.model import Scenario

TICKS_A_SECOND = 50
WORD_S = 0.5
"""To read one word, for who reads slowly: a long page gives more time than the kiosk's own."""
SPOKEN = (10, 5)
"""Seconds before the end that the voice says again."""
GOODBYE_TICKS = 8 * TICKS_A_SECOND
SWEEP_TICKS = 600 * TICKS_A_SECOND
TRIES, BLOCKED_TICKS = 3, 30 * TICKS_A_SECOND
VisitEnd = Literal["next", "stop", "staff"]
"""Another visitor follows, the machine asked to end, or the staff stopped the kiosk."""
Ended = Callable[[str], None]
"""Told what came of what the staff asked for."""
Carry = Callable[[], str]
"""Empties the outbox to the stick; gives the sentence that says what came of it."""


class KioskJourney(KioskWay):
    """Ends after one visitor: `outcome` says whether another follows.

    `beat` is told "seen" at the first frame, "." once a second, "over" at the end. `checks`: begins to look at the
    seat, for the staff alone.
    """

    table = KIOSK

    def __init__(
        self, config: KioskConfig, scenarios: Sequence[Scenario], home: Home | None, counts_in: Path,
        voice: VoicePort | None = None, beat: Callable[[str], bool] = lambda word: True, carry: Carry | None = None,
        post: PostPort | None = None, checks: Callable[[], Checking] | None = None,
    ) -> None:  # fmt: skip
        self.outcome: VisitEnd = "next"
        self.staff: Keypad | StaffMenu | SeatChecked | None = None
        self._staff_work: tuple[Work[str], Ended] | None = None
        self.stop_asked = False
        self._quiet_ticks = self._beat_ticks = self._goodbye_ticks = self._sweep_ticks = 0
        self._wrong = self._blocked = 0
        self._seen_once = False
        self._words = 0
        self._beat, self._carry, self._seat_checks = beat, carry, checks
        super().__init__(config, scenarios, home, counts_in, voice, post)
        if home is not None:
            # Whatever a kill or a cut left: nobody comes back to a kiosk.
            forget_old(home, -1.0)
        self._sweep()

    # What the window asks and says.

    def screen(self, look: Look) -> Screen:
        """The staff's screen, or the visitor's, with the countdown over it when nobody has moved."""
        if self.staff is not None:
            return self.staff.screen(look)
        shown = super().screen(look)
        self._words = sum(len(n.spoken.split()) for n in shown.nodes if n.role in ("text", "status"))
        left = self.seconds_left
        if left is None:
            return shown
        spoken = min((s for s in (self.config.countdown_s, *SPOKEN) if s >= left), default=left)
        return counting_down(look, shown, left, spoken, kept=bool(self.kept_days))

    def frame(self, seconds: float) -> None:
        """How long a frame took, which the staff's check of the seat tells too; the first one is there."""
        super().frame(seconds)
        if not self._seen_once:
            self._seen_once = True
            self._sign("seen")
        if isinstance(self.staff, SeatChecked):
            self.staff.check.frame(seconds)

    def alive(self) -> None:
        """Any sign of life begins the time anew."""
        super().alive()
        self._quiet_ticks = 0

    def heard(self) -> None:
        """Who listens is there; the countdown's own voice wakes nobody."""
        if self.seconds_left is None:
            self.alive()

    @property
    def seconds_left(self) -> int | None:
        """Of the countdown; None while there is none. The attract loop has none; a long page gives time to be read."""
        if self.step is Step.WELCOME and self.staff is None:
            return None
        patience = max(self.config.idle_s, round(self._words * WORD_S) if self.config.idle_s >= 30 else 0)
        over = self._quiet_ticks // TICKS_A_SECOND - patience
        return None if over < 0 else max(0, self.config.countdown_s - over)

    @property
    def waits(self) -> bool:
        """Whether nobody is there: the attract loop, and nobody's menu over it."""
        return self.step is Step.WELCOME and self.staff is None

    def act(self, node: str, action: str) -> None:
        """The staff's screens first; what takes the countdown away presses nothing below it."""
        if self.staff is not None:
            following = self.staff.act(node, action)
            if following.answer is not None:
                self.staff = self._opened_menu()
            self._staff_says()
        elif node != "still_here":
            super().act(node, action)

    def key(self, name: str) -> None:
        """The chord opens the staff's keypad."""
        if name == "chord":
            self._leave_check()
            self.staff = Keypad()
        elif self.staff is not None:
            self.staff.key(name)
        else:
            super().key(name)

    def advance(self, ticks: int) -> None:
        """Time goes by: the heart beats, the countdown runs, the goodbye ends by itself."""
        self._beat_ticks += ticks
        if self._beat_ticks >= TICKS_A_SECOND:
            self._beat_ticks = 0
            self._sign(".")
        self._quiet_ticks += ticks
        self._sweep_ticks += ticks
        if self._sweep_ticks >= SWEEP_TICKS and self.step is Step.WELCOME:
            self._sweep()
        self._blocked = max(0, self._blocked - ticks)
        if self.stop_asked:
            self.finish("stop")
            return
        self._staff_done()
        if self.staff is None:
            super().advance(ticks)
        else:
            # Behind the staff's screens nobody is waited for; the room's tower hears that the machine goes on.
            self.signs.alive()
            self._speak(ticks)
        self._goodbye_ticks = self._goodbye_ticks + ticks if self.step is Step.GOODBYE else 0
        if self.ended or self._goodbye_ticks >= GOODBYE_TICKS:
            self.count(visit=not self.claiming[0])
            self.finish("next")
        elif self.seconds_left == 0:
            # A menu left open over the attract loop, the staff's or Comfort, is no visitor.
            self.count(alone=self.places[0].step is not Step.WELCOME)
            self.finish("next")
        elif self.step is Step.WELCOME and self._quiet_ticks >= self.config.idle_s * TICKS_A_SECOND:
            # Who chose a language, silence or large words there and went: the next one finds it as it was set up.
            self.comfort = self.at_first
            self.visit.devices.clear()

    def _sweep(self) -> None:
        """Erase what nobody claimed in its days: at each start and every ten minutes."""
        self._sweep_ticks = 0
        if self.home is not None:
            Claims(self.home.folder).sweep(lambda: self._sign("."))

    def _sign(self, word: str) -> None:
        """A word to the keeper. Where it is gone nobody would end this process: it erases what it holds and ends."""
        # Never written back: the keeper's thread may have set it since.
        if not self._beat(word):
            self.stop_asked = True

    def quit_asked(self) -> None:
        """Alt+F4 and whatever else would close a window: not here."""

    def finish(self, outcome: VisitEnd) -> None:
        """Erase what is on the disk, forget what is in memory, and end: the next visitor has a process of their own."""
        if not self.running:
            return
        self._sign("over")
        self._leave_check()
        self.staff = None
        person, self.visit = self.visit.person, Visit()
        self.outcome = outcome
        self.workshop, self.facts, self.best, self.claiming = None, (), None, ("", "")
        self.comfort = self.at_first
        self.running = False
        if person is not None:
            try:
                person.leave("erased")
            except HomeError:
                # What refuses to go is tried again at the next start, by its record.
                return

    def _leave_check(self) -> None:
        """The look at the seat ends with the screen that shows it, however that is left."""
        if isinstance(self.staff, SeatChecked):
            self.staff.check.stop()

    def _tell(self) -> None:
        """What the room's tower hears; a kiosk that waits for somebody is not somebody who does nothing."""
        if self.step is Step.WELCOME:
            self.signs.alive()
        super()._tell()

    # The staff.

    def _staff_says(self) -> None:
        if isinstance(self.staff, Keypad):
            self._keypad(self.staff)
        elif isinstance(self.staff, StaffMenu) and self.staff.wants:
            wants, self.staff.wants = self.staff.wants, ""
            self._menu(self.staff, wants)

    def _keypad(self, pad: Keypad) -> None:
        if pad.left:
            self.staff = None
        elif pad.entered:
            typed, pad.typed, pad.entered = pad.typed, "", False
            if self._blocked:
                pad.problem = "kiosk.pin.wait"
            elif self.config.opens(typed):
                self._wrong = 0
                self.staff = self._opened_menu()
            else:
                self._wrong += 1
                pad.problem = "kiosk.pin.wrong"
                if self._wrong >= TRIES:
                    self._wrong, self._blocked = 0, BLOCKED_TICKS
                    pad.problem = "kiosk.pin.wait"

    def _opened_menu(self, said: str = "") -> StaffMenu:
        state = {
            "printer": self.config.printer, "voice": self.voice.state if self.voice else "none",
            "folder": str(self.home.folder) if self.home else "",
        }  # fmt: skip
        if self.home is not None:
            state |= {"outbox": str(len(Outbox(self.home.folder / "outbox").waiting()))}
            state |= {"claims": str(len(self.claims))} if self.claims is not None else {}
        not_here = {"roll", "test"} if not self.config.printer else set()
        not_here |= {"carry"} if self._carry is None else set()
        not_here |= {"check"} if self._seat_checks is None else set()
        return StaffMenu(self.counts, state, not_here, said=said)

    def _menu(self, menu: StaffMenu, wants: str) -> None:
        if wants == "stop":
            self.finish("staff")
        elif wants == "back":
            self.staff = None
        elif wants == "roll":
            self.new_roll()
            self.staff = self._opened_menu()
        elif wants == "check" and self._seat_checks is not None:
            self.staff = SeatChecked(self._seat_checks())
        elif wants == "test":
            printer, ticket = Printer.read(self.config.printer), trial_ticket(self._say)
            self._beside(menu, lambda: hand_over(printer, ticket), self._tried_printer)
        elif wants == "carry" and self._carry is not None:
            self._beside(menu, self._carry, self._show_said)

    def _say(self, key: str, **values: str) -> str:
        return Catalogue.load().t(key, self.comfort.language, False, "", **values)

    def _beside(self, menu: StaffMenu, do: Callable[[], str], ended: Ended) -> None:
        """A printer or a stick may take its time: the heart goes on beating."""
        menu.busy = True
        self._staff_work = (Work(do), ended)

    def _staff_done(self) -> None:
        if self._staff_work is not None and self._staff_work[0].over():
            (work, ended), self._staff_work = self._staff_work, None
            ended(work.get())

    def _tried_printer(self, trouble: str) -> None:
        self.count(printed=trouble)
        self._show_said("" if trouble else self._say("kiosk.cli.printed", printer=self.config.printer))

    def _show_said(self, said: str) -> None:
        if isinstance(self.staff, StaffMenu):
            self.staff = self._opened_menu(said)
