# Two commands do all the set-up by themselves: `make play` and `make test`.
PYTHON ?= python3
BIN := .venv/bin
READY := .venv/ready
PIP := $(BIN)/python -m pip --disable-pip-version-check
PACKAGER := build/package/venv
# `make package KEY=FILE` signs with a key that is kept; without one a throw-away key is made.
SIGNED := $(if $(KEY),--key $(KEY))

.PHONY: play test demo strips check bench pictures studies axe mutants said as-windows carry room radar incidents fingers kills soak soak-ten soak-visits region package package-try package-ci package-windows package-windows-try clean
play: $(READY)
	@$(BIN)/envol play

# Types are checked beside the tests, and told after them. Three tests at a time: they often wait for a window, a page or a base. What is compiled is kept, also where the
# environment says not to: the tests start Python some hundred times.
test: export PYTHONDONTWRITEBYTECODE =
test: $(READY)
	@$(BIN)/ruff check .
	@$(BIN)/mypy > .venv/types.txt 2>&1 & types=$$!; \
	$(BIN)/python -m pytest -n 3 --dist worksteal; tests=$$?; \
	wait $$types; types=$$?; cat .venv/types.txt; exit $$((tests | types))

demo: $(READY)
	@$(BIN)/envol demo --players 7 --seed 1 --traces out/traces --pictures out/pictures --db out/demo.db

# What moves, frame by frame, to look at: out/strips.
strips: $(READY)
	@$(BIN)/envol demo --players 1 --strips out/strips

check: $(READY)
	@$(BIN)/envol check

bench: $(READY)
	@$(BIN)/envol bench
	@$(BIN)/envol bench scoring
	@$(BIN)/envol bench match
	@$(BIN)/envol bench fair
	@$(BIN)/envol bench voice

# The pictures of the README, from real screens.
pictures: $(READY)
	@$(BIN)/python -m lab.readme

# Slow: coverage, flips, tables, circuit, robots, null players, kills; writes docs/studies.md and its charts.
studies: $(READY)
	@$(BIN)/python -m lab.studies

# Slow: axe-core on every page of the tower in four looks, light and dark, 320 units wide and at 200 % (make test: one each, in turn).
axe: $(READY)
	@ENVOL_AXE=1 $(BIN)/python -m pytest tests/test_tower_seen.py -p no:xdist

# Slow: 1,134 copies of a workshop of each mechanic (3,402), thousands of journals and bases spoilt at random, a hundred shares that fail;
# nothing may break the check, be lost in silence, or stay.
mutants: $(READY)
	@ENVOL_MUTANTS=1134 ENVOL_FLIPS=1100 ENVOL_SHARES=12 $(BIN)/python -m pytest \
	  tests/test_mutants.py tests/test_flips.py tests/test_damage.py tests/test_consent.py -k "survives or silence or failed_share"

# Slow: 2,000 runs of each workshop, cut anywhere, of which each spoken fact is counted again from the raw events.
said: $(READY)
	@ENVOL_SAID=2000 $(BIN)/python -m pytest tests/test_said.py -k false

# What a seat runs, as Windows would have it: types of its own library, and files that are not erased while they are open.
as-windows: $(READY)
	@$(BIN)/mypy --platform win32 --cache-dir .mypy_cache/win32 assets cli desk export game scenarios scoring tower
	@ENVOL_AS_WINDOWS=1 $(BIN)/python -m pytest -n 2 -k "not took_a_share_in" tests/test_kiosk.py tests/test_kiosk_claims.py \
	  tests/test_visit.py tests/test_erasure.py tests/test_resuming.py tests/test_journal.py tests/test_carry.py tests/test_send.py \
	  tests/test_consent.py tests/test_store.py tests/test_intake.py tests/test_tower_keep.py

# Ten thousand packets altered, cut off, replayed or foreign: none may be taken in, each is named.
carry: $(READY)
	@ENVOL_PACKETS=10000 $(BIN)/python -m pytest tests/test_carry.py -k spoilt -p no:xdist

# Slow: twelve posts and a tower, each in a network of its own; cables and power cut at random a hundred times (CUTS=n).
room: export PYTHONDONTWRITEBYTECODE =
room: $(READY)
	@$(BIN)/python -m lab.room --cuts $(or $(CUTS),100) --report out/room-report.md

# A minute and a half: forty posts speak while the radar is read; 1 where anything is shown later than two seconds (SECONDS=n).
radar: $(READY)
	@$(BIN)/python -m lab.benches.radar --seconds $(or $(SECONDS),90)

# Slow: rooms of twelve real games of which ten are disturbed (ROOMS=n); writes docs/incidents.md, 1 where fewer than nine are named right.
incidents: export PYTHONDONTWRITEBYTECODE =
incidents: $(READY)
	@$(BIN)/python -m lab.incidents --rooms $(or $(ROOMS),2)

# Slow: the expert plays every whole workshop by finger in a window, and leaves the run of its acts.
fingers: $(READY)
	@ENVOL_FINGERS=1 $(BIN)/python -m pytest tests/test_fingers.py -p no:xdist

