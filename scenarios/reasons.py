"""The closed lists of a decision: its verdict, and the short list its reason comes from."""

VERDICTS = ("propose", "keep", "decline", "candidate_declined")
REASONS = (
    "fits", "fits_with_training", "to_meet", "more_evidence", "place", "hours", "other_project", "offer_filled",
    "person_asked",
)  # fmt: skip
