"""The closed lists of a decision: its verdicts, the reasons that fit each, and why one is undone."""

FITTING = {
    "propose": ("fits", "fits_with_training", "to_meet", "person_asked"),
    "keep": ("fits_with_training", "to_meet", "more_evidence", "place", "hours", "person_asked"),
    "decline": ("more_evidence", "work", "place", "hours", "other_project", "offer_filled"),
    "candidate_declined": ("work", "place", "hours", "other_project", "person_asked"),
}
"""Verdict -> the reasons it may be given for: nobody is left aside because they fit."""
VERDICTS = tuple(FITTING)
REASONS = (
    "fits", "fits_with_training", "to_meet", "more_evidence", "work", "place", "hours", "other_project",
    "offer_filled", "person_asked",
)  # fmt: skip
UNDO_REASONS = ("mistake", "changed", "person_asked", "wrong_person")
