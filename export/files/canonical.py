"""One text for one content: what is hashed, signed or compared."""

import json
from collections.abc import Mapping
from typing import Any


def canonical(plain: Mapping[str, Any]) -> bytes:
    """Sorted names, no spaces, UTF-8. Raises ValueError, TypeError for infinities and for what JSON cannot hold."""
    return json.dumps(plain, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False).encode()
