"""The whole application: every page of the tower, and what they hold."""

from starlette.applications import Starlette

from tower.call import TEMPLATES
from tower.door import doors
from tower.holding import holding
from tower.house import House
from tower.review import installed
from tower.thrift import give_back
from tower.ways import WAYS


def make_app(house: House, port: int) -> Starlette:
    """The pages of a base, for browsers that ask at this port of this machine."""
    furnish(house)
    return doors(house, port, WAYS)


def furnish(house: House) -> None:
    """Give a house what its pages hold."""
    house.furnish(holding(house.home / "hails.json", house.monotonic, house.enrolled))


def warm() -> None:
    """What the first look at a page would have to do: its template made, the workshops read."""
    installed()
    for name in TEMPLATES.list_templates():
        TEMPLATES.get_template(name)
    give_back()
