"""The three faces of a mentor: calm, attentive while he or she speaks of something, glad at the end of a movement only.

A head that was formed is never praised or regretted by a face: matter answers it.
"""

CALM, ATTENTIVE, GLAD = "", "_attentive", "_glad"


def face(mentor: str, *, speaks: bool = False, ended: bool = False) -> str:
    """The drawing of a mentor. Attentive: eyes and head turn five degrees to the work, at the left of the card."""
    return f"mentor_{mentor}{GLAD if ended else ATTENTIVE if speaks else CALM}"
