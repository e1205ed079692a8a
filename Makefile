# Every target is one or a few commands; `make help` lists them. What they need is checked and set up first.
#
# scripts/env sets the same environment for each call (folder of built things, compiler cache), so that nothing heavy
# is built twice.

STORE ?= store
BIND ?= 127.0.0.1:7878

SHELL := bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
.PHONY: help run build test check deny bench bless setup setup-checks

ENV := scripts/env
RAPPORTEUR := $(ENV) cargo run --release --locked --quiet --

help: ## This list
	@sed -n 's/^\([a-z]*\):[^#]*## \(.*\)/make \1\t\2/p' $(MAKEFILE_LIST) | expand -t 14

run: build ## Build everything, make the graph of the shipped corpus, serve it on http://127.0.0.1:7878
	$(RAPPORTEUR) build --store $(STORE)
	$(RAPPORTEUR) serve --store $(STORE) --bind $(BIND)

build: setup ## Build the program (release)
	$(ENV) cargo build --release --locked

test: check deny ## Every check and every test
	$(ENV) cargo test --locked

check: setup-checks ## Format, lints, documentation
	$(ENV) cargo fmt --check
	$(ENV) cargo clippy --locked --all-targets -- -D warnings
	RUSTDOCFLAGS=-Dwarnings $(ENV) cargo doc --no-deps --locked

deny: setup ## Licences, bans and sources of the dependencies (where cargo-deny is installed)
	@if $(ENV) cargo deny --version >/dev/null 2>&1; then \
		$(ENV) cargo deny --locked check licenses bans sources; \
	else \
		echo "cargo-deny is not installed, so deny.toml was not checked (cargo install --locked cargo-deny)"; \
	fi

bench: build ## Every budget of the project, beside its peers, in one run (about an hour; needs wrk)
	$(ENV) benches/budgets

bless: setup ## Renew the golden outputs of the tests from what the program says now; read the diff
	BLESS=1 $(ENV) cargo test --locked

setup:
	@$(ENV) scripts/setup

setup-checks:
	@$(ENV) scripts/setup --checks
