"""What is refused with a sentence: every room raises it, the command line says it."""


class Refusal(ValueError):
    """A demand or a file that is refused; `key` names the sentence that says why, `values` fill it."""

    def __init__(self, key: str, **values: object) -> None:
        super().__init__(f"{key} {values}" if values else key)
        self.key = key
        self.values = values
