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


def face(mentor: str, *, speaks: bool = False, ended: bool = False) -> str:
    """The drawing of a mentor. Attentive: eyes and head turn five degrees to the work, at the left of the card.

    A mentor who was drawn with one face only keeps it.
    """
    name = f"mentor_{mentor}{GLAD if ended else ATTENTIVE if speaks else CALM}"
    return name if name in _drawn() else f"mentor_{mentor}"
