# make demo   set up and run the main job on the built-in QuickBooks and Clio twins
# make test   set up and run all tests
# make check  everything a reviewer asks for: format, lint, types, layers, generated files, tests
# make soak   crash an apply at every point, and run ten thousand random runs with failures (an hour or so)
# make bench  measure requests, time and memory, and write benchmarks/RESULTS.md
# make mutants  put deliberate defects into the twins one by one; each must make a test fail

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed
FOREIGN := $(VENV)/foreign/.fetched

.PHONY: demo test check setup format generate bench soak mutants clean

demo: setup
	@$(BIN)/provisioner demo

test: setup $(FOREIGN)
	@$(BIN)/python -m pytest -n auto

check: setup $(FOREIGN)
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/codespell
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m provisioner.cli.generate --check
	$(BIN)/python -m pytest -n auto

format: setup
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

generate: setup
	$(BIN)/python -m provisioner.cli.generate

bench: setup
	$(BIN)/python benchmarks/run.py

soak: setup $(FOREIGN)
	$(BIN)/python tests/reliability/soak.py

mutants: setup $(FOREIGN)
	$(BIN)/python tests/mutants/run.py
	$(BIN)/python -m provisioner.cli.generate

setup: $(STAMP)

$(STAMP): requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
	  echo "Python 3.11 or newer is needed; '$(PYTHON)' is $$($(PYTHON) --version 2>&1)."; \
	  echo "Name another one like this:"; echo "    make PYTHON=python3.12 $(MAKECMDGOALS)"; exit 1; }
	@$(PYTHON) -c 'import venv, ensurepip' 2>/dev/null || { \
	  echo "This Python has no 'venv' module, which keeps our packages apart from yours."; \
	  echo "On Debian or Ubuntu, install it and try again:"; echo "    sudo apt-get install python3-venv"; exit 1; }
	@echo "Setting up in $(VENV) (once; about a minute) ..."
	@$(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $(STAMP)

# Client libraries that nobody here wrote, with their own tests: only `test` and `check` need them.
$(FOREIGN): $(STAMP) tests/foreign/fetch.py tests/foreign/tools.txt tests/foreign/qbo/suite.txt \
    tests/foreign/clio/client.txt tests/foreign/node/package.json tests/foreign/node/package-lock.json \
    tests/browser/fetch.py
	@echo "Fetching other people's QuickBooks and Clio clients into $(VENV) (once; about a minute) ..."
	@$(BIN)/python tests/foreign/fetch.py
	@$(BIN)/python tests/browser/fetch.py
	@touch $@

clean:
	rm -rf $(VENV) build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis
