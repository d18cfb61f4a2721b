"""The window: pygame's events in, screens out. It translates and never decides."""

import math
import os
import sys
import time
from collections import deque
from collections.abc import Iterable

import pygame

from game.screen import navigate
from game.screen.hands import BUTTON, FREE, DeviceTrouble, Fingers, miss
from game.screen.heed import Heed
from game.screen.moves import Moves
from game.screen.nodes import Node
from game.station.memory import collect_old_seldom, collect_while_calm, keep_little
from game.window.aloud import Aloud, WindowVoice
from game.window.app import WindowApp
from game.window.audio import Speaker
from game.window.carrying import CLICK, Carrying
from game.window.display import canvas, choose_driver, icon
from game.window.dissolve import Dissolve
from game.window.keyboard import KEYS, REPEATED, SIGNS_OF_LIFE
from game.window.look import StaticLook
from game.window.paint import WIDTH, Painter
from game.window.plugged import RESTING, Plugged
from game.window.taps import Taps

TICK_S = 0.02
SURE = ("return", "space")
"""Keys that answer a question."""
MOVES = ("tab", *navigate.ARROWS)
WELCOME = "welcome"
"""Where a new person begins: no key is drawn there before one is used."""
REST_S = 0.004
GIVES_WAY_S = 0.0002
SLICE_S, LEAST_S = 0.0045, 0.001
"""Of a frame, what may go into laying out the next screen and making it ready; and the least of the latter."""
SILENT = 30
"""Frames of another app before all sounds are begun to be made: its first screen has the processor."""
FRAMES_KEPT = 20_000


