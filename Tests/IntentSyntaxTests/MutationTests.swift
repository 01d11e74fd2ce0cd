import Foundation
import IntentDiagnostics
import IntentSource
import TestSupport
import Testing

@testable import IntentSyntax

/// Any text at all gives a tree and ordinary messages.
@Test func brokenSketchesDoNotBreakTheParser() throws {
  let seed = testSeed()
  var random = SplitMix64(seed: seed)
  let count = ProcessInfo.processInfo.environment["INTENT_PROGRAMS"].flatMap(Int.init) ?? 1_000
  for _ in 0..<count {
    let text = random.pick(positives).text
    var symbols = SymbolTable()
    var diagnostics = DiagnosticSet()
    let file = SourceFile(id: FileID(rawValue: 0), path: "a.intent", text: text)
    let tokens = Lexer.lex(file, symbols: &symbols, diagnostics: &diagnostics).tokens.dropLast()
    let bytes = file.bytes
    let a = random.pick(Array(tokens))
    let b = random.pick(Array(tokens))
    let (first, second) = a.start < b.start ? (a, b) : (b, a)
    var broken: [UInt8] = []
    let way = Int.random(in: 0..<5, using: &random)
    switch way {
    case 0: broken = Array(bytes[..<Int(a.start)]) + bytes[Int(a.end)...]
    case 1: broken = Array(bytes[..<Int(a.end)]) + [0x20] + bytes[Int(a.start)...]
    case 2 where first.end <= second.start:
      broken = Array(bytes[..<Int(first.start)])
      broken += bytes[Int(second.start)..<Int(second.end)]
      broken += bytes[Int(first.end)..<Int(second.start)]
      broken += bytes[Int(first.start)..<Int(first.end)]
      broken += bytes[Int(second.end)...]
    case 3: broken = Array(bytes[..<Int(a.start)])
    default:
      broken = bytes
      broken[Int.random(in: bytes.indices, using: &random)] = UInt8.random(in: 0...255, using: &random)
    }
    let parsed = Parsed(bytes: broken)
    // One slip gives a handful of errors at most (two braces that change places, some more); each is at a place in the file.
    let found = parsed.diagnostics.sorted
    #expect(found.count <= (way < 2 ? 8 : 25), "INTENT_SEED=\(seed)\n\(parsed.summaries)\n\(String(decoding: broken, as: UTF8.self))")
    for diagnostic in found {
      #expect(diagnostic.span.start <= diagnostic.span.end && Int(diagnostic.span.end) <= broken.count)
    }
    _ = DiagnosticRenderer(sources: parsed.sources).render(parsed.diagnostics)
    if found.isEmpty {
      let formatted = Printer.format(parsed.tree, parsed.symbols)
      #expect(Parsed(formatted).dump == parsed.dump, "INTENT_SEED=\(seed)")
    }
  }
}

@Test(arguments: ["(", "[", "{", "not ", "-", "f(", "every(a): ", "a[", "x.", "if a { ", "a else ", "a + ", "a and ", "else if a {} "])
func deepNestingIsAnOrdinaryError(_ piece: String) {
  let deep = String(repeating: piece, count: 100_000)
  for head in ["system \"s\" { always { assert: ", "system \"s\" { when a.b { if c {} ", "system \"s\" { type a = ", ""] {
    let text = head + deep
    let parsed = Parsed(text + " } }\nsystem \"t\" { event e }")
    #expect((1...3).contains(parsed.diagnostics.count), "\(piece) \(parsed.summaries.prefix(5))")
  }
}

@Test func longChainsAreAnOrdinaryError() {
  let ands = Array(repeating: "a == 1", count: 50_000).joined(separator: " and ")
  let types = "text" + String(repeating: "[]", count: 50_000)
  let parsed = Parsed("system \"s\" { invariant x: \(ands)\n entity e { has: t: \(types) } event e }")
  #expect(parsed.summaries.count == 2)
  #expect(parsed.summaries.allSatisfy { $0.contains("[E0110]") })
}
