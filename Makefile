# The commands of daily work; `make` alone lists them.
#
# They need Python 3.11 or newer, make and git. Everything is installed into .venv inside the project, in the
# exact versions of constraints.txt, and again only when pyproject.toml or constraints.txt has changed.

DATA ?= ./var
PORT ?= 8080
PYTHON ?= python3 python3.11 python3.12 python3.13 python3.14
QUIET ?= -qq

BIN := .venv/bin
PIP := $(BIN)/python -m pip $(QUIET) --disable-pip-version-check --no-input
# Ready-made wheels only: where one is missing, pip says so instead of looking for a compiler.
INSTALL := $(PIP) install --only-binary :all: --constraint constraints.txt --build-constraint constraints.txt
OR_EXPLAIN := || { echo 'pip has failed. Is the package index reachable? With QUIET= at the end of the same'; \
	echo 'make command pip tells all that it does.'; exit 1; }
EVERYTHING := --editable '.[postgres]' --group lint --group test
FOR_RUNNING := .venv/.installed-for-running
FOR_DEVELOPMENT := .venv/.installed-for-development

# An environment that was moved or copied from elsewhere, or whose Python is gone, is made anew.
HEALTHY := $(shell grep -sqF ' $(CURDIR)/.venv' .venv/pyvenv.cfg && $(BIN)/python -c '' 2>/dev/null && echo yes)

# Pages are tested in the Chromium of the system. Where it is missing and may be installed, it is; elsewhere those
# tests are reported as skipped.
BROWSER := for name in chromium chromium-browser google-chrome-stable google-chrome; do \
		command -v $$name >/dev/null && exit 0; \
	done; \
	if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
		echo 'Installing Chromium ...'; \
		(apt-get update -qq; apt-get install -y -qq --no-install-recommends chromium) >/dev/null 2>&1 \
			|| echo 'Chromium could not be installed; the tests in a browser are skipped.'; \
	fi

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: always bench clean fmt help lock run test

step = printf '\n== %s\n' "$(1)"

help: ## List these commands
	@echo 'Open Credential Registry'
	@echo
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-8s %s\n", $$1, $$2 }' $(firstword $(MAKEFILE_LIST))
	@echo
	@echo 'Options: DATA=folder and PORT=number for run, TESTS="paths or options" for test,'
	@echo '         BENCH="options" for bench; PYTHON=python3.12 and QUIET= for the installation'

run: $(FOR_RUNNING) ## Start a registry with demonstration data at http://127.0.0.1:8080
	@$(BIN)/opencredreg up --data "$(DATA)" --port "$(PORT)"

test: $(FOR_DEVELOPMENT) ## Check format, style, types and layers, and run every test on both databases
	@$(call step,Format: ruff format)
	@$(BIN)/ruff format --check .
	@$(call step,Style: ruff check)
	@$(BIN)/ruff check .
	@$(call step,Types: mypy)
	@$(BIN)/mypy
	@$(call step,Layers: import-linter)
	@$(BIN)/lint-imports --no-logo
	@$(call step,Tests on SQLite and PostgreSQL and in a browser: pytest)
	@$(BROWSER)
	@$(BIN)/python -m pytest $(TESTS)

bench: $(FOR_DEVELOPMENT) ## Measure the speed of this machine and code
	@$(BIN)/python -m benchmarks $(BENCH)

fmt: $(FOR_DEVELOPMENT) ## Format the code and repair what can be repaired without thinking
	@$(BIN)/ruff check --fix-only --quiet .
	@$(BIN)/ruff format .

# The oldest supported Python needs the most libraries, so the lock is made with Python 3.11.
lock: .venv/pyvenv.cfg ## Choose the newest versions of all libraries and write constraints.txt
	@$(BIN)/python -c 'import sys; sys.exit(sys.version_info[:2] != (3, 11))' \
		|| { echo 'make lock needs Python 3.11: make clean, then make lock PYTHON=python3.11'; exit 1; }
	@echo 'Asking the package index for the newest versions ...'
	@$(PIP) install --upgrade pip
	@$(PIP) install --upgrade --dry-run --ignore-installed --only-binary :all: \
		--report .venv/lock.json $(EVERYTHING) hatchling pip
	@$(BIN)/python -c 'import json; \
		found = [item["metadata"] for item in json.load(open(".venv/lock.json"))["install"] \
			if "dir_info" not in item["download_info"]]; \
		print(*map("==".join, sorted((item["name"].lower(), item["version"]) for item in found)), sep="\n")' \
		> constraints.txt
	@echo 'constraints.txt is new; make test installs and tries it.'

clean: ## Remove the environment and all caches; data folders stay
	@rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis build dist
	@find src tests tools benchmarks -name __pycache__ -type d -prune -exec rm -rf {} + 2>/dev/null || true

$(FOR_RUNNING): .venv/pyvenv.cfg pyproject.toml constraints.txt
	@echo 'Installing opencredreg and its libraries into .venv (this time only; about a minute) ...'
	@$(PIP) install --constraint constraints.txt pip $(OR_EXPLAIN)
	@$(INSTALL) --editable . $(OR_EXPLAIN)
	@touch $@
	@echo 'Installed.'

$(FOR_DEVELOPMENT): .venv/pyvenv.cfg pyproject.toml constraints.txt
	@echo 'Installing opencredreg, its libraries and the tools of development into .venv'
	@echo '(this time only; one to three minutes) ...'
	@$(PIP) install --constraint constraints.txt pip $(OR_EXPLAIN)
	@$(INSTALL) $(EVERYTHING) $(OR_EXPLAIN)
	@touch $(FOR_RUNNING) $@
	@echo 'Installed.'

.venv/pyvenv.cfg: $(if $(HEALTHY),,always)
	@for name in $(PYTHON); do \
		if "$$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then \
			python="$$name"; break; \
		fi; \
	done; \
	if [ -z "$$python" ]; then \
		echo 'Python 3.11 or newer is needed, and none of these is one: $(PYTHON)'; \
		echo 'Install it, or name it: make PYTHON=/path/to/python3.12 ...'; \
		exit 1; \
	fi; \
	if ! "$$python" -c 'import ensurepip, venv' 2>/dev/null; then \
		echo "$$python comes without the modules venv and ensurepip, which set up an environment."; \
		echo 'On Debian and Ubuntu the package python3-venv holds them: apt install python3-venv'; \
		exit 1; \
	fi; \
	echo "Creating .venv with $$("$$python" --version) ..."; \
	"$$python" -m venv --clear '$(CURDIR)/.venv'

always:
