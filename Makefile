# make demo: from a fresh clone to the example's consequence graph.   make test: everything that a change must pass.

EXAMPLE := Examples/CustomerPlatform
SWIFT ?= swift

.PHONY: help demo test needs unit generated example acceptance format clean

help:
	@echo "make demo        install what is missing, build, run the customer platform on a SQLite log"
	@echo "make test        install what is missing, build, run every test"
	@echo "make unit        the package's own tests alone"
	@echo "make acceptance  the tests that build packages"
	@echo "make generated   write the example's Generated/ anew"
	@echo "make format      format the .intent files of the repository"
	@echo "make clean       remove what was built"

needs:
	@.ci/install

demo: needs
	@$(SWIFT) build --package-path $(EXAMPLE)
	@cd $(EXAMPLE) && .build/debug/CustomerPlatform

test: needs unit example acceptance

unit: needs
	$(SWIFT) test --build-system native

# The example as a user builds it, under both build systems, and its committed Swift.
example: needs unit
	.build/debug/intent fmt --check Examples
	$(SWIFT) build --build-system native --package-path $(EXAMPLE)
	$(SWIFT) package --package-path $(EXAMPLE) --allow-writing-to-package-directory generate-intent --check
	Tests/Acceptance/example.sh native
	$(SWIFT) build --build-system swiftbuild --package-path $(EXAMPLE)
	Tests/Acceptance/example.sh swiftbuild

acceptance: needs
	Tests/Acceptance/builds.sh
	Tests/Acceptance/new.sh

generated: needs
	$(SWIFT) package --package-path $(EXAMPLE) --allow-writing-to-package-directory generate-intent

format: needs
	$(SWIFT) run intent fmt Examples

clean:
	$(SWIFT) package clean
	$(SWIFT) package --package-path $(EXAMPLE) clean
