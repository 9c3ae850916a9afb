# Every target does its own set-up: a fresh machine needs only Python 3.11 or newer with venv.
PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
export PIP_DISABLE_PIP_VERSION_CHECK := 1

.PHONY: run test check bench catalogue screenshots lock format clean

run: $(VENV)/.installed
	@$(BIN)/tutor

test: $(VENV)/.installed-dev
	$(BIN)/python -m pytest -n auto $(ARGS)

check: $(VENV)/.installed-dev
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/tutor content check

bench: $(VENV)/.installed-dev
	$(BIN)/python -m benchmarks $(ARGS)

catalogue: $(VENV)/.installed-dev
	$(BIN)/tutor content catalogue > docs/catalogue.md

screenshots: $(VENV)/.installed-dev
	$(BIN)/python scripts/screenshots.py

format: $(VENV)/.installed-dev
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

clean:
	rm -rf $(VENV) dist build .mypy_cache .ruff_cache .pytest_cache .hypothesis

# Without pins, a release of any dependency could break an unchanged program overnight.
lock:
	$(PYTHON) -m venv --clear build/lock
	build/lock/bin/python -m pip install --quiet "pip>=25.1"
	build/lock/bin/python -m pip install --quiet --editable . --group dev
	(sed -n '/^#/p' constraints.txt; build/lock/bin/python -m pip freeze --exclude-editable | sort -f) \
	  > build/constraints.txt
	mv build/constraints.txt constraints.txt

$(VENV)/.installed: pyproject.toml constraints.txt
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --constraint constraints.txt --editable ".[interchange]"
	@touch $@

# pip before 25.1 does not know dependency groups
$(VENV)/.installed-dev: pyproject.toml constraints.txt
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet "pip>=25.1"
	$(BIN)/python -m pip install --quiet --constraint constraints.txt --editable . --group dev
	@touch $(VENV)/.installed $@
