"""What a screen reader sees of the game, from a process of its own: run by the system's Python, which has AT-SPI.

A line on its input is a word and what it is about, a line on its output the answer as JSON.
"""

import json
import sys
from typing import Any

import gi

gi.require_version("Atspi", "2.0")
from gi.repository import Atspi, Gio, GLib  # noqa: E402

HEARD: list[tuple[str, str]] = []
DEEP = 12


def listen() -> None:
    """Say to the session that a screen reader is on, as Orca does."""
    bus = Gio.bus_get_sync(Gio.BusType.SESSION, None)
    for name in ("IsEnabled", "ScreenReaderEnabled"):
        value = GLib.Variant("(ssv)", ("org.a11y.Status", name, GLib.Variant("b", True)))
        bus.call_sync("org.a11y.Bus", "/org/a11y/bus", "org.freedesktop.DBus.Properties", "Set", value, None,
                      Gio.DBusCallFlags.NONE, -1, None)  # fmt: skip


def everything(thing: Any, depth: int = 0) -> list[dict[str, Any]]:
    """A thing and all that lies below, in reading order."""
    states = [s.value_nick for s in thing.get_state_set().get_states()]
    box = thing.get_component_iface() and thing.get_extents(Atspi.CoordType.SCREEN)
    actions = thing.get_action_iface()
    row = {
        "role": thing.get_role_name(), "name": thing.get_name(), "description": thing.get_description(),
        "states": states, "box": [box.x, box.y, box.width, box.height] if box else None, "depth": depth,
        "actions": [actions.get_action_name(n) for n in range(actions.get_n_actions())] if actions else [],
    }  # fmt: skip
    below = range(thing.get_child_count()) if depth < DEEP else ()
    return [row, *(r for n in below for r in everything(thing.get_child_at_index(n), depth + 1))]


def programs() -> list[Any]:
    """Every program that the desktop knows."""
    desktop = Atspi.get_desktop(0)
    return [desktop.get_child_at_index(n) for n in range(desktop.get_child_count())]


def pressed(thing: Any, name: str) -> bool:
    """Whether a thing of that name was there and was asked for its first action."""
    actions = thing.get_action_iface()
    if thing.get_name() == name and actions and actions.get_n_actions():
        return bool(actions.do_action(0))
    return any(pressed(thing.get_child_at_index(n), name) for n in range(thing.get_child_count()))


def answer(word: str, about: str) -> Any:
    """What one line asks for."""
    for program in programs():
        program.clear_cache()
    if word == "tree":
        return [everything(program) for program in programs()]
    if word == "press":
        return any(pressed(program, about) for program in programs())
    return HEARD


def on_line(channel: Any, _: Any) -> bool:
    line = sys.stdin.readline()
    if not line:
        loop.quit()
        return False
    word, _, about = line.rstrip("\n").partition(" ")
    try:
        told = answer(word, about)
    except GLib.Error as error:  # what it asked has gone meanwhile
        told = {"error": str(error)}
    print(json.dumps(told), flush=True)
    return True


def on_event(event: Any) -> None:
    HEARD.append((event.type, str(event.any_data)))


loop = GLib.MainLoop()
listen()
Atspi.init()
listener = Atspi.EventListener.new(on_event)
listener.register("object:announcement")
GLib.io_add_watch(sys.stdin.fileno(), GLib.PRIORITY_DEFAULT, GLib.IO_IN | GLib.IO_HUP, on_line)
print(json.dumps("ready"), flush=True)
loop.run()
