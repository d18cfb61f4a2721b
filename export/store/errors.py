"""What the matching database refuses, and why."""

from scenarios.refusal import Refusal


class StoreError(Refusal):
    """A database that is not opened or a demand it refuses."""
