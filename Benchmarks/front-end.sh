#!/usr/bin/env bash
# Lines a second that the front end (read, parse, check, lower) takes in, beside protoc and swift-frontend in the same rounds.
#   Benchmarks/front-end.sh [ROUNDS] [LINES_PER_SYSTEM]
# Prints one JSON line a measurement; seconds are the median of the rounds, wall time of the whole process. The sources are generated:
# specs of 1,000, 10,000 and 100,000 lines, messages of ten lines for protoc, plain structs of ten lines for swift-frontend.
set -euo pipefail
export LC_ALL=C
cd "$(dirname "$0")/.."
rounds=${1:-5} per_system=${2:-1000}
[[ -n ${EPOCHREALTIME:-} ]] || { echo "front-end.sh needs bash 5 or later" >&2; exit 1; }
for tool in protoc swift-frontend; do
  command -v "$tool" > /dev/null || { echo "front-end.sh needs $tool (protoc: apt-get install protobuf-compiler; swift-frontend: beside swiftc)" >&2; exit 1; }
done
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
swift build --product intent >&2
# As `make install` builds it.
static=$([[ $(uname) == Linux ]] && echo --static-swift-stdlib -Xswiftc -static-executable || true)
swift build -c release $static --product intent >&2
swift build --package-path Benchmarks --product generate-spec >&2
generate=$(swift build --package-path Benchmarks --show-bin-path)/generate-spec
debug=$(swift build --show-bin-path)/intent release=$(swift build -c release --show-bin-path)/intent

proto() { # proto LINES: messages with eight fields, one of them the message before
  awk -v n="$1" 'BEGIN { print "syntax = \"proto3\";\npackage bench;"; split("string int64 uint32 bool double bytes string", t, " ")
    for (i = 0; i < n / 10; i++) { print "message CustomerEvent" i " {"
      for (k = 1; k <= 7; k++) print "  " t[(i + k) % 7 + 1] " amount_" k " = " k ";"
      print "  " (i ? "CustomerEvent" i - 1 : "bool") " cause_8 = 8;\n}" } }'
}
structs() { # structs LINES: structs with eight stored properties
  awk -v n="$1" 'BEGIN { split("Int Int64 String Bool Double UInt32", t, " ")
    for (i = 0; i < n / 10; i++) { print "struct CustomerEvent" i " {"
      for (k = 1; k <= 8; k++) print "  var amount" k ": " t[(i + k) % 6 + 1]
      print "}" } }'
}
printf 'system "small" {\n  event ping { at: timestamp }\n}\n' > "$work/start.intent"
for lines in 1000 10000 100000; do
  "$generate" "$lines" "$per_system" > "$work/$lines.intent"
  proto "$lines" > "$work/$lines.proto"
  structs "$lines" > "$work/$lines.swift"
done

measure() { # measure NAME FILE COMMAND...: adds the wall time of the command in seconds to the name's file
  local name=$1 file=$2 before after; shift 2
  # The shell's own clock: to start another program for the time takes as long as a small specification.
  before=$EPOCHREALTIME; "$@" > "$work/out" 2>&1 || { cat "$work/out" >&2; exit 1; }; after=$EPOCHREALTIME
  echo "$after $before" | awk '{ printf "%.5f\n", $1 - $2 }' >> "$work/$name.times"
  echo "$file" > "$work/$name.source"
}
for ((round = 0; round < rounds; round++)); do
  measure "intent_release_start" "$work/start.intent" "$release" check "$work/start.intent"
  for lines in 1000 10000 100000; do
    measure "intent_release_$lines" "$work/$lines.intent" "$release" check "$work/$lines.intent"
    measure "intent_debug_$lines" "$work/$lines.intent" "$debug" check "$work/$lines.intent"
    measure "protoc_descriptor_set_$lines" "$work/$lines.proto" protoc -I"$work" --descriptor_set_out="$work/d.bin" "$work/$lines.proto"
    measure "swift-frontend_parse_$lines" "$work/$lines.swift" swift-frontend -parse "$work/$lines.swift"
  done
done
for times in "$work"/*.times; do
  name=$(basename "$times" .times) source=$(cat "${times%.times}.source")
  sort -n "$times" | awk -v n="$name" -v l="$(wc -l < "$source")" -v b="$(wc -c < "$source")" '{ a[NR] = $1 } END {
    s = a[int((NR + 1) / 2)]; printf "{\"what\":\"%s\",\"lines\":%d,\"bytes\":%d,\"seconds\":%.4f,\"lines_per_second\":%d}\n", n, l, b, s, l / s }'
done
