"""The scene of the workshop: nodes, keys and drags become acts; what is seen becomes a screen."""

from dataclasses import replace

from game.mechanics.assemble import view, view_board, view_close, view_lever, view_panel
from game.mechanics.assemble.params import Params
from game.mechanics.assemble.seen import AssembleSeen
from game.screen import kit
from game.screen.nodes import Screen
from game.screen.scene import STAY, Look, Next
from game.screen.steps import Answer, Step
from game.simulation.session import Session

NOTCH = 20
BY_MODE = {"pige": "gauge", "calibre": "check", "tag": "tag", "call": "call", "redo": "redo"}


class AssembleScene:
    """Plays a session of `assemble@1`, practice or exercise. Implements `scene.Scene`."""

    def __init__(self, session: Session, params: Params, *, name: str) -> None:
        self.session = session
        self.params = params
        self.name = name
        self.hand = view.Hand()
        self.asking = False
        self.force = 0.0  # of the squeezer as last shown, 0..1: it is heard
        self._step = ""
        self._shown: tuple[object, Screen] | None = None
        self.drawing = view.Drawing(
            {hole: n for n, hole in enumerate(params.zones["B"].order, 1)},
            {hole: point for point, hole in params.points.items()},
            {p.id: (p.angle, p.face) for p in params.parts},
            tuple(n for n, h in params.holes().items() if not h.oval and h.e_um <= params.stem_limits_um[0])[:2],
        )

    @property
    def seen(self) -> AssembleSeen:
        found: AssembleSeen = self.session.task.see()
        return found

    def do(self, verb: str, **args: str | int) -> None:
        """One act, counted at the next tick."""
        self.session.act(verb, args)

    def screen(self, look: Look) -> Screen:
        seen = self.seen
        self.force = seen.lever.f / 1000 if seen.lever.hole else 0.0
        shows = (look, replace(seen, tick=0, elapsed_ms=0), self.hand, self.asking)
        if self._shown is None or self._shown[0] != shows:
            self._shown = (shows, self._screen(look, seen))
        return self._shown[1]

    def _screen(self, look: Look, seen: AssembleSeen) -> Screen:
        bar = self.drawing.kept.get("bar", (look, self.name), lambda: self._bar(look))
        if seen.lever.hole and not seen.replies and not seen.rack_open:
            return view_lever.lever(look, seen, bar, self.drawing, self.hand)
        screen = self._phase(look, seen, bar)
        if seen.rack_open:
            options = tuple((f"folder:{f}", look.t(f"assemble.folder.{f}")) for f in seen.folders)
            return self._over(look, screen, look.t("assemble.rack"), options)
        if seen.replies:
            options = tuple((f"reply:{r}", look.t(f"assemble.reply.{r}")) for r in seen.replies)
            return self._over(look, screen, look.t(seen.message), options)
        if self.asking and (left := self._unfinished(seen)):
            question = look.t(left, n=view_panel.left_to_set(seen))
            answers = (("stay:", look.t("assemble.end_stay")), ("leave:", look.t("assemble.end_leave")))
            return self._over(look, screen, question, answers)
        return screen

    def _bar(self, look: Look) -> view.Bar:
        steps = ("practice", "exercise", "review")
        at = steps.index(self.name)
        progress = tuple(
            (look.t(f"assemble.step.{s}"), 1.0 if n < at else 0.5 if n == at else 0.0) for n, s in enumerate(steps)
        )
        return kit.top_bar(look, look.t("assemble.title"), look.t("assemble.subtitle"), progress=progress)

    def _over(self, look: Look, screen: Screen, title: str, options: tuple[tuple[str, str], ...]) -> Screen:
        nodes = view.dialog(look, title, options)
        # What lay open below is shut until the question is answered.
        below = (replace(n, state=tuple(s for s in n.state if s != "modal")) for n in screen.nodes)
        return Screen("dialog", screen.title, (*below, *nodes), screen.backdrop, screen.decor, say=title)

    def _phase(self, look: Look, seen: AssembleSeen, bar: view.Bar) -> Screen:
        below = view.SHOP
        if seen.phase == "prepare" or self.hand.board:
            centre = view_board.prepare(look, seen)
        elif seen.phase in ("heads1", "heads2"):
            centre = view_close.heads(look, seen)
        elif seen.phase == "points":
            centre = view_close.points(look, seen, self.hand.point, self.drawing)
            below = view.ground(look, self.drawing.kept)
        elif seen.phase == "close":
            centre = view_close.close(look, seen)
        else:
            return view.bench(look, seen, bar, self.drawing, self.hand)
        return view.frame(look, seen, bar, self.drawing, centre, self.hand, below)

    def _unfinished(self, seen: AssembleSeen) -> str:
        """The text key of what is still to do in this step, "" when nothing that can be counted is."""
        if seen.phase == "practice":
            return "assemble.ask.practice"
        if view_panel.left_to_set(seen) and seen.phase in view_panel.RIVETING:
            return "assemble.ask.holes"
        if seen.phase == "points" and any(not p.value for p in seen.points):
            return "assemble.ask.points"
        return "assemble.ask.sign" if seen.phase == "close" else ""

    def act(self, node: str, action: str = "press") -> Next:
        if action == "focus":
            return STAY
        kind, _, name = node.partition(":")
        handler = getattr(self, f"_on_{kind.rstrip('+-')}", None)
        if handler is not None:
            handler(name, kind if kind.endswith(("+", "-")) else action)
        return STAY

    def _on_bin(self, name: str, action: str) -> None:
        mode = self.hand.mode
        self._take("")
        if mode in ("isolate", "store"):
            self.do("isolate" if mode == "isolate" else "exchange_bin", bin=int(name))
            return
        if self.seen.hand is not None:
            self.do("put_back", bin=int(name))
        self.do("pick", bin=int(name))

    def _on_mode(self, name: str, action: str) -> None:
        _, _, hole = action.partition("@hole:")
        if hole and name in BY_MODE:
            self._with(name, hole)
        else:
            self._take("" if self.hand.mode == name else name)

    def _take(self, mode: str) -> None:
        self.hand = replace(self.hand, mode=mode)

    def _on_hole(self, name: str, action: str) -> None:
        if self.seen.phase == "points":
            if self.hand.point:
                self.do("point", id=self.hand.point, hole=name)
        elif self.hand.mode in BY_MODE:
            self._with(self.hand.mode, name)
        elif self.seen.hand is not None:
            dx, dy = 0, 0
            if "@" in action:
                x, y = (int(v) for v in action.split("@")[1].split(","))
                hole = next(h for h in self.seen.holes if h.id == name)
                cx, cy = view_panel.at(hole.x_mm, hole.y_mm)
                scale = view_panel.SCALE
                dx, dy = round((x - cx) / scale * 1000) // 6, round((y - cy) / scale * 1000) // 6
            self.do("place", hole=name, dx_um=dx, dy_um=dy)
        else:
            self.do("gauge", hole=name)

    def _with(self, mode: str, hole: str) -> None:
        verb = BY_MODE[mode]
        if verb == "check" and self.seen.index == "B" and self.seen.calibre != "B":
            self.do("choose_calibre", calibre="B")
        args: dict[str, str] = {"tag": {"object": hole}, "call": {"who": "karim", "about": hole}}.get(
            verb, {"hole": hole}
        )
        self.do(verb, **args)
        if mode in ("tag", "call"):
            self._take("")

    def _on_fod(self, name: str, action: str) -> None:
        self.do("take_fod", item=name)

    def _on_doc(self, name: str, action: str) -> None:
        self.hand = replace(self.hand, page=0)
        self.do("open_doc", doc=name)

    def _on_page(self, name: str, action: str) -> None:
        self.hand = replace(self.hand, page=self.hand.page + 1)

    def _on_folder(self, name: str, action: str) -> None:
        self.do("choose_folder", folder=name)

    def _on_reply(self, name: str, action: str) -> None:
        self.do("reply", option=name)

    def _on_turn(self, name: str, action: str) -> None:
        self.do("turn_part", part=name)

    def _on_flip(self, name: str, action: str) -> None:
        self.do("flip_part", part=name)

    def _on_fit(self, name: str, action: str) -> None:
        self.do("place_part", part=name)

    def _on_reject(self, name: str, action: str) -> None:
        self.do("reject")

    def _on_board(self, name: str, action: str) -> None:
        """The board of tools can be seen again at any moment of the riveting."""
        self.hand = replace(self.hand, board=not self.hand.board)

    def _on_tool(self, name: str, action: str) -> None:
        tool = next(t for t in self.seen.tools if t.id == name)
        if tool.kind == "ppe":
            self.do("wear", item=name)
        else:
            self.do("return_tool" if tool.taken else "take_tool", tool=name)

    def _on_exchange(self, name: str, action: str) -> None:
        self.do("exchange", tool=name)

    def _on_head(self, name: str, action: str) -> None:
        head = self.seen.heads[int(name)]
        self.do("head", index=int(name), verdict="review" if head.verdict != "review" else "ok")

    def _on_point(self, name: str, action: str) -> None:
        self.hand = replace(self.hand, point=name)

    def _on_count(self, name: str, action: str) -> None:
        item = next(c for c in self.seen.counts if c.id == name)
        self.do("count", item=name, n=max(0, int(item.value) + (1 if action.endswith("+") else -1)))

    def _on_back(self, name: str, action: str) -> None:
        self.do("return_tool", tool=name)

    def _on_search(self, name: str, action: str) -> None:
        self.do("search", place=name)

    def _on_field(self, name: str, action: str) -> None:
        entry = next(f for f in self.seen.sheet if f.id == name)
        at = entry.options.index(entry.value) + 1 if entry.value in entry.options else 0
        self.do("field", field=name, value=entry.options[at % len(entry.options)])

    def _on_sign(self, name: str, action: str) -> None:
        self.do("sign")

    def _on_end(self, name: str, action: str) -> None:
        self.asking = bool(self._unfinished(self.seen))
        if not self.asking:
            self._leave()

    def _on_stay(self, name: str, action: str) -> None:
        self.asking = False

    def _on_leave(self, name: str, action: str) -> None:
        self.asking = False
        self._leave()

    def _leave(self) -> None:
        self.do("end")

    def _on_release(self, name: str, action: str) -> None:
        if self.seen.lever.x or self.seen.lever.f:
            self.do("lever", x=0)
        self.do("release")

    def _on_jaw(self, name: str, action: str) -> None:
        self.do("turn_jaw")

    def _on_more(self, name: str, action: str) -> None:
        self.do("lever", x=min(1000, self.seen.lever.x + NOTCH))

    def _on_less(self, name: str, action: str) -> None:
        self.do("lever", x=max(0, self.seen.lever.x - NOTCH))

    def drag(self, node: str, x: float, y: float, stage: str) -> Next:
        if node == "handle":
            track = view_lever.TRACK
            value = round((y - track.y - 50) * 1000 / (track.h - 100))
            self.do("lever", x=0 if stage == "up" else max(0, min(1000, value)))
        return STAY

    def key(self, name: str) -> Next:
        letter, _, focus = name.partition("@")
        if self.seen.lever.hole and letter in ("up", "down"):
            # A key pushes the lever down the page: the hand goes the way of the handle.
            self._on_more("", "") if letter == "down" else self._on_less("", "")
        elif letter == "o" and self.seen.fod and focus.startswith("fod:"):
            self.do("take_fod", item=focus[4:])
        return STAY

    def advance(self, ticks: int) -> Next:
        self.session.advance(ticks)
        step = self.seen.phase
        if step != self._step:
            # What was taken in hand, opened or asked in a step does not outlive it, however the step ended.
            self._step, self.hand, self.asking = step, view.Hand(), False
        if self.session.task.done:
            return Next(Answer(Step(self.name), "done"))
        return STAY
