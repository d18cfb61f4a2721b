"""What the matching database refuses, and why."""


class StoreError(ValueError):
    """A database that is not opened or a demand it refuses; `key` and `values` make the sentence."""

    def __init__(self, key: str, **values: object) -> None:
        super().__init__(f"{key} {values}" if values else key)
        self.key = key
        self.values = values
