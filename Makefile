# The front door. Everything a command needs is installed by it; nothing outside this folder changes.
.DEFAULT_GOAL := help
.PHONY: help demo devnet test fix bench docs clean

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
UV := uv==0.13.9

help: ## show this list
	@sed -n 's/^\([a-z]*\):.*## /\1\t/p' $(MAKEFILE_LIST)

$(VENV)/ready: pyproject.toml uv.lock
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet "$(UV)"
	$(BIN)/uv sync --frozen --quiet
	touch $@

demo: $(VENV)/ready ## start the devnet, check usdkg and kgst against it, print both reports and write them as pages
	@$(BIN)/python -m tests.devnet demo

devnet: $(VENV)/ready ## keep the devnet running and print a ready stableaudit.toml
	@$(BIN)/python -m tests.devnet serve

test: $(VENV)/ready ## the whole quality gate
	$(BIN)/nox

fix: $(VENV)/ready ## format and repair what can be repaired
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

bench: $(VENV)/ready ## measure the budgets of docs/benchmarks.md
	$(BIN)/python -m bench

docs: $(VENV)/ready ## build docs/ as a site, into site/; any warning ends it
	$(BIN)/zensical build --strict --clean

clean: ## remove what make has made
	rm -rf $(VENV) .tools reports .nox .bench .cache site dist .mypy_cache .ruff_cache .pytest_cache .hypothesis
