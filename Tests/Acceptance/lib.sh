# Sourced by the acceptance tests: a temporary directory, steps that are named, and what they found when one fails.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=$(cd "$here/../.." && pwd)
work=$(mktemp -d "${TMPDIR:-/tmp}/intent-acceptance.XXXXXX")
log=$work/log
trap 'rm -rf "$work"' EXIT

step() { printf '  %s\n' "$*"; }

# Shows what the last command printed, without the command lines that a verbose build prints.
fail() {
  [ -e "$log" ] && grep -Ev -- '-module-name |-frontend |-modulewrap |^ ?"/|^Write auxiliary|^Target: |multilib' "$log" | tail -n 40 >&2
  printf 'FAILED: %s\n' "$*" >&2
  exit 1
}

# Runs a command that must succeed, its output in $log.
passes() { "$@" >"$log" 2>&1 || fail "$*"; }

# Runs a command that must fail, its output in $log.
fails() { if "$@" >"$log" 2>&1; then fail "$* should have failed"; fi; }

# The last command's output must, or must not, have a line that matches.
says() { grep -Eq -- "$1" "$log" || fail "the output should say: $1"; }
says_not() { if grep -Eq -- "$1" "$log"; then fail "the output should not say: $1"; fi; }

# The number of lines of the last output that match.
count() { grep -Ec -- "$1" "$log" || true; }
