# Everything one does with the template. `make` alone prints the list.
# Needs Python 3.11 or newer, git and make; all else goes into build/, made by itself when missing.

ARGS ?=
VENV := build/venv
BIN := $(VENV)/bin
INSTALLED := $(VENV)/installed-$(shell cat requirements.txt | cksum | cut -d ' ' -f 1)
# The generated project, where it stands. All bakes of it share build/project-venv, or the other.
PROJECT := <<cookiecutter.project_slug>>

.DEFAULT_GOAL := help
.PHONY: help demo test check update first-hour picture bench dist lock clean
MAKEFLAGS += --no-print-directory
# Running the project where it stands leaves nothing behind in it.
export PYTHONDONTWRITEBYTECODE := 1
export RUFF_CACHE_DIR := $(CURDIR)/build/ruff
export MYPY_CACHE_DIR := $(CURDIR)/build/mypy

help: ## print this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## /{printf "  make %-10s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

demo: $(INSTALLED) ## generate a project into build/ and serve it with its sandbox (PORT=8000)
	@rm -rf build/demo
	@$(BIN)/cookiecutter . --no-input --output-dir build/demo > /dev/null
	@$(MAKE) -C build/demo/* run VENV=../../project-venv

test: check ## check, then bake every supported combination of answers and test what comes out
	@$(MAKE) -C "$(PROJECT)/options/celery" -f ../../Makefile setup VENV=../../../build/project-venv-celery
	@$(BIN)/python -m pytest -n 2 --dist worksteal $(ARGS)

check: $(INSTALLED) ## style and types, of the template and of the project where it stands
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy hooks tests tools
	@$(MAKE) -C "$(PROJECT)" setup lint VENV=../build/project-venv

update: $(INSTALLED) ## bring this version's changes into a project generated earlier (OF=../my-marketplace)
	@$(BIN)/python -m tools.update $(OF) $(if $(FROM),--from $(FROM))

first-hour: $(INSTALLED) ## a newcomer's way to the first confirmed payment, with a clock (needs Chromium)
	@$(BIN)/python -m tools.first_hour

picture: ## take the README's picture again, with the browser of the project's tests
	@$(MAKE) -C "$(PROJECT)" setup VENV=../build/project-venv
	@cd "$(PROJECT)" && SCREENSHOTS="$(CURDIR)/docs" ../build/project-venv/bin/python -m pytest -q \
	  -p no:cacheprovider tests/browser/test_operators.py -k story

bench: $(INSTALLED) ## what generating costs, against an empty template
	@$(BIN)/python -m tools.bench

dist: $(INSTALLED) ## write the template to dist/ as a zip with conventional delimiters
	@$(BIN)/python -m tools.dist

lock: $(INSTALLED) ## compile all lock files again, the template's and the project's
	@$(BIN)/python -m tools.lock

clean: ## remove build/ and dist/
	rm -rf build dist

$(INSTALLED):
	@$(MAKE) -f "$(PROJECT)/Makefile" setup VENV=$(VENV) LOCKS=requirements.txt
