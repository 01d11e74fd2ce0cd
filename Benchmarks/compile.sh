#!/usr/bin/env bash
# Seconds that a spec of so many lines costs: intentc built for debug and for release, and swiftc on what it generates.
#   Benchmarks/compile.sh [LINES] [LINES_PER_SYSTEM] [RUNS]
# Prints one JSON line a measurement; seconds are the median of the runs, wall time of the whole process.
set -euo pipefail
cd "$(dirname "$0")/.."
lines=${1:-10000} per_system=${2:-1000} runs=${3:-5}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
swift build --product intentc >&2
swift build -c release --product intentc >&2
swift build --target IntentRuntime >&2
swift build -c release --target IntentRuntime >&2
swift build --package-path Benchmarks --product generate-spec >&2
"$(swift build --package-path Benchmarks --show-bin-path)/generate-spec" "$lines" "$per_system" > "$work/spec.intent"
total=$(wc -l < "$work/spec.intent")

median() { # median RUNS COMMAND...: the median wall time of the command in seconds
  local n=$1 i; shift
  for ((i = 0; i < n; i++)); do
    local before after
    before=$(date +%s.%N); "$@" > "$work/out" 2>&1 || { cat "$work/out" >&2; exit 1; }; after=$(date +%s.%N)
    echo "$after $before" | awk '{ printf "%.4f\n", $1 - $2 }'
  done | sort -n | awk '{ a[NR] = $1 } END { print a[int((NR + 1) / 2)] }'
}
report() { # report NAME SECONDS
  awk -v n="$1" -v s="$2" -v l="$total" 'BEGIN { printf "{\"what\":\"%s\",\"lines\":%d,\"seconds\":%s,\"us_per_line\":%.1f}\n", n, l, s, s / l * 1e6 }'
}
for configuration in debug release; do
  bin=$(swift build -c $configuration --show-bin-path)
  mkdir -p "$work/$configuration"
  compile() { rm -rf "$work/$configuration"/*; "$bin/intentc" --output-dir "$work/$configuration" "$work/spec.intent"; }
  report "intentc, $configuration build" "$(median "$runs" compile)"
  flags=-Onone; [ $configuration = release ] && flags=-O
  report "swiftc $flags on what it generates" \
    "$(median 1 swiftc -swift-version 6 -parse-as-library -wmo $flags -c -module-name Spec -I "$bin/Modules" -o "$work/spec.o" "$work/$configuration"/*.swift)"
done
wc -l "$work"/release/*.swift | tail -1 | awk '{ print "{\"what\":\"lines generated\",\"lines\":" $1 "}" }'
