# Everything one does with the template. `make` alone prints the list.
# Needs Python 3.11 or newer, git and make; all else goes into build/, made by itself when missing.

PYTHON ?=
ARGS ?=
BUILD := $(CURDIR)/build
BIN := $(BUILD)/venv/bin
INSTALLED := $(BUILD)/venv/installed-$(shell cksum < requirements.txt | cut -d ' ' -f 1)
# The generated project, where it stands, and the one environment that all bakes of it share.
PROJECT := <<cookiecutter.project_slug>>
PROJECT_VENV := $(BUILD)/project-venv
DEMO := $(BUILD)/demo

.DEFAULT_GOAL := help
.PHONY: help demo test check bench dist lock clean
MAKEFLAGS += --no-print-directory
# Running the project where it stands leaves nothing behind in it.
export PYTHONDONTWRITEBYTECODE := 1
export RUFF_CACHE_DIR := $(BUILD)/ruff
export MYPY_CACHE_DIR := $(BUILD)/mypy

help: ## print this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## /{printf "  make %-6s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

demo: $(INSTALLED) ## generate a project into build/ and serve it with its sandbox (PORT=8000)
	@rm -rf "$(DEMO)"
	@$(BIN)/cookiecutter . --no-input --output-dir "$(DEMO)" > /dev/null
	@$(MAKE) -C "$(DEMO)"/* run VENV="$(PROJECT_VENV)"

test: check ## check, then bake every supported combination of answers and test what comes out
	@$(BIN)/python -m pytest -n 2 --dist worksteal $(ARGS)

check: $(INSTALLED) ## style and types, of the template and of the project where it stands
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy hooks tests tools
	@$(MAKE) -C "$(PROJECT)" setup lint VENV="$(PROJECT_VENV)"

bench: $(INSTALLED) ## what generating costs, against an empty template
	@$(BIN)/python -m tools.bench

dist: $(INSTALLED) ## write the template to dist/ as a zip with conventional delimiters
	@$(BIN)/python -m tools.dist

lock: $(INSTALLED) ## compile all lock files again, the template's and the project's
	@$(BIN)/python -m tools.lock

clean: ## remove build/ and dist/
	rm -rf "$(BUILD)" dist

$(INSTALLED):
	@python=$$(for candidate in $(PYTHON) python3.13 python3.12 python3.11 python3; do \
	  if $$candidate -c 'import ensurepip, sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; \
	  then echo "$$candidate"; break; fi; done); \
	if [ -z "$$python" ]; then \
	  echo "No Python 3.11 or newer with venv was found. Install one (on Debian and Ubuntu:" >&2; \
	  echo "apt-get install python3 python3-venv) or name it: make $(MAKECMDGOALS) PYTHON=/path/to/python3" >&2; \
	  exit 1; fi; \
	echo "Installing the template's tools into build/venv with $$python; once."; \
	"$$python" -m venv --clear "$(BUILD)/venv"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements.txt
	@touch "$@"
