# Everything one does here, by name; `make` alone lists it.

PREFIX ?= /usr/local
DESTDIR ?=
ONLY ?=
SIZE ?=
DATABASE ?=
WORKERS ?=
# What people get is what is measured.
CLARION ?= $(RELEASE_BINARY)
SWIFT ?= swift

# SwiftPM does not police the rooms by itself: an import that Package.swift does not list must fail.
SWIFT_FLAGS := --explicit-target-dependency-import-check error
SOURCES := Package.swift Sources Channels Tests
DEMO := config/demo.yaml

# A static build shares nothing with a plain one, so each has a folder of its own.
RELEASE_FLAGS := $(SWIFT_FLAGS) --configuration release --static-swift-stdlib --scratch-path .build/static
RELEASE_BINARY := .build/static/release/clarion

# A test that hangs ends the run instead of holding it forever; a clean build on a small machine fits in twice.
TEST_TIMEOUT ?= 60m

# How many sheets bench-scan reads in each condition.
PAGES ?= 100

SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
.NOTPARALLEL:

# The crash reporter can wait forever on a pipe that nobody reads; set it to enable=yes to see where a crash was.
export SWIFT_BACKTRACE ?= enable=no

.PHONY: help
help: ## List what there is
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-12s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

.PHONY: setup
setup: ## Install the system packages that are missing
	@config/scripts/apt-install.sh build run

.PHONY: build
build: setup ## Build the program, for development
	$(SWIFT) build $(SWIFT_FLAGS) --product clarion

.PHONY: demo
demo: build ## Set up, build, and rehearse a sample call; what would go out lies in ./demo
	"$$($(SWIFT) build --show-bin-path)/clarion" --config $(DEMO) \
	    rehearse config/calls/rent-hearing.md --people config/people.csv --output demo

# One after the other: real servers and clients share the cores with the tests, and patience is part of what is tested.
.PHONY: test
test: ## Set up, build, and run every test
	@config/scripts/apt-install.sh build run test
	@config/scripts/run-tests.sh timeout --foreground --signal=INT --kill-after=30s $(TEST_TIMEOUT) \
	    $(SWIFT) test $(SWIFT_FLAGS) --no-parallel

# ROUNDS=n, ONLY=a part of a fault's name, ENGINE=sqlite|postgres|both, SEED=n of an earlier run.
.PHONY: torture
torture: ## Try every fault again and again, count what was lost or repeated, and print the table
	@config/scripts/apt-install.sh build run test
	@table="$$(mktemp)"; trap 'rm -f "$$table"' EXIT; code=0; \
	CLARION_TORTURE=full CLARION_TORTURE_TABLE="$$table" \
	    $(SWIFT) test $(SWIFT_FLAGS) --no-parallel --filter "TortureTests|RaceTests|CrowdTests" || code=$$?; \
	echo; cat "$$table"; exit "$$code"

# EXAMPLES=n requests for each operation in each phase; without it 50.
.PHONY: fuzz-api
fuzz-api: build ## Let schemathesis make up requests to the API, and hold the answers against its description
	@config/scripts/apt-install.sh fuzz
	config/scripts/fuzz-api.sh "$$($(SWIFT) build --show-bin-path)/clarion"

# Not among the tests: it fetches a browser, and validators from PyPI.
.PHONY: browse
browse: ## Walk through the pages in a real browser and look at each; pictures lie in ./browse
	@config/scripts/apt-install.sh build run browse
	$(SWIFT) build $(SWIFT_FLAGS) --product clarion
	@config/scripts/browse.sh "$$($(SWIFT) build --show-bin-path)/clarion" browse

.PHONY: bench-scan
bench-scan: ## Print sheets, scan them in software, and count how well they are read (PAGES=200 a condition)
	@config/scripts/apt-install.sh build run
	$(SWIFT) build $(RELEASE_FLAGS) --product ScanBench
	.build/static/release/ScanBench $(PAGES)

.PHONY: lint
lint: ## See whether the sources keep the format
	$(SWIFT) format lint --strict --recursive $(SOURCES)

.PHONY: samples
samples: build ## See whether the sample calls and settings are sound
	@clarion="$$($(SWIFT) build --show-bin-path)/clarion"; \
	echo "clarion check with config/clarion.yaml"; \
	CLARION_SECRET="$$(printf '%064d' 0)" "$$clarion" --config config/clarion.yaml check config/calls/coat-drive.md; \
	for call in config/calls/*.md; do \
	    echo "clarion check $$call"; \
	    "$$clarion" --config $(DEMO) check "$$call"; \
	done

.PHONY: check
check: lint test samples ## The one command before a commit: format, build without warnings, tests, samples

.PHONY: format
format: ## Put the sources into the format
	$(SWIFT) format --in-place --recursive $(SOURCES)

.PHONY: release
release: ## Build the program as it is installed: optimized, with Swift's libraries inside
	@config/scripts/apt-install.sh build run
	$(SWIFT) build $(RELEASE_FLAGS) --product clarion

.PHONY: install
install: release ## Install program, systemd unit and samples under PREFIX (default /usr/local)
	install -D -m 755 $(RELEASE_BINARY) "$(DESTDIR)$(PREFIX)/bin/clarion"
	install -d "$(DESTDIR)$(PREFIX)/lib/systemd/system" "$(DESTDIR)$(PREFIX)/share/clarion/calls"
	sed 's,/usr/local,$(PREFIX),g' config/clarion.service >"$(DESTDIR)$(PREFIX)/lib/systemd/system/clarion.service"
	install -m 644 config/clarion.yaml config/people.csv "$(DESTDIR)$(PREFIX)/share/clarion"
	install -m 644 config/calls/*.md "$(DESTDIR)$(PREFIX)/share/clarion/calls"
	install -D -m 644 -t "$(DESTDIR)$(PREFIX)/share/doc/clarion" README.md CHANGELOG.md LICENSE config/OPERATING.md

# Sizes and cases by the environment: make bench ONLY=email,import SIZE=small; DATABASE=postgres://… WORKERS=2.
.PHONY: bench
bench: ## Measure the program beside others of its kind; some 20 minutes, or SIZE=small; the table lies in ./bench.md
	@config/scripts/apt-install.sh build run bench
	$(SWIFT) build $(RELEASE_FLAGS) --product clarion
	$(SWIFT) build $(RELEASE_FLAGS) --product Bench
	@CLARION="$(CLARION)" ONLY="$(ONLY)" SIZE="$(SIZE)" DATABASE="$(DATABASE)" WORKERS="$(WORKERS)" \
	    REPORT=bench.md .build/static/release/Bench

.PHONY: clean
clean: ## Remove what was built and what the demo left
	rm -rf .build demo browse bench.md
