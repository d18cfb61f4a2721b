"""AccessKit: how a description reaches the system's screen reader. Loaded once the first frame stands."""

import sys
from collections.abc import Callable, Sequence

import accesskit
from accesskit import Action, Live, Node, Rect, Role, Toggled, Tree, TreeUpdate

from game.screen.described import ROOT, Described

Asks = Callable[[str, int], None]
"""Told what a reader asks for, "press" or "focus", and of which number; it may be called from any thread."""
ROLES = {
    "window": Role.WINDOW, "group": Role.GROUP, "dialog": Role.DIALOG, "button": Role.BUTTON, "check": Role.CHECK_BOX,
    "choice": Role.RADIO_BUTTON, "slider": Role.SLIDER, "label": Role.LABEL, "image": Role.IMAGE, "news": Role.LABEL,
}  # fmt: skip
WISHES = ((Action.CLICK, "press"), (Action.FOCUS, "focus"))


class SystemLine:
    """One window's line to the system. On Windows it must be there before the window is first seen."""

    def __init__(self, active: Callable[[bool], None], asks: Asks, window: int) -> None:
        """`active` is told, from any thread, whether a reader listens; `window` is its handle on Windows."""

        # What the library calls only notes: an exception in there would spoil it for good. It is given no tree there,
        # and waits for the first one that the window's own loop sends.
        def begins() -> None:
            active(True)

        def ends() -> None:
            active(False)

        def asked(request: accesskit.ActionRequest) -> None:
            for action, wish in WISHES:
                if request.action == action:
                    asks(wish, request.target)

        if sys.platform == "win32":
            self._adapter = accesskit.windows.SubclassingAdapter(window, begins, asked)
        else:
            self._adapter = accesskit.unix.Adapter(begins, asked, ends)

    def send(self, nodes: Sequence[tuple[int, Node]], focus: int, *, whole: bool) -> None:
        """Tell what has changed, or the whole tree, and the number of what has the focus."""
        update = TreeUpdate(focus)
        if whole:
            update.tree = Tree(ROOT)
            update.tree.toolkit_name = "Envol"
        update.nodes = list(nodes)
        events = self._adapter.update_if_active(lambda: update)
        if events is not None:
            events.raise_events()

    def focused(self, has_keys: bool) -> None:
        """Tell whether the window has the keys; Windows knows it by itself."""
        if sys.platform != "win32":
            self._adapter.update_window_focus_state(has_keys)

    def stands(self, x: float, y: float, w: float, h: float) -> None:
        """Tell where on the screen the window is, in pixels; Windows knows it by itself."""
        if sys.platform != "win32":
            place = Rect(x, y, x + w, y + h)
            self._adapter.set_root_window_bounds(place, place)


def node_of(part: Described, children: list[int], scale: float, left: float) -> Node:
    """One thing of a screen as AccessKit wants it; `scale` makes pixels of design units, from `left` on."""
    node = Node(ROLES[part.kind])
    if part.kind in ("label", "news"):
        node.set_value(part.label)
    else:
        node.set_label(part.label)
    if part.kind == "news":
        node.set_live(Live.POLITE)
    if part.kind == "dialog":
        node.set_modal()
    if part.detail:
        node.set_description(part.detail)
    if part.checked is not None:
        node.set_toggled(Toggled.TRUE if part.checked else Toggled.FALSE)
    if part.disabled:
        node.set_disabled()
    if part.id:
        for action, _ in WISHES:
            node.add_action(action)
    if part.rect is not None:
        r = part.rect
        node.set_bounds(Rect(
            r.x * scale + left, r.y * scale, (r.x + r.w) * scale + left, (r.y + r.h) * scale,
        ))  # fmt: skip
    if children:
        node.set_children(children)
    return node
