"""The adviser's pages, in the browser of their machine."""

STATIONS_PORT = 47471
"""Where posts speak to the tower, on the room's network: signed and sealed."""
