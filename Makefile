# The two commands most people need:
#
#   make run     set Backline up here and start it
#   make test    set the tests up here and run every check
#
# `make help` lists the rest. Nothing is installed outside .venv, but for `make test` on
# Debian as root, which adds the programs in tools/test-programs.sh.

PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
PIP    := $(BIN)/python -m pip --disable-pip-version-check
# Python compiles what it uses, when it uses it; compiling everything takes longer than the rest.
INSTALL := $(PIP) install --quiet --no-compile -c constraints.txt
# So it must be let: otherwise every program started anew compiles all it uses once more.
unexport PYTHONDONTWRITEBYTECODE

# Arguments for the command being run, for example: make run ARGS="--port 9000"
ARGS ?=

# What of the tests keeps a journal.
PG_TESTS := tests/journal tests/daily tests/web tests/report/progress

RUN_STAMP  := $(VENV)/.stamp-run
TEST_STAMP := $(VENV)/.stamp-test
MODELS     := backline/vision/models
MODEL_FILES := $(MODELS)/pose_detection.tflite $(MODELS)/pose_landmark_full.tflite
RECIPE     := pyproject.toml constraints.txt hatch_build.py backline/vision/model_files.py

# The model's files can go missing while the stamps stay; then the build hook must run again.
ifneq ($(words $(wildcard $(MODEL_FILES))),2)
MISSING_MODEL := missing-model
endif

.PHONY: help run install test tests test-postgresql unit lint format accuracy bench pages messages clean missing-model
.DEFAULT_GOAL := help

help:  ## list the commands
	@grep -E '^[a-z-]+:.*##' Makefile | sed -E 's/^([a-z-]+):.*## /  make \1\t/' | expand -t 26

run: $(RUN_STAMP)  ## set Backline up here and start it
	@$(BIN)/backline $(ARGS)

install: $(RUN_STAMP)  ## set Backline up here without starting it

# The checks of style and types use one processor: they run while the tests wait for browsers.
test: $(TEST_STAMP)  ## every check and every test
	@./tools/test-programs.sh
	@$(MAKE) --no-print-directory -j 2 tests lint

tests: $(TEST_STAMP)
	$(BIN)/python -m pytest -n 2 --dist loadfile $(ARGS)

test-postgresql: $(TEST_STAMP)  ## the tests that keep a journal, all in PostgreSQL
	@./tools/test-programs.sh
	$(BIN)/python -m pytest -n 2 --dist loadfile --database=postgresql $(PG_TESTS) $(ARGS)

unit: $(TEST_STAMP)  ## the fast tests only
	$(BIN)/python -m pytest -m "not slow and not browser" $(ARGS)

lint: $(TEST_STAMP)  ## style, types and the borders between rooms
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo

format: $(TEST_STAMP)  ## put the source into the house style
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

accuracy: $(RUN_STAMP)  ## measure how right Backline is; rewrites docs/accuracy.md
	$(BIN)/python -m backline.accuracy $(ARGS)

pages: $(RUN_STAMP)  ## write docs/exercises anew, with its pictures
	$(BIN)/python -m tools.exercise_pages $(ARGS)

messages: $(RUN_STAMP)  ## collect all texts for translation
	$(BIN)/python -m tools.messages

bench: $(RUN_STAMP)  ## measure how fast Backline is
	$(BIN)/python -m backline.accuracy.bench $(ARGS)

clean:  ## remove everything the other commands made
	rm -rf $(VENV) build dist out .mypy_cache .pytest_cache .ruff_cache .hypothesis \
		.import_linter_cache $(MODELS)/*.tflite $(MODELS)/LICENSE.mediapipe
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

$(BIN)/python:
	@command -v $(PYTHON) >/dev/null 2>&1 || { \
		echo "Backline needs Python 3.11 or newer; there is no '$(PYTHON)' here."; \
		echo "Install Python, or name one: make PYTHON=/path/to/python3.12"; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
		echo "Backline needs Python 3.11 or newer; '$(PYTHON)' is $$($(PYTHON) --version 2>&1)."; \
		echo "Name a newer one: make PYTHON=/path/to/python3.12"; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { \
		echo "'$(PYTHON)' can't make a virtual environment: a part of it is not installed."; \
		echo "On Debian or Ubuntu: apt-get install python3-venv"; exit 1; }
	@echo "Making $(VENV)"
	@rm -rf $(VENV)
	@$(PYTHON) -m venv $(VENV) || { rm -rf $(VENV); exit 1; }

$(RUN_STAMP): $(BIN)/python $(RECIPE) $(MISSING_MODEL)
	@echo "Installing Backline (a few minutes the first time)"
	@$(INSTALL) -e .
	@touch $@

$(TEST_STAMP): $(BIN)/python $(RECIPE) $(MISSING_MODEL)
	@echo "Installing Backline and the test tools (a few minutes the first time)"
	@$(INSTALL) -e '.[test]'
	@touch $(RUN_STAMP) $@
