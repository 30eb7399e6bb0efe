# Two commands for a newcomer: `make demo` and `make test`. Both need Python 3.11 and this checkout, nothing else.
PYTHON ?= $(shell command -v python3.11 || command -v python3)
VENV := .venv
UV_VERSION := 0.13.9
export UV_PYTHON_DOWNLOADS := never
export UV_PROJECT_ENVIRONMENT := $(VENV)

.PHONY: help demo test drills quality check format clean setup
.DEFAULT_GOAL := help

help:
	@echo "make demo    two nights of the sample newsroom through Airflow, then the incidents"
	@echo "make test    all tests but the drills"
	@echo "make drills  the tests that take long: kills, crashed publishes, whole nights, schedulers"
	@echo "make quality how well it reads, beside a naive reader; fails below the pinned floors"
	@echo "make check   what CI runs: lint, types, import rules, docs, tests"
	@echo "make format  rewrite the sources as ruff likes them"
	@echo "make clean   remove the environment and everything that runs produced for the demo"

setup: $(VENV)/.ready

$(VENV)/.ready: pyproject.toml uv.lock
	@$(PYTHON) -c 'import sys; ok = sys.version_info[:2] == (3, 11); sys.exit(0 if ok else f"Python 3.11 is needed, {sys.executable} is {sys.version.split()[0]}; name one with: make PYTHON=/path/to/python3.11")'
	@echo "Setting up $(VENV), once: a minute or two, nothing outside this folder but the gazetteer in your cache."
	$(PYTHON) -m venv $(VENV)
	$(VENV)/bin/python -m pip install --quiet --disable-pip-version-check uv==$(UV_VERSION)
	# Compiled once: where Python may write no bytecode, each command would else compile all that it imports.
	$(VENV)/bin/uv sync --quiet --frozen --inexact --compile-bytecode --python $(VENV)/bin/python --all-groups \
		--no-group spark --all-extras
	$(VENV)/bin/nightdesk gazetteer
	@touch $@

demo: setup
	$(VENV)/bin/nightdesk demo

test: setup
	$(VENV)/bin/pytest -n auto --maxprocesses 4 --dist loadfile

drills: setup
	# Most of their time is waiting for servers: more processes than cores.
	$(VENV)/bin/pytest -m drill -n 4 --dist loadfile

quality: setup
	$(VENV)/bin/python benchmarks/extraction.py --check

check: setup
	$(VENV)/bin/ruff check .
	$(VENV)/bin/ruff format --check .
	$(VENV)/bin/mypy
	$(VENV)/bin/lint-imports
	$(VENV)/bin/nightdesk check --docs

format: setup
	$(VENV)/bin/ruff check --fix .
	$(VENV)/bin/ruff format .

clean:
	rm -rf $(VENV) data/demo