class Window:
    """One window on an app. `run` returns when the app has stopped running."""

    def __init__(
        self, app: WindowApp, size: tuple[int, int] | None = None, voice: WindowVoice | None = None,
        plugged: Plugged | None = None,
    ) -> None:  # fmt: skip
        keep_little()
        collect_old_seldom()
        choose_driver()
        # A thread that prepares something gives way at once: a frame that lets go of the interpreter to read a drawing
        # waits as long as this each time, and the moments of a debrief are made ready while it is drawn.
        sys.setswitchinterval(GIVES_WAY_S)
        pygame.display.init()
        if pygame.display.get_driver() == "offscreen" and "SDL_VIDEODRIVER" not in os.environ:
            # SDL draws into the void when nothing answers behind DISPLAY: nobody would see the game.
            pygame.display.quit()
            raise pygame.error("no screen answers")
        self.surface = self._opened(size)
        pygame.key.set_repeat(280, 45)
        self.app = app
        self.focus = self.held = self._at = ""
        self._leads, self._calls, self._by_keys = "", "", False
        self._keyed = False  # whether somebody used a key since the welcome
        # Where the work is: what had the focus last outside the bar and the sheets of the house, and on which screen.
        # What Tab only went by on its way to the bar is not.
        self._work, self._passing = ("", ""), False
        # The screen had nothing but its bar to give the focus to: it is given again as soon as there is something.
        self._stranded = False
        # The ring is for keys: under a pointer it would look like « press here ». It shows until a first press.
        self._rings = True
        self.fingers, self.plugged, self._trouble = Fingers(), plugged or Plugged(), FREE
        self._from, self._moved, self.carrying = (0.0, 0.0), 0.0, Carrying()
        self._kept = False  # whether what is held goes on by its button alone: a click is a press then
        self.frames: deque[float] = deque(maxlen=FRAMES_KEPT)
        self._unsettled = False  # whether something was pressed since the screen was laid out
        self.drawn, self._makes_sounds_at = 0, float(SILENT)
        self.speaker: Speaker | None = None
        self.aloud = Aloud(voice) if voice else None
        self.moves, self.heed, self.taps = Moves(), Heed(), Taps()
        self._comfort = app.comfort
        self._renew()

    def _opened(self, size: tuple[int, int] | None) -> pygame.Surface:
        """The window of a desk: it has a frame and may be made larger."""
        desktop = pygame.display.get_desktop_sizes()[0]
        surface = pygame.display.set_mode(size or (min(desktop[0], 1920), min(desktop[1], 1200)), pygame.RESIZABLE)
        pygame.display.set_caption("Envol")
        pygame.display.set_icon(icon())
        if size is None:
            # Whoever manages the windows knows where its bars are: it keeps ours between them.
            pygame.Window.from_display_module().maximize()
        return surface

    def _renew(self) -> None:
        self._comfort = self.app.comfort
        self.surface, self.left = canvas(pygame.display.get_surface() or self.surface)
        self.painter = Painter(self.surface, self._comfort)
        self.dissolve = Dissolve(self.surface)
        self.look = StaticLook(self._comfort, self.painter.height, keys=self._keyed)

    def run(self, frames: int | None = None) -> None:
        """Draw, listen and advance until the app stops (or for so many frames), and close the window."""
        self.stay(frames)
        self.close()

    def stay(self, frames: int | None = None, *, loading: bool = False) -> None:
        """As `run`; the window stays open, for what comes next.

        `loading`: that is on its way, and no sound is made that nobody asks for: it would come so much later.
        """
        self._makes_sounds_at = math.inf if loading else self.drawn + SILENT
        self._loop(frames)

    def turn_to(self, app: WindowApp) -> None:
        """Show another app from now on, in the same window: one picture goes over into the other."""
        self.app, self._trouble = app, FREE

    def close(self) -> None:
        """Close the window and what speaks in it."""
        if self.aloud is not None:
            self.aloud.close()
        if self.speaker is not None:
            self.speaker.close()
        pygame.display.quit()

    def run_on(self, frames: int) -> None:
        """So many frames more, and the window stays open."""
        self._loop(self.drawn + frames)

    def _loop(self, frames: int | None) -> None:
        last, owed = time.perf_counter(), 0.0
        while self.app.running and (frames is None or self.drawn < frames):
            began = time.perf_counter()
            owed += min(began - last, 0.25)
            last = began
            ticks = int(owed / TICK_S)
            owed -= ticks * TICK_S
            self.frame(ticks)
            time.sleep(max(REST_S, 1 / 60 - (time.perf_counter() - began)))

    def frame(self, ticks: int) -> float:
        """Listen, let so many ticks go by, and show; gives the seconds it took, which the app is told too."""
        began = time.perf_counter()
        self._hear(pygame.event.get())
        if ticks:
            self._feel(ticks)
            self.app.advance(ticks)
            self._sound()
        self._show()
        if self.aloud is not None and self.speaker is not None and self.app.running:
            elsewhere = self.read_elsewhere
            self.aloud.frame(self.screen, self.focus, self._comfort, self.speaker, read_elsewhere=elsewhere)
            if self.speaker.speaking:
                self.app.heard()
        spent = time.perf_counter() - began
        self.frames.append(spent)
        self.drawn += 1
        self.app.frame(spent)
        return spent

    @property
    def read_elsewhere(self) -> bool:
        """Whether the system's own screen reader reads this window: not a window that it cannot find."""
        return False

    def _now_ms(self) -> float:
        return time.perf_counter() * 1000

    def _feel(self, ticks: int) -> None:
        """How the devices are, told when it changes."""
        self.fingers.pass_by(ticks)
        now = DeviceTrouble(self.fingers.jammed, self.plugged.gone(ticks))
        if now != self._trouble:
            self._trouble = now
            self.app.trouble(now)

    def _sound(self) -> None:
        """What is heard now. The sound card is opened once the first frame stands, so that it never delays it."""
        if self.speaker is None:
            if not self.drawn:
                return
            self.speaker = Speaker()
        if self.drawn >= self._makes_sounds_at:
            self.speaker.make()
        self.speaker.catch_up()
        for name in self.app.sounds():
            self.speaker.play(name)
        force = self.app.force()
        self.speaker.follow("squeeze", 0.15 + 0.85 * force if force else 0.0)
        self.speaker.follow("air", self.app.air())

    def _show(self) -> None:
        """Lay the screen out, let what happened move, and draw what changed of it."""
        began = time.perf_counter()
        self._settle()
        if not self.app.running:
            return
        now_ms = self._now_ms()
        screen = self.carrying.over(self.heed.shown(self.screen, now_ms))
        shown = self.moves.show(screen, self.app.cues(), now_ms, reduced=self._comfort.reduced_motion)
        self.dissolve.over(shown.veil)
        ringed = self.focus if self._rings and shown.screen.id == screen.id else ""
        slice_s = max(LEAST_S, SLICE_S - (time.perf_counter() - began))
        changed = self.painter.draw(shown.screen, ringed, slice_s, self.dissolve.canvas)
        if self.dissolve.waiting:
            # Making a new screen ready takes its time: its change begins with its first frame.
            self.moves.started(self._now_ms())
            self.heed.started(self._now_ms())
        if regions := self.dissolve.put(shown.veil, changed):
            pygame.display.update([rect.move(self.left, 0) for rect in regions])
        elif not self.dissolve.fading:
            collect_while_calm()

    def _settle_once(self) -> None:
        """For what comes after a press in the same frame. Else the frame lays the screen out once, as it shows it."""
        if self._unsettled:
            self._settle()

    def _settle(self) -> None:
        """Lay the screen out as it stands now: a burst of keys is answered one by one and drawn once."""
        self._unsettled = False
        if not self.app.running:
            return
        before = self._at
        if self.app.comfort != self._comfort:
            self._renew()
        if self.look.keys != self._keyed:
            self.look = StaticLook(self._comfort, self.painter.height, keys=self._keyed)
        self.screen = self.app.screen(self.look)
        self._at = self.screen.id
        self._keyed = self._keyed and (self._at != WELCOME or before == WELCOME)
        self.heed.sees(self.screen, self._now_ms())
        ids = {n.id for n in navigate.reachable(self.screen)}
        # What is pulled may change what it is called: a rotor has gone on, and another blade is under the hand.
        if self.held and self.held not in ids and not self._kept:
            self.held = ""
        leads, self._leads = self._leads, self.screen.leads
        calls, self._calls = self._calls, self.screen.calls
        if self._by_keys and self._leads not in (leads, "") and not navigate.wants_point(self.screen, self.focus):
            self.focus = self._leads
        fresh = before != self._at
        if fresh and self._at in navigate.OVER and before not in navigate.OVER and self.focus not in navigate.BAR:
            self._work = before, self.focus
        back = self._work[1] if fresh and before in navigate.OVER and self._work[0] == self._at else ""
        focus = navigate.goes_on(self.screen, self.focus, fresh=fresh or self._stranded, back=back)
        self._stranded = focus in navigate.BAR and (self._stranded or focus != self.focus)
        self.focus = focus
        if self._by_keys and not back and self._calls not in (calls, "") and self._calls in ids:
            self.focus = self._calls
        if self._at not in navigate.OVER and self.focus not in navigate.BAR and not self._passing:
            self._work = self._at, self.focus

    def _hear(self, events: Iterable[pygame.event.Event]) -> None:
        for event in events:
            if event.type in SIGNS_OF_LIFE and not (event.type == pygame.KEYDOWN and self.fingers.stuck(event.key)):
                self.app.alive()
            if event.type == pygame.QUIT:
                self.app.quit_asked()
            elif event.type == pygame.VIDEORESIZE:
                self._renew()
            elif event.type == pygame.KEYDOWN:
                self._settle_once()
                self.moves.skip()
                self._by_keys = self._rings = True
                # A key held down repeats only where it moves something: a hand slow to let go of Enter presses once.
                again = event.key in self.fingers
                self.fingers.press(event.key, rests=event.key in RESTING)
                if not again or event.key in REPEATED:
                    self._key(event)
                elif (node := navigate.shortcut(self.screen, event.unicode)) and "again" in node.actions:
                    self._act(node.id, "again")
            elif event.type == pygame.KEYUP:
                self.fingers.lift(event.key)
            elif event.type == pygame.WINDOWFOCUSLOST:
                self.fingers.forget()
            elif event.type in (pygame.MOUSEBUTTONDOWN, pygame.MOUSEBUTTONUP, pygame.MOUSEMOTION):
                self._pointer(event)
            if not self.app.running:
                return

    def _key(self, event: pygame.event.Event) -> None:
        if not hasattr(self, "screen"):
            return
        # Nobody went to a button of the bar that had the focus for want of anything else: Enter does not press it.
        if self._stranded and event.key in (pygame.K_RETURN, pygame.K_KP_ENTER):
            return
        self._stranded, self._passing = False, event.key == pygame.K_TAB
        name = KEYS.get(event.key) or (event.unicode.lower() if event.unicode.isprintable() else "")
        self._keyed = self._keyed or name in MOVES or name in SURE or navigate.shortcut(self.screen, name) is not None
        if event.key == pygame.K_F11:
            pygame.display.toggle_fullscreen()
            self._renew()
        elif not self.heed.hears(self._now_ms(), presses=name in SURE) and (self.heed.deaf or name in (*MOVES, *SURE)):
            # A key under way was meant for the work: an arrow leads to no answer that the next Enter would give.
            return
        elif name == "tab":
            self.focus = navigate.follow(self.screen, self.focus, -1 if event.mod & pygame.KMOD_SHIFT else 1)
        elif name == "return":
            if target := self.screen.enters or self.focus:
                self.app.used("keyboard")
                self._act(target, "press")
        elif name and navigate.here(self.screen, self.focus, name):
            self.app.used("keyboard")
            self._act(self.focus, "press")
        elif name and (node := navigate.shortcut(self.screen, name)):
            self.app.used("keyboard")
            self._by_shortcut(node)
        elif name in navigate.ARROWS and not self.screen.steers:
            self.focus = navigate.towards(self.screen, self.focus, name)
            self._act(self.focus, "focus")
        elif name:
            self.app.key(name)
        self._unsettled = True

    def _act(self, node: str, action: str) -> None:
        """A node was acted on; what is asked to be read is read here, where the focus is known."""
        if node == "listen" and self.aloud is not None and self.speaker is not None:
            self.aloud.listen(self.screen, self.focus, self._comfort, self.speaker)
        self.app.act(node, action)

    def _by_shortcut(self, node: Node) -> None:
        """A tool leaves the focus where the work is, and acts at once on the place in focus, if it is one."""
        if node.role != "tool":
            self.focus = node.id
            self._act(node.id, "press")
        else:
            there = navigate.wants_point(self.screen, self.focus)
            self._act(node.id, f"press@{self.focus}" if there else "press")

    def _pointer(self, event: pygame.event.Event) -> None:
        if not hasattr(self, "screen"):
            return
        if event.type == pygame.MOUSEBUTTONDOWN or self.held or self.carrying.holds:
            self._settle_once()
        scale = self.surface.get_width() / WIDTH
        x, y = (event.pos[0] - self.left) / scale, event.pos[1] / scale
        if event.type == pygame.MOUSEMOTION:
            self.carrying.moves((x, y))
            if self.held:
                self._moved = max(self._moved, abs(x - self._from[0]) + abs(y - self._from[1]))
                self.app.drag(self.held, x, y, "move")
        elif event.button != 1:
            return
        elif event.type == pygame.MOUSEBUTTONUP:
            self.fingers.lift(BUTTON)
            self.taps.lifted(event.pos, self._now_ms(), touch=bool(getattr(event, "touch", False)))
            # A click that did not move holds on without the button, until the next click: no hand has to keep pressing.
            if self.held and (self._kept or self._moved > CLICK):
                self._let_go(x, y)
            if lands := self.carrying.ends(self.screen, (x, y)):
                self._act(*lands)
        elif not self.taps.again(event.pos, self._now_ms(), touch=bool(getattr(event, "touch", False))):
            self.fingers.press(BUTTON)
            self.moves.skip()
            self._by_keys = self._rings = False
            if not self.heed.hears(self._now_ms(), (x, y)):
                return
            if was := self.held:
                self._let_go(x, y)
            self._press(x, y, "touch" if getattr(event, "touch", False) else "mouse", but=was)

    def _let_go(self, x: float, y: float) -> None:
        self.app.drag(self.held, x, y, "up")
        self.held = ""

    def _press(self, x: float, y: float, device: str, but: str = "") -> None:
        """A node under the pointer is pressed, or taken hold of; `but` is the one this very click let go."""
        node = navigate.under(self.screen, x, y)
        if node is None:
            # Nothing to press there: the scene may say why.
            self.app.missed(miss(self.screen, x, y))
            self.app.act("", f"press@{round(x)},{round(y)}")
            return
        if node.id == but:
            return
        self.focus, self._stranded = self.focus if node.actions in navigate.POINTED else node.id, False
        self.app.used(device)
        self._kept = "hold" in node.actions
        if self._kept or "drag" in node.actions:
            self.held, self._from, self._moved = node.id, (x, y), 0.0
            self.app.drag(node.id, x, y, "down")
        else:
            self.carrying.begins(node, (x, y))
            self._act(node.id, f"press@{round(x)},{round(y)}" if "point" in node.actions else "press")
        self._unsettled = True
