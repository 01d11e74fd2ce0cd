# make demo: from a fresh clone to the example's consequence graph.   make test: everything that a change must pass.

EXAMPLE := Examples/CustomerPlatform
SWIFT ?= swift

PREFIX ?= /usr/local
# All libraries inside the tool: it starts in a third of the time, and runs where no Swift is.
STATIC := $(if $(filter Linux,$(shell uname)),--static-swift-stdlib -Xswiftc -static-executable)

.PHONY: help demo install test needs unit acceptance fuzz generated diagnostics format clean

help:
	@echo "make demo        install what is missing, build, run the customer platform on a SQLite log"
	@echo "make install     build the tool for release and copy it to $(PREFIX)/bin; PREFIX=DIR for elsewhere"
	@echo "make test        install what is missing, build, run every test"
	@echo "make unit        the package's own tests alone"
	@echo "make acceptance  the tests that build packages"
	@echo "make fuzz        fuzz the front end for a minute; SECONDS=3600 PROCESSES=2 for longer"
	@echo "make generated   write the example's Generated/ anew"
	@echo "make diagnostics write Docs/DIAGNOSTICS.md anew"
	@echo "make format      format the .intent files of the repository"
	@echo "make clean       remove what was built"

needs:
	@.ci/install

demo: needs
	@$(SWIFT) build --package-path $(EXAMPLE)
	@cd $(EXAMPLE) && .build/debug/CustomerPlatform

install: needs
	$(SWIFT) build -c release $(STATIC) --product intent
	install -d "$(DESTDIR)$(PREFIX)/bin"
	install -m 755 "$$($(SWIFT) build -c release $(STATIC) --show-bin-path)/intent" "$(DESTDIR)$(PREFIX)/bin/intent"

test: needs unit acceptance

unit: needs
	$(SWIFT) test --build-system native

# Whole packages, built as a user builds them, in temporary directories.
acceptance: needs
	$(SWIFT) build --build-system native --product intent
	.build/debug/intent fmt --check Examples Tests/Acceptance
	Tests/Acceptance/reports.sh
	Tests/Acceptance/builds.sh
	Tests/Acceptance/new.sh
	Tests/Acceptance/example.sh
	$(SWIFT) test --package-path Examples/Domains --build-system native
	$(SWIFT) build --package-path Benchmarks

fuzz:
	Tests/Fuzz/run $(or $(SECONDS),60) $(or $(PROCESSES),1)

generated: needs
	$(SWIFT) package --package-path $(EXAMPLE) --allow-writing-to-package-directory generate-intent

# The page of the diagnostics' codes; a test holds it up to date.
diagnostics: needs
	$(SWIFT) run intent explain --markdown > Docs/DIAGNOSTICS.md

format: needs
	$(SWIFT) run intent fmt Examples

clean:
	$(SWIFT) package clean
	$(SWIFT) package --package-path $(EXAMPLE) clean
