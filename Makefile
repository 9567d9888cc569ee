# Every command a person needs; the steps behind them are in .ci/.
.DEFAULT_GOAL := help
.PHONY: help setup run check test axe faults bench screenshots lock messages format clean

help: ## says this
	@sed -n 's/^\([a-z]*\):.*## /  make \1\t/p' $(MAKEFILE_LIST) | expand -t 20

setup: ## prepares .venv, node_modules, translations and assets (the others do it by themselves)
	@.ci/setup

run: ## sets up, migrates, seeds an empty database with demo data and serves it (PORT, 8000 unless set)
	@.ci/serve

check: ## the quick part of the gate: style, types, layers, templates, scripts, quick tests on SQLite
	@.ci/setup
	@.ci/gate check

test: ## the whole gate: that, all tests on SQLite and on PostgreSQL, and the browser's
	@.ci/setup gate
	@.ci/gate test

axe: ## every page by axe in both languages, light and dark, on phone and desk
	@.ci/setup gate
	@.ci/gate axe

screenshots: ## takes the pictures in docs/ anew, from a fresh demo
	@.ci/setup gate
	@.ci/gate screenshots

faults: ## forms sent under faults at random, with kills on both sides (N=50 of them, SEED=1)
	@.ci/setup gate
	@.ci/gate faults $(or $(N),50) $(or $(SEED),1)

bench: ## measures the figures, as text and into var/bench/ (PART=bytes, cold, start, queue or accept: that one alone)
	@.ci/setup gate
	@PYTHONPATH=. .venv/bin/python -m tests.bench $(PART)

lock: ## writes the lock files anew after a change of pyproject.toml or package.json (UPGRADE=1: newest versions)
	@.ci/setup
	@.ci/lock

messages: ## collects the words of code and templates into the translations, and compiles them
	@.ci/setup
	@.venv/bin/python .ci/messages.py update

format: ## formats Python and mends what the linter can
	@.ci/setup
	@.venv/bin/ruff check --fix-only .
	@.venv/bin/ruff format .

clean: ## removes what set-up made; the data in var/ stays
	rm -rf .venv node_modules static/dist var/cache var/log var/stamps
	find app -name '*.mo' -delete
