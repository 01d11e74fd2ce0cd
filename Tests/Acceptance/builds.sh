#!/usr/bin/env bash
# What an author sees of the plugin: builds a copy of the fixture package, changes it and builds again, under both build systems.
source "$(dirname "$0")/lib.sh"

package=$work/fixture
cp -R "$here/Fixture" "$package"
cp -R "$package/Sources/Shop/." "$work/specs"
sed -i.bak "s|path: \"../../..\"|path: \"$root\"|" "$package/Package.swift"
for spec in shop.intent stock.intent after/returns.intent; do
  mkdir -p "$(dirname "$package/Sources/MainShop/$spec")"
  cp "$package/Sources/Shop/$spec" "$package/Sources/MainShop/$spec"
done
cd "$package"
shop=Sources/Shop
outputs=.build/plugins/outputs/fixture/Shop/destination/IntentPlugin

build() { retrying swift build --build-system "$system" -v; }
# Under swiftbuild the tool runs twice for an executable: for the program, and for the variant of it that tests could link.
tool_runs() { count 'intentc(-tool)? .*--output-dir'; }
swift_compiles() { count 'swift-frontend .*-c .*Sources/(Shop|MainShop)/|swiftc .*-module-name (Shop|MainShop) '; }
restore() { cp "$work/specs/$1" "$shop/$1"; }

# Replaces in a file, and fails if nothing is there to be replaced.
change() {
  sed -i.bak "$2" "$1" && rm "$1.bak"
  ! cmp -s "$1" "$work/specs/${1#"$shop"/}" || fail "nothing to change in $1"
}

from_scratch() {
  step "$system: builds without a warning, and the program runs"
  passes build
  says_not '\.swift:[0-9]+:[0-9]+: warning:'
  passes swift run --build-system "$system" --skip-build Shop
  says 'must confirm'
}

nothing_to_do() {
  step "$system: a build with nothing to do runs no tool and compiles nothing"
  if [ "$system" = native ]; then passes build; fi # SwiftPM links the tool once more, see CONTRIBUTING
  [ "$(swift_compiles)" -eq 0 ] || fail "Swift was compiled again"
  passes build
  [ "$(tool_runs)" -eq 0 ] || fail "the tool ran"
  [ "$(swift_compiles)" -eq 0 ] || fail "Swift was compiled again"
}

comment() {
  step "$system: a comment runs the tool, and no Swift file is compiled"
  change $shop/stock.intent 's/left: int }/left: int }  # in boxes/'
  passes build
  [ "$(tool_runs)" -ge 1 ] || fail "the tool should run"
  [ "$(swift_compiles)" -eq 0 ] || fail "Swift was compiled again"
}

one_when() {
  step "$system: one changed when changes one place of one generated file"
  rm -rf "$work/before" && cp -R "$outputs" "$work/before"
  change $shop/after/returns.intent 's/within: 1h/within: 2h/'
  passes build
  [ "$(tool_runs)" -ge 1 ] || fail "the tool should run"
  [ "$(swift_compiles)" -ge 1 ] || fail "the changed file should be compiled"
  diff -rq "$work/before" "$outputs" >"$log" || true
  [ "$(wc -l <"$log")" -eq 1 ] && says 'after\+returns\.intent\.swift' || fail "another file changed"
  diff "$work/before/after+returns.intent.swift" "$outputs/after+returns.intent.swift" >"$log" || true
  [ "$(count '^>')" -le 3 ] || fail "more than the reaction's own lines changed"
  restore after/returns.intent
}

misspelt() {
  step "$system: a misspelt field is one error, at its place, with the name that was meant"
  change $shop/shop.intent 's/purchase\.total/purchase.totl/'
  line=$(grep -n 'purchase\.totl' $shop/shop.intent | cut -d: -f1)
  fails build
  says "$shop/shop\.intent:$line:[0-9]+: error: .*total"
  [ "$(count '\.intent:[0-9]+:[0-9]+: error:')" -eq 1 ] || fail "more than one error"
  says_not '\.swift:[0-9]+:[0-9]+: error:'
  restore shop.intent
}

handler_deleted() {
  step "$system: a deleted handler is an error in Swift that names it"
  change $shop/Desk.swift '/func refund/,/^  }/d'
  fails build
  says 'error: .*(does not conform|refund)'
  says 'refund'
  restore Desk.swift
}

immutable() {
  step "$system: assigning to a field of an immutable entity is an error in Swift"
  printf 'func spoil(_ purchase: inout Shop.Purchase) { purchase.placed = Timestamp(milliseconds: 0) }\n' >>$shop/Desk.swift
  fails build
  says "error: cannot assign to property: 'placed' is a 'let' constant"
  restore Desk.swift
}

wrong_id() {
  step "$system: an id of another entity is an error in Swift"
  printf 'func mix(_ customer: Shop.Customer) -> Shop.Purchase.ID { customer.id }\n' >>$shop/Desk.swift
  fails build
  says 'error: cannot convert return expression'
  restore Desk.swift
}

generated() {
  step "generate-intent writes Generated/, and --check names what is stale"
  generate() { swift package --allow-writing-to-package-directory generate-intent "$@"; }
  passes generate
  [ -e Generated/Shop/after+returns.intent.swift ] || fail "Generated/ is not complete"
  passes diff -r Generated/Shop $outputs
  passes generate --check
  change $shop/stock.intent 's/within: 2h/within: 3h/'
  fails generate --check
  says 'Generated/Shop/stock\.intent\.swift is stale'
  says_not 'shop\.intent\.swift is stale'
  restore stock.intent
}

for system in native swiftbuild; do
  from_scratch
  nothing_to_do
  comment
  restore stock.intent
  one_when
  misspelt
  handler_deleted
  immutable
  wrong_id
  if [ "$system" = native ]; then
    passes build
    generated
  fi
done
echo "builds: passed"
