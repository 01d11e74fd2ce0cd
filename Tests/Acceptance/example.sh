#!/usr/bin/env bash
# The example as a user meets it, on a copy: builds, runs, goes on, is killed, and refuses what its spec forbids.
source "$(dirname "$0")/lib.sh"

package=$work/CustomerPlatform
mkdir "$package"
(cd "$root/Examples/CustomerPlatform" && tar cf - --exclude .build --exclude '*.sqlite*' .) | tar xf - -C "$package"
sed -i.bak "s|path: \"../..\"|path: \"$root\"|" "$package/Package.swift"
cd "$package"
sources=Sources/CustomerPlatform

# Changes one file, builds, which must fail, and puts the file back.
refuses() {
  cp "$sources/$1" "$work/original"
  sed -i.bak "$2" "$sources/$1" && rm "$sources/$1.bak"
  ! cmp -s "$sources/$1" "$work/original" || fail "nothing to change in $1"
  cp "$sources/$1" "$work/changed"
  fails swift build --build-system native
  cp "$work/original" "$sources/$1"
}

step "builds under native, and prints the graph with its one gap"
passes swift build --build-system native
says_not '\.swift:[0-9]+:[0-9]+: warning:'
passes .build/debug/CustomerPlatform --log demo.sqlite
says '^interaction\.created\(i1, customer: c1, type: call, sentiment: negative'
says '├─ must acknowledge_to_rep\(i1\) +within 5s +✗ gap'
says '✓ 46 → 42, below 45'
sed -n '/^interaction\.created(i1/,/^[0-9]* gaps*$/p;/^[0-9]* gaps*$/q' "$log" >"$work/graph"
[ "$(grep -c '✗ gap' "$work/graph")" -eq 1 ] || fail "the first graph should have exactly one gap"

step "leaves a log that sqlite3 reads, and goes on from it"
events() { sqlite3 demo.sqlite 'select count(*) from events'; }
before=$(events)
[ "$before" -gt 0 ] || fail "the log is empty"
passes .build/debug/CustomerPlatform --log demo.sqlite
[ "$(events)" -gt "$before" ] || fail "the second run appended nothing"

runs_page Examples/CustomerPlatform/README.md
runs_page Docs/RUNTIME-NOTES.md
says '^1\|intent\.configured\|'

step "a misspelt field is one error, at its place, with the name that was meant"
refuses customer_platform.intent '0,/)\.trend crosses/s//).trnd crosses/'
line=$(grep -n ')\.trnd crosses' "$work/changed" | cut -d: -f1)
says "customer_platform\.intent:$line:[0-9]+: error: .*trend"
[ "$(count '(error|warning):')" -eq 1 ] || fail "something else was reported"

step "a deleted handler is an error in Swift that names it"
refuses Desk.swift '/func logAlertEvent/,/^$/d'
says 'logAlertEvent'

step "assigning to a field of an immutable entity is an error in Swift"
refuses Desk.swift '$a\
func spoil(_ interaction: inout CustomerPlatform.Interaction) { interaction.sentiment = .positive }'
says "error: cannot assign to property: 'sentiment' is a 'let' constant"

step "Generated/ is what the specs mean"
passes swift package --allow-writing-to-package-directory generate-intent --check

step "killed at random moments, it ends with the same log"
passes swift test --build-system native

step "builds under swiftbuild, and runs"
passes retrying swift build --build-system swiftbuild
says_not '\.swift:[0-9]+:[0-9]+: warning:'
passes swift run --build-system swiftbuild --skip-build CustomerPlatform --log other.sqlite
says '├─ must acknowledge_to_rep\(i1\) +within 5s +✗ gap'
echo "example: passed"
