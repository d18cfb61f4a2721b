# Two commands do all the set-up by themselves: `make play` and `make test`.
PYTHON ?= python3
BIN := .venv/bin
READY := .venv/ready
PIP := $(BIN)/python -m pip --disable-pip-version-check

.PHONY: play test demo check bench pictures studies mutants clean
play: $(READY)
	@$(BIN)/envol play

test: $(READY)
	@$(BIN)/ruff check .
	@$(BIN)/mypy
	@$(BIN)/python -m pytest -n 2 --dist worksteal

demo: $(READY)
	@$(BIN)/envol demo --players 7 --seed 1 --traces out/traces --pictures out/pictures --db out/demo.db

check: $(READY)
	@$(BIN)/envol check

bench: $(READY)
	@$(BIN)/envol bench
	@$(BIN)/envol bench scoring
	@$(BIN)/envol bench match
	@$(BIN)/envol bench fair

# The pictures of the README, from real screens.
pictures: $(READY)
	@$(BIN)/python -m lab.readme

# Slow: coverage, flips, tables, circuit, robots, null players, kills; writes docs/studies.md and its charts.
studies: $(READY)
	@$(BIN)/python -m lab.studies

# Slow: thousands of workshops spoilt at random; nothing may break the check, and what it lets through plays and scores.
mutants: $(READY)
	@ENVOL_MUTANTS=3400 $(BIN)/python -m pytest tests/test_mutants.py -k survives

# The environment is made once, and again when what it depends on changes.
$(READY): requirements/lock.txt pyproject.toml
	@echo "Envol: setting up .venv, once (a minute or two)"
	@$(PYTHON) -m venv .venv
	@$(PIP) install -q --require-hashes -r requirements/lock.txt
	@PYTHONWARNINGS=ignore $(PIP) install -q --no-deps --no-build-isolation -e .
	@touch $(READY)

clean:
	rm -rf .venv build out *.egg-info
