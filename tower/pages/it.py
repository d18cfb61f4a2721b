"""What the service that looks after the machines must allow: one sheet to hand to it, on this machine's own figures."""

import socket

from starlette.responses import Response

from export.files.manifest import MANIFEST
from tower import STATIONS_PORT
from tower.call import Call, shown
from tower.pages.house import own_addresses, own_folder, player_folder

HERE = "/it"


def sheet(call: Call) -> Response:
    """The sheet: it is there before the first start, and then names no folder of an account, which bears a name."""
    game = player_folder()
    return call.page(
        "it.html", machine=socket.gethostname(), port=call.house.stations_at or STATIONS_PORT,
        addresses=own_addresses()[1:], folder=own_folder(), game=game.name if game else "envol-player",
        data=call.house.db.parent, manifest=MANIFEST, bare=True,
    )  # fmt: skip


WAYS = (shown(HERE, sheet, open_to_all=True),)
