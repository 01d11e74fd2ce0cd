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

# Runs a build, once more if a signal ends it: swiftbuild (Swift 6.3) crashes in libdispatch now and then.
retrying() {
  local status=0
  "$@" || status=$?
  if [ "$status" -lt 128 ]; then return "$status"; fi
  "$@"
}

# Runs a command that must fail, its output in $log.
fails() { if "$@" >"$log" 2>&1; then fail "$* should have failed"; fi; }

# The last command's output must, or must not, have a line that matches.
says() { grep -Eq -- "$1" "$log" || fail "the output should say: $1"; }
says_not() { if grep -Eq -- "$1" "$log"; then fail "the output should not say: $1"; fi; }

# The number of lines of the last output that match.
count() { grep -Ec -- "$1" "$log" || true; }

# The commands of a page's ```sh blocks, one script; FILE is relative to the repository.
commands_of() { sed -n '/^ *```sh$/,/^ *```$/p' "$root/$1" | grep -v '```'; }

# Runs the commands of a page here, in order; each must succeed. Only the repository's own build stays where it is.
runs_page() {
  step "the commands of $1"
  commands_of "$1" >"$work/page.sh"
  [ -s "$work/page.sh" ] || fail "$1 has no commands"
  passes bash -euo pipefail -c '
    root=$1
    swift() { if [ "${1-} ${2-}" = "build --product" ]; then command swift build --package-path "$root" "${@:2}"; else command swift "$@"; fi; }
    source "$2"' page "$root" "$work/page.sh"
}
