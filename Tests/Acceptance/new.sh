#!/usr/bin/env bash
# `intent new` writes a package that builds and runs at once, formatted and without a finding.
source "$(dirname "$0")/lib.sh"

intent=$root/.build/debug/intent
[ -x "$intent" ] || passes swift build --package-path "$root" --product intent
cd "$work"

step "intent new writes a package that is formatted and right"
passes "$intent" new HelpDesk
passes "$intent" fmt --check HelpDesk
passes "$intent" check HelpDesk
fails "$intent" new HelpDesk
says '^HelpDesk: error: is there already$'

step "it builds without a warning and runs"
cd HelpDesk
passes swift build -Xswiftc -warnings-as-errors
passes .build/debug/HelpDesk
says '^ticket\.created\(t1, customer: c1, mood: angry'
says '├─ must acknowledge\(t1\) +within 5m +✓ e[0-9]+'
says 'must call_back\(c1\) +within 1h'

step "run again, it goes on from its log, which sqlite3 can read"
passes .build/debug/HelpDesk
says '^ticket\.created\(t2, customer: c2'
passes sqlite3 help_desk.sqlite "select count(*) from log where type = 'ticket.created'"
says '^2$'

step "intent graph agrees with it"
passes "$intent" graph Sources
says '^ticket\.created$'

# In a directory that looks like the repository after its build; HelpDesk is made anew, with what was built of it.
mkdir -p "$work/pages/.build" && cd "$work/pages"
ln -s "$root/.build/debug" .build/debug
runs_page Docs/GETTING-STARTED.md
says '^ticket\.created\(t1, customer: c1, mood: angry'
[ -s HelpDesk/Generated/HelpDesk/help_desk.intent.swift ] || fail "generate-intent wrote nothing"

step "every page with commands is run by a test"
(cd "$root" && grep -rl '^ *```sh$' --include='*.md' --exclude-dir=.build .) | sort >"$log"
printf './%s\n' Docs/GETTING-STARTED.md Docs/RUNTIME-NOTES.md Examples/CustomerPlatform/README.md | diff - "$log" || fail "pages differ"
echo "new: passed"
