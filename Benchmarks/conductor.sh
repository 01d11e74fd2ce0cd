#!/usr/bin/env bash
# The engine as an author gets it, across modules, against the same sources in one module: both on one W1 file, in turns.
#   Benchmarks/conductor.sh W1_FILE [ROUNDS]
# Prints the median of each and their ratio; fails below 0.8, for then something on an event's way is not inlined.
set -euo pipefail
cd "$(dirname "$0")"
file=${1:?usage: conductor.sh W1_FILE [ROUNDS]} rounds=${2:-9}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
swift build -c release --product conductor-bench >&2
bin=$(swift build -c release --show-bin-path)/conductor-bench
generated=$(find .build/plugins/outputs -path '*conductor-bench*' -name 'w1.intent.swift' | head -n 1)
for source in Sources/ConductorBench/main.swift "$generated"; do
  sed '/import IntentRuntime$/d' "$source" > "$work/$(basename "$source")"
done
find ../Sources/IntentRuntime -name '*.swift' | xargs swiftc -swift-version 6 -O -wmo -module-name One -o "$work/one" "$work"/*.swift

for ((i = 0; i < rounds; i++)); do
  for engine in "$bin" "$work/one"; do
    "$engine" "$file" | sed -E 's/.*"seconds":([0-9.e-]+).*/\1/' >> "$work/$(basename "$engine").seconds"
  done
done
median() { sort -n "$work/$1.seconds" | awk '{ a[NR] = $1 } END { print a[int((NR + 1) / 2)] }'; }
awk -v across="$(median conductor-bench)" -v one="$(median one)" 'BEGIN {
  printf "{\"across_modules\":%s,\"one_module\":%s,\"ratio\":%.2f}\n", across, one, one / across
  exit one / across < 0.8
}'
