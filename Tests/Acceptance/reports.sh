#!/usr/bin/env bash
# What `intent check` writes for programs: SARIF against the published schema by a validator of others, JSON, and GitHub's commands, for
# every program of the negative corpus.
source "$(dirname "$0")/lib.sh"

intent=$root/.build/debug/intent
[ -x "$intent" ] || passes swift build --package-path "$root" --product intent
schema=$root/../shared/data/sarif-schema-2.1.0.json
cd "$root"
mapfile -t programs < <(find Tests/Corpus/negative Tests/Corpus/positive/meaning -name '*.intent' | sort)
[ ${#programs[@]} -gt 50 ] || fail "the corpus is missing"
# A name that a URI must escape, characters of several bytes, a file without a last newline, a result that is suppressed.
mkdir "$work/odd"
odd="$work/odd/ä b%20#?.intent"
printf 'system "s" {\n  # ein Käfer\n  entity käfer { has: won: bool, who: custömer }\n  metric a: percent = käfers.count / 0 }' >"$odd"

step "SARIF is valid for ${#programs[@]} programs"
number=0
for program in "${programs[@]}"; do
  number=$((number + 1))
  "$intent" check --format sarif "$program" >"$work/$number.sarif" 2>"$log" || [ $? -eq 2 ] || fail "intent check $program"
done
if [ -e "$schema" ]; then
  passes python3 Tests/Acceptance/validate.py "$schema" "$work"/*.sarif
  says '^[0-9]+ logs with [0-9]{3,} results are valid$'
  (cd "$work/odd" && "$intent" check --format sarif . >"$work/odd.sarif" 2>"$log") || [ $? -eq 2 ] || fail "intent check of an odd name"
  cd "$work/odd"
  passes python3 "$root/Tests/Acceptance/validate.py" "$schema" "$work/odd.sarif"
  cd "$root"
  passes cat "$work/odd.sarif"
  says '"uri": "%C3%A4%20b%2520%23%3F\.intent"'
else
  step "(the published schema is not at ../shared/data: SARIF is not validated)"
fi

step "a validator that accepts anything would show here"
if [ -e "$schema" ]; then
  sed 's/"level": "error"/"level": "grave"/' "$work/1.sarif" >"$work/wrong-level"
  sed 's/"startLine": [0-9]*/"startLine": 0/' "$work/1.sarif" >"$work/wrong-line"
  fails python3 Tests/Acceptance/validate.py "$schema" "$work/wrong-level"
  fails python3 Tests/Acceptance/validate.py "$schema" "$work/wrong-line"
fi

step "allowed warnings are suppressed results with their reason"
passes "$intent" check --format sarif Tests/Corpus/positive/meaning/suppressions.intent
says '"kind": "inSource"'
says '"justification": "there is always a deal"'

step "JSON is an object a line, and the same findings"
number=0
for program in "${programs[@]}" "$odd"; do
  number=$((number + 1))
  "$intent" check --format json "$program" >"$work/$number.json" 2>"$log" || [ $? -eq 2 ] || fail "intent check $program"
  "$intent" check --format compact "$program" 2>"$work/$number.compact" || [ $? -eq 2 ] || fail "intent check $program"
done
passes python3 - "$work" "$number" <<'PYTHON'
import json, sys
for number in range(1, int(sys.argv[2]) + 1):
    found = [json.loads(line) for line in open(f"{sys.argv[1]}/{number}.json", encoding="utf-8")]
    lines = [line for line in open(f"{sys.argv[1]}/{number}.compact", encoding="utf-8") if line.rstrip().endswith("]")]
    for finding, line in zip(found, lines, strict=True):
        assert line.startswith(f"{finding['file']}:{finding['line']}:{finding['column']}: {finding['severity']}: "), line
        assert line.rstrip().endswith(f"{finding['message']} [{finding['code']}]"), line
PYTHON

step "GitHub's commands are one line a finding, and nothing in them breaks out"
passes bash -c '"$1" check --format github "$2" || [ $? -eq 2 ]' github "$intent" "$odd"
says '^::error file=.*/ä b%2520#\?\.intent,line=3,'
[ "$(count '^::(error|warning|notice) file=[^:,]*,line=[0-9]+,endLine=[0-9]+(,col=[0-9]+,endColumn=[0-9]+)?,title=[EW][0-9]+::.')" -eq "$(wc -l <"$log")" ] ||
  fail "a line is no command"
echo "reports: passed"
