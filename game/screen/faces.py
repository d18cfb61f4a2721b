"""The three faces of a mentor: calm, attentive while he or she speaks of something, glad at the end of a movement only.

A head that was formed is never praised or regretted by a face: matter answers it.
"""

from functools import cache

from assets.drawings import drawings

CALM, ATTENTIVE, GLAD = "", "_attentive", "_glad"


@cache
def _drawn() -> frozenset[str]:
    """The names of the drawings there are."""
    return frozenset(path.stem for path in drawings())


RIGHT = "_right"


def drawn(name: str) -> bool:
    """Whether there is a drawing of this name."""
    return name in _drawn()


def face(mentor: str, *, speaks: bool = False, ended: bool = False, right: bool = False) -> str:
    """The drawing of a mentor. Attentive: eyes and head turn five degrees to the work, at the left or at the `right`.

    A mentor who was drawn with one face only keeps it.
    """
    looks = ATTENTIVE + RIGHT * right if speaks else CALM
    name = f"mentor_{mentor}{GLAD if ended else looks}"
    return name if name in _drawn() else f"mentor_{mentor}"
