# One task runner. `make demo` and `make test` set everything up by themselves.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
INSTALLED := $(VENV)/.installed
READY := $(VENV)/.ready

.PHONY: demo test lint types contracts check format docs template bench long mutants campaign clean

demo: $(INSTALLED)  ## the main job on the shipped messy example
	$(BIN)/leadsorted demo leadsorted-demo --force

test: $(READY)  ## every test
	$(BIN)/python -m pytest -q -n auto

lint: $(READY)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(READY)
	$(BIN)/mypy

contracts: $(READY)
	$(BIN)/lint-imports

check: test lint types contracts  ## what has to pass before a change is taken

format: $(READY)
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

docs: $(READY)  ## the tables of README.md and docs/columns.md
	$(BIN)/python -m leadsorted_sheets.frontends.docs

template: $(READY)  ## rebuild templates/leads.xlsx from the schema
	$(BIN)/python -m leadsorted_sheets.template.build templates/leads.xlsx templates/leads.csv

bench: $(READY)  ## the tables of docs/benchmarks.md, measured on this machine
	$(BIN)/python -m benchmarks.run
	$(BIN)/python -m benchmarks.lifecycle
	$(BIN)/python -m benchmarks.fairness
	$(BIN)/python -m benchmarks.google

long: $(READY)  ## the laws with many more examples
	HYPOTHESIS_PROFILE=long $(BIN)/python -m pytest -q -n auto

MUTANTS ?=
mutants: $(READY)  ## hours: do the tests notice a change of core/dedupe? docs/duplicates.md; MUTANTS='*.dedupe.tiers.*' for one module
	$(BIN)/python -m pip install --quiet 'mutmut>=3.8'
	HYPOTHESIS_PROFILE=mutants $(BIN)/mutmut run $(if $(MUTANTS),'$(MUTANTS)')
	$(BIN)/mutmut results

HISTORIES ?= 10000
MINUTES ?= 60
KILLS ?= 450
FIRST ?= 0
campaign: $(READY)  ## ten thousand syncs' histories with everything going wrong; docs/campaign.md
	$(BIN)/python -m tests.sync.campaign --histories $(HISTORIES) --minutes $(MINUTES) --kills $(KILLS) --first $(FIRST)

clean:
	rm -rf $(VENV) leadsorted-demo .pytest_cache .mypy_cache .ruff_cache .hypothesis mutants

$(READY): $(INSTALLED)
	$(BIN)/python -m pip install --quiet --editable '.[dev]'
	touch $@

$(INSTALLED): pyproject.toml
	$(PYTHON) -c 'import sys; sys.exit("Python 3.11 or newer is needed; this is " + sys.version.split()[0] + ". Try: make PYTHON=python3.12") if sys.version_info < (3, 11) else None'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --upgrade pip
	$(BIN)/python -m pip install --quiet --editable .
	touch $@
