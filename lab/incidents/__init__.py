"""Incidents in a room of twelve: games that are really disturbed, and whether the radar names what happened.

`seat.py`: a game with a window of its own and somebody at it. `people.py`: who plays, and what goes wrong.
`rehearsal.py`: seats of injected time. `__main__.py`: a whole room of processes, by the clock.
"""
