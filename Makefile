# Everything a person does with a checkout; "make help" lists it. Needs python3 (3.11 to 3.13) with venv, and pip.

PYTHON ?= python3
export PYTHON

BIN := .venv/bin
CODE := src tests benchmarks
# What the libraries' versions bear on, and no more: two minutes of tests.
LOWEST := tests/packaging tests/session tests/cli/test_cli.py tests/cli/test_cli_batch.py \
  $(addprefix tests/desktop/,shell measures test_scan_page.py) \
  $(addprefix tests/formats/,pedograph table footscan test_conformance.py test_registry.py test_opened.py)
SCANS := $(filter-out %.md,$(wildcard sample_scans/*))

.DEFAULT_GOAL := help
.NOTPARALLEL:
.PHONY: help run test test-lowest lock lint format samples docs benchmark mutants clean window-libraries drawing-libraries

help: ## Show this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-12s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

run: window-libraries demo/session.h5 ## Analyse the sample scans and open the application on them
	@scripts/open_demo.sh

test: lint ## Check everything: style, types, imports, tests
	@$(BIN)/pytest -n 2 --dist loadgroup

test-lowest: drawing-libraries .venv-lowest/installed .venv/installed-for-tests ## Run tests on the oldest libraries that are allowed
	@PEDOGRAPH_OTHER_PYTHON=$(CURDIR)/$(BIN)/python .venv-lowest/bin/pytest -n 2 --dist loadgroup $(LOWEST)

lint: drawing-libraries .venv/installed-for-tests ## Check style, types and imports only
	@$(BIN)/ruff check $(CODE)
	@$(BIN)/ruff format --check $(CODE)
	@$(BIN)/mypy
	@$(BIN)/lint-imports

format: .venv/installed-for-tests ## Put the code into the common form
	@$(BIN)/ruff check --fix $(CODE)
	@$(BIN)/ruff format $(CODE)

samples: .venv/installed ## Make the sample scans anew
	@$(BIN)/pedograph simulate sample_scans

lock: .venv/installed-for-tests ## Update the exact versions in requirements/
	@scripts/lock_python_packages.sh

docs: .venv/installed-for-tests ## Write docs/measures.md anew from the catalogue
	@$(BIN)/python -m pedograph.exports.measures_page docs/measures.md

benchmark: .venv/installed-for-tests ## Print how long reading and analysing take
	@$(BIN)/python benchmarks/speed.py

mutants: drawing-libraries .venv/installed-for-tests ## Change the code at random and count how often the tests notice
	@$(BIN)/python benchmarks/mutants.py

clean: ## Remove what make has made: environments, demo and caches
	@rm -rf .venv .venv-lowest demo build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	@find src tests benchmarks -name __pycache__ -type d -prune -exec rm -rf {} +

window-libraries:
	@scripts/install_system_packages.sh

drawing-libraries:
	@scripts/install_system_packages.sh offscreen

.venv/installed: pyproject.toml requirements/newest.txt
	@scripts/install_python_packages.sh run

.venv/installed-for-tests: pyproject.toml requirements/newest.txt
	@scripts/install_python_packages.sh test

.venv-lowest/installed: pyproject.toml requirements/lowest.txt
	@scripts/install_python_packages.sh lowest

# Made once: what a person saves into it is not written over ("make clean" takes it away).
demo/session.h5: | .venv/installed
	@mkdir -p demo
	@$(BIN)/pedograph analyze $(SCANS) --session demo/session.h5 --table demo/measures.csv
