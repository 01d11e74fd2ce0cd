#!/usr/bin/env bash
# What an event and a question cost as a system grows, beside a plain look at all instances; one JSON line a size and question.
#   Benchmarks/growth.sh [SIZE…]
# `kept_ns` is an event with the question after it, `plain_ns` the question alone.
set -euo pipefail
cd "$(dirname "$0")/.."
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
swift build --product intentc >&2
swift build -c release --target IntentRuntime >&2
source=Benchmarks/Sources/GrowthBench
"$(swift build --show-bin-path)/intentc" --root "$source" --output-dir "$work" "$source/growth.intent" >&2
bin=$(swift build -c release --show-bin-path)
swiftc -O -wmo -swift-version 6 -I "$bin/Modules" -o "$work/growth" "$source/main.swift" "$work/growth.intent.swift" \
  "$bin"/IntentRuntime.build/*.o >&2
"$work/growth" "$@"
