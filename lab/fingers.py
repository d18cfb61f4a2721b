"""A robot that works by finger alone: what a robot of the cast decides is done by taps and drags in the real window.

Each deed becomes what a hand does on the screen: the thing is looked for among what can be pressed, pressed where it
lies, and pressed again, later, when nothing came of it. Nothing is told to the simulation but by the window.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial

from game.journey.journey import Journey
from game.kiosk.kiosk import KioskJourney
from game.mechanics.assemble import view_panel
from game.mechanics.assemble.drawn import CALIBRES
from game.mechanics.assemble.params import Params
from game.mechanics.assemble.seen import AssembleSeen
from game.mechanics.assemble.view_lever import JAW
from game.mechanics.inspect import view_blade, view_rack, view_rule
from game.mechanics.inspect.params import field_at
from game.mechanics.plan.view_foam import AT_ONCE
from game.mechanics.table import MECHANICS
from game.screen.steps import Step
from game.simulation.bots import Deed
from game.window.window import Window
from game.workshop.view_lever import TRACK, grip_y
from lab.finger import BETWEEN, FingerHand
from scenarios.vocabulary import Value

LOOKS = 50
"""Frames that a page of practice is looked at before it is left: a second."""
NO_ACT = ("look",)
"""Deeds that only pass the time."""
LETS_GO = ("place", "fill", *NO_ACT)
"""Deeds that end the way of a thing that is carried."""
DeedArgs = Mapping[str, Value]


class FingerWorker(FingerHand):
    """Does the deeds of a robot at the bench of the window, by touch. `taps` counts fingers put down."""

    def __init__(self, app: Journey | KioskJourney, window: Window, *, echoes: bool = True) -> None:
        super().__init__(app, window, echoes=echoes)
        self._pulling = False
        self._does: dict[str, Callable[[DeedArgs], None]] = {
            **{verb: partial(self._by_one, verb) for verb in ONE_PRESS},
            **{verb: partial(self._button, verb) for verb in BUTTONS},
            "end": lambda args: self._sure("end", "end"), "sign": lambda args: self._sure("sign", "sign"),
            "depart": lambda args: self._sure("depart", "depart:"), "return_tool": self._returns,
            "exchange": self._marks("store", "tool:{tool}"), "isolate": self._marks("isolate", "bin:{bin}"),
            "exchange_bin": self._marks("store", "bin:{bin}"), "redo": self._marks("redo", "hole:{hole}"),
            "scan": self._marks("scan", "bin:{bin}"), "tag": self._tag, "call": self._call, "check": self._check,
            "place": self._place, "turn_jaw": self._turn_jaw, "lever": self._lever, "release": self._release,
            "open_doc": self._open_doc, "point": self._point, "head": self._head, "count": self._count,
            "field": self._field, "lens": self._lens, "lamp": self._lamp, "line": self._line, "set": self._set,
            "turn": self._turn, "rule": self._rule, "take": self._take, "choose_calibre": self._choose_calibre,
            "search": self._search, "gauge": self._gauge, "pick": self._pick, "fill": self._fill,
        }  # fmt: skip
        self._um = 0  # where the next point of the rule goes
        self._mode = CALIBRES[0]

    def work(self, robot: str, seed: int, frames: int = 60_000) -> int:
        """The whole exercise by a robot of the cast, who leaves its chapters of practice; gives how many frames it was.

        Raises FingerError.
        """
        mechanic, bench, began = MECHANICS[self.app.scenario.head.mechanic], self.bench, self.time.ticks
        player = mechanic.cast.make(robot, self.app.scenario.params, seed)
        while self._works_on(bench) and self.time.ticks - began < frames:
            if self.app.at_work is not bench:
                self._leaves_chapter()
                continue
            seen = self._sees(bench.session.task.see())
            for deed in player.act(seen):
                self.does(deed)
                if self.app.at_work is not bench:
                    break
            else:
                self.still(1 if self._pulling else player.rest(seen))
        return self.time.ticks - began

    def _works_on(self, bench: object) -> bool:
        """Whether the exercise is on the screen, or a chapter of practice over it."""
        return self.app.at_work is bench or (self.app.step is Step.PRACTICE and self.app.places[0].scene is bench)

    def _leaves_chapter(self) -> None:
        """Back to the exercise, with the yes that is asked for."""
        if self._pulling:
            self.hand.up()
            self._pulling = False
        self.still(LOOKS)
        if self.app.step is Step.PRACTICE:
            self.tap("leave:" if self.node("leave:") is not None else "end")

    def _sees(self, seen: object) -> object:
        """What the robot sees: the gauge that it chose is the one that it will pass."""
        if isinstance(seen, AssembleSeen) and isinstance(params := self.app.scenario.params, Params):
            return replace(seen, calibre=params.calibres[CALIBRES.index(self._mode)])
        return seen

    def does(self, deed: Deed) -> None:
        """One deed. Raises FingerError when no finger can do it."""
        verb, args = deed
        if self._pulling and verb != "lever":
            self.hand.up()
            self._pulling = False
            self.still(2)
        if self._lies_on and verb not in LETS_GO:
            self._lifts()
        if verb not in NO_ACT:
            self._does[verb](args)

    def _by_one(self, verb: str, args: DeedArgs) -> None:
        kind, named = ONE_PRESS[verb]
        self._hands_free()
        self._press(verb, f"{kind}:{args[named]}")

    def _button(self, verb: str, args: DeedArgs) -> None:
        self._press(verb, BUTTONS[verb])

    def _sure(self, verb: str, name: str) -> None:
        """A press that may be asked about, and the yes."""
        done = self._acted(verb)

        def press() -> None:
            self.tap("leave:" if self.bench.asking else name)

        self.until(done, press, verb)

    # A thing of the tray in hand, and a place.

    def _takes(self, mode: str) -> None:
        if self.bench.hand.mode != mode:
            self.until(lambda: self.bench.hand.mode == mode, lambda: self.tap(f"mode:{mode}"), f"taking {mode}")

    def _hands_free(self) -> None:
        if mode := self.bench.hand.mode:
            self.until(lambda: not self.bench.hand.mode, lambda: self.tap(f"mode:{mode}"), f"putting {mode} down")

    def _marks(self, mode: str, place: str) -> Callable[[DeedArgs], None]:
        def press(args: DeedArgs) -> None:
            verb = {"store": "exchange_bin" if place.startswith("bin") else "exchange"}.get(mode, mode)
            self._takes(mode)
            self._press(verb, place.format(**args))

        return press

    def _somewhere(self, what: str) -> str:
        """The node of a thing that is spoken of: a hole, a bin, a blade, a tool, a kit."""
        if what.startswith("bin") and what[3:].isdigit():
            return f"bin:{what[3:]}"
        names = [f"{kind}:{what}" for kind in ("hole", "bin", "tool", "job")]
        where = next((name for name in names if self.node(name) is not None), "")
        return where or "field:"

    def _tag(self, args: DeedArgs) -> None:
        self._takes("tag")
        self._press("tag", self._somewhere(str(args["object"])))

    def _call(self, args: DeedArgs) -> None:
        about = str(args["about"])
        if self.node(f"report:{about}") or self.node(f"gap:{about}"):
            if not self.node(f"report:{about}"):
                self.tap(f"gap:{about}")
            self._press("call", f"report:{about}")
            return
        self._takes("call")
        self._press("call", self._somewhere(about))

    # Riveting.

    def _gauge(self, args: DeedArgs) -> None:
        self._measures("gauge", "pige", str(args["hole"]))

    def _check(self, args: DeedArgs) -> None:
        self._measures("check", self._mode, str(args["hole"]))

    def _measures(self, verb: str, gauge: str, hole: str) -> None:
        """A gauge is passed at a place: carried from its hook, or taken, then the place touched."""
        if self._turns():
            done, x, y = self._acted(verb), *self.reaches(f"hole:{hole}").rect.centre
            self.hand.down(self.reaches(f"mode:{gauge}"))
            self.taps += 1
            self._lies_on = f"mode:{gauge}"
            self.still(BETWEEN)
            self._lets_go(x, y)
            if done():
                return
        self._takes(gauge)
        self._press(verb, f"hole:{hole}")

    def _pick(self, args: DeedArgs) -> None:
        self._hands_free()
        if self._turns():
            self._takes_up("pick", f"bin:{args['bin']}")
        else:
            self._press("pick", f"bin:{args['bin']}")

    def _choose_calibre(self, args: DeedArgs) -> None:
        """It is chosen as it is taken from its hook, and counts where it is passed."""
        params = self.app.scenario.params
        assert isinstance(params, Params)
        self._mode = CALIBRES[params.calibres.index(str(args["calibre"]))]

    def _place(self, args: DeedArgs) -> None:
        hole = next(h for h in self.bench.seen.holes if h.id == args["hole"])
        x, y = view_panel.at(hole.x_mm, hole.y_mm)
        off = [int(args[name]) * 6 / 1000 * view_panel.SCALE for name in ("dx_um", "dy_um")]
        done = self._acted("place")
        if self._lies_on:
            self._lets_go(x + off[0], y + off[1])
        if not done():
            self._press("place", f"hole:{hole.id}", (x + off[0], y + off[1]))

    def _turn_jaw(self, args: DeedArgs) -> None:
        side = (self.bench.seen.lever.jaw + 1) % len(view_panel.SIDES)
        x, y = JAW.x + JAW.h / 2, JAW.centre[1]
        dx, dy = (50 * way for way in view_panel.SIDES[side])
        self._press("turn_jaw", "jaw", (x + dx, y + dy))

    def _lever(self, args: DeedArgs) -> None:
        x = int(args["x"])
        if not self._pulling:
            if not x:
                return
            node = self.reaches("handle")
            self.taps += 1
            self.hand.down(node)
            self.still()
            self._pulling = True
        self.hand.move(TRACK.centre[0], grip_y(x))

    def _release(self, args: DeedArgs) -> None:
        hole = self.bench.seen.lever.hole
        if not hole:
            return
        self.until(
            lambda: not self.bench.seen.lever.hole,
            lambda: self.tap("leave:" if self.bench.asking else "release"), "leaving the lever",
        )  # fmt: skip

    # The rotor.

    def _lens(self, args: DeedArgs) -> None:
        x_mm, y_mm = int(args["x_mm"]), int(args["y_mm"])
        self._hands_free()
        at = view_blade.place(x_mm * 1000, y_mm * 1000)
        self._press("lens", f"field:{field_at(x_mm, y_mm)}", at)

    def _lamp(self, args: DeedArgs) -> None:
        deg, bench = int(args["deg"]), self.bench
        if bench.seen.lamp_deg == deg:
            return
        node = self.reaches("lamp")
        most = bench.params.angle_max
        x, y = (view_rack.x_of(deg, most), node.rect.centre[1]) if bench.seen.heads else view_blade.lamp_at(deg)
        self.taps += 1
        self.hand.down(node)
        self.still(2)
        self.hand.move(x, y)
        self.still(2)
        self.hand.up()
        self.still(4)

    def _line(self, args: DeedArgs) -> None:
        self._um = int(args["x_um"])

    def _set(self, args: DeedArgs) -> None:
        near = view_rule.NEAR
        self._press("set", "near", (near.x + self._um / 1000 * view_rule.MM, near.centre[1]))

    def _turn(self, args: DeedArgs) -> None:
        self._press("turn", "prior:" if int(args["way"]) < 0 else "on:")

    def _rule(self, args: DeedArgs) -> None:
        self._press("rule", "away:" if self.bench.seen.rule is not None else "rule:")

    # The store.

    def _take(self, args: DeedArgs) -> None:
        bin, wanted = str(args["bin"]), int(args["n"])
        self._hands_free()
        if wanted == 1 and self.bench.seen.hand is None and self._turns():
            self._takes_up("take", f"bin:{bin}")
            return

        def held() -> int:
            hand = self.bench.seen.hand
            return hand.n if hand is not None else 0

        while (now := held()) < wanted:
            more = f"more:{bin}" if now and wanted - now >= AT_ONCE else f"bin:{bin}"
            self.until(lambda now=now: held() > now, lambda name=more: self.tap(name), f"taking of {bin}")  # type: ignore[misc]

    def _fill(self, args: DeedArgs) -> None:
        done, name = self._acted("fill"), f"slot:{args['slot']}"
        if self._lies_on:
            self._lets_go(*self.reaches(name).rect.centre)
        if not done():
            self._press("fill", name)

    # Papers.

    def _returns(self, args: DeedArgs) -> None:
        name = f"back:{args['tool']}"
        self._press("return_tool", name if self.node(name) else f"tool:{args['tool']}")

    def _open_doc(self, args: DeedArgs) -> None:
        self._press("open_doc", f"line:{args['line']}" if "line" in args else f"doc:{args['doc']}")

    def _point(self, args: DeedArgs) -> None:
        self.tap(f"point:{args['id']}")
        self._press("point", f"hole:{args['hole']}")

    def _head(self, args: DeedArgs) -> None:
        """A press puts a mark on, another takes it off: what has none yet is said to be good by two."""
        index, wanted = int(args["index"]), str(args["verdict"])
        while (now := self.bench.seen.heads[index].verdict) != wanted:
            self.until(
                lambda now=now: self.bench.seen.heads[index].verdict != now,  # type: ignore[misc]
                lambda: self.tap(f"head:{index}"), f"head {index}",
            )  # fmt: skip

    def _search(self, args: DeedArgs) -> None:
        """Where a tool is missing, its empty place says where one may look."""
        name = f"search:{args['place']}"
        if self.node(name) is None:
            self.tap("gap:")
        self._press("search", name)

    def _count(self, args: DeedArgs) -> None:
        self.tap(f"count:{args['item']}")
        self.tap(f"number:{args['n']}")
        self._press("count", "note:")

    def _field(self, args: DeedArgs) -> None:
        name, entry = f"answer:{args['field']}={args['value']}", f"entry:{args['field']}"
        if self.node(name) is None and self.node(entry) is None:
            self.tap("form:")
        if self.node(name) is None:
            self.tap(entry)
        self._press("field", name)


ONE_PRESS: Mapping[str, tuple[str, str]] = {
    "take_tool": ("tool", "tool"), "wear": ("tool", "item"), "flip_part": ("flip", "part"),
    "turn_part": ("turn", "part"), "place_part": ("fit", "part"), "take_fod": ("fod", "item"),
    "reply": ("reply", "option"), "choose_folder": ("folder", "folder"),
    "decide": ("word", "word"), "lay": ("bar", "bar"), "lift": ("bar", "bar"), "open_kit": ("job", "kit"),
    "walk": ("aisle", "aisle"), "unfill": ("slot", "slot"),
}  # fmt: skip
"""Acts that are one press: the kind of thing, and which argument of the act names it."""
BUTTONS: Mapping[str, str] = {
    "reject": "reject", "lock": "lock:", "start_mark": "start:", "zero": "zero:", "put_back": "less:",
}  # fmt: skip
"""Acts that are a button of their own."""