# What is compiled is kept here too: each of these starts the program again and again.
# Slow: fifty hard kills of a kiosk (KILLS=n) on the display that is there; no setting of the machine may have changed.
kills: export PYTHONDONTWRITEBYTECODE =
kills: $(READY)
	@$(BIN)/python -m lab.kills --kills $(or $(KILLS),50)

# Slow: robots at the kiosk's screens for four hours (HOURS=0.2 for twelve minutes); writes docs/studies/soak.svg. FAST=1: the frames of four hours
# without waiting between them, an hour or so. FOLDER=: where each visit's figures stay.
soak: export PYTHONDONTWRITEBYTECODE =
soak: $(READY)
	@$(BIN)/python -m lab.soak --hours $(or $(HOURS),4) $(if $(FAST),--back-to-back) $(if $(FOLDER),--home $(FOLDER))

# Slow: ten minutes of robots at the kiosk by its own clock, frames drawn back to back: some 100 s.
soak-ten: $(READY)
	@$(BIN)/python -m pytest tests/soak_ten_minutes.py -p no:xdist

# Slow: sixty visits in one process; 1 when what it holds after the tenth grows by more than 3 %. VISITS=n for another number.
soak-visits: $(READY)
	@$(BIN)/python -m lab.benches.soak $(or $(VISITS),60)

# Slow: a million people by parts against 20,000 offers, in two processes (PEOPLE=, OFFERS=, PART=; GROWTH=1: what grows with what).
region: $(READY)
	@$(BIN)/python -m lab.benches.region --people $(or $(PEOPLE),1000000) --offers $(or $(OFFERS),20000) --part $(or $(PART),5000) $(if $(GROWTH),--growth) $(if $(TABLES),--tables)

# Folders to copy, for who plays and for who advises, each built twice and compared (docs/packages.md).
package: $(PACKAGER)/ready
	@$(PACKAGER)/bin/python -m lab.packages --twice $(SIGNED)

# The folders of `make package`, tried as people will; writes out/package-report.md. Needs Xvfb and xdotool.
package-try: $(READY)
	@test -d out/packages || { echo "Nothing to try yet: make package"; exit 1; }
	@$(BIN)/python tests/try_package.py out/packages/envol-* --report out/package-report.md

# The player's folder, built once, held against its list and played by keys in a real window: what `.ci/run` does beside the tests.
package-ci: $(PACKAGER)/ready $(READY)
	@$(PACKAGER)/bin/python -m lab.packages player
	@$(BIN)/python tests/try_package.py out/packages/envol-player-* --brief --report out/package-report.md

# The same two for Windows (KINDS=player for one), made here as root: a Debian 13 with Wine below build/windows, once, Windows' own Python in it, each folder
# frozen twice there. CHAIN and CHAIN_KEY: the organisation's certificate, to sign every program and library; ORGANISATION: its name in envol.exe.
# FROZEN: what PyInstaller made on a Windows, in its place.
CERTIFIED := $(if $(CHAIN),--chain $(CHAIN) --chain-key $(CHAIN_KEY))
ifdef FROZEN
package-windows: $(READY)
	@$(BIN)/python -m lab.packages.windows $(FROZEN) $(SIGNED) $(CERTIFIED)
else
package-windows: $(PACKAGER)/ready
	@nice -n 10 $(PACKAGER)/bin/python -m lab.packages.windows_build $(KINDS) --twice $(SIGNED) $(CERTIFIED) $(if $(ORGANISATION),--organisation "$(ORGANISATION)")
endif

# The folders of `make package-windows`, tried under Wine in a window; writes out/package-windows-report.md and pictures beside. Needs Xvfb and xdotool.
package-windows-try: $(READY)
	@$(BIN)/python tests/try_windows.py out/packages-windows/envol-*[0-9] --report out/package-windows-report.md

# Apart from .venv: what goes into a folder is this environment, from a lock of its own.
$(PACKAGER)/ready: requirements/package.txt
	@echo "Envol: setting up $(PACKAGER), once (a minute or two)"
	@$(PYTHON) -m venv $(PACKAGER)
	@$(PACKAGER)/bin/python -m pip --disable-pip-version-check install -q --require-hashes --no-deps --no-compile -r requirements/package.txt
	@touch $(PACKAGER)/ready

# The environment is made once, and again when what it depends on changes. The lock is whole: nothing is looked for beside it. pip compiles one file
# after the other: what is used is compiled here on every processor, the rest when it is first asked for (mypy comes compiled to machine code).
$(READY): requirements/lock.txt requirements/pages.txt pyproject.toml
	@echo "Envol: setting up .venv, once (a minute or two)"
	@$(PYTHON) -m venv .venv
	@$(PIP) install -q --require-hashes --no-deps --no-compile -r requirements/lock.txt
	@$(PIP) install -q --require-hashes --no-deps --no-compile -r requirements/pages.txt
	@$(BIN)/python -m compileall -q -j 0 -x '/(tests?|testing)/|/pip/|/mypyc?/|/dask/|/distributed/' .venv/lib
	@PYTHONWARNINGS=ignore $(PIP) install -q --no-deps --no-build-isolation -e .
	@touch $(READY)

clean:
	rm -rf .venv build out *.egg-info
