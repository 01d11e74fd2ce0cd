import Foundation
import IntentSource
import TestSupport
import Testing

@testable import IntentSyntax

/// Grows programs out of a grammar.
private struct Grower {
  let grammar: Grammar
  var random: SplitMix64
  /// Whether comments and line ends stand in odd places too.
  var wild = false
  var out = ""
  var used: Set<String> = []; var counts: [String: Int] = [:]
  private var sameLine = false
  private let symbols = SymbolTable()

  init(_ grammar: Grammar, seed: UInt64) {
    self.grammar = grammar
    random = SplitMix64(seed: seed)
  }

  mutating func program() -> String {
    out = ""
    wild = random.once(in: 3)
    let depth = Int.random(in: 24...44, using: &random)
    for _ in 0...Int.random(in: 0...1, using: &random) { rule("system", depth: depth) }
    return out + "\n"
  }

  private mutating func rule(_ name: String, depth: Int) {
    guard let part = grammar.rules[name] else { return }
    used.insert(name)
    if name.first?.isUppercase == true {
      place(token(name, part))
    } else if name == "expression" {
      // Most expressions are small, so that a program has room for many things.
      let small = (grammar.heights[name] ?? 0) + Int.random(in: 1...9, using: &random)
      grow(part, depth: min(depth, small) - 1)
    } else {
      grow(part, depth: depth - 1)
    }
  }

  private mutating func grow(_ part: GrammarPart, depth: Int) {
    // A program that has grown long enough comes to its end.
    let depth = out.utf8.count > 900 ? 0 : depth
    switch part {
    case .text(let text): place(text)
    case .range, .described: break
    case .rule(let name): rule(name, depth: depth)
    case .sequence(let parts): for part in parts { grow(part, depth: depth) }
    case .choice(let parts): grow(chosen(parts, depth: depth), depth: depth)
    case .optional(let part):
      if grammar.height(of: part) < depth, random.once(in: 2) { grow(part, depth: depth) }
    case .many(let part):
      // The entries of a block come in numbers; operators and list elements less so.
      var isEntry = false
      if case .rule = part { isEntry = true }
      while grammar.height(of: part) < depth, out.utf8.count < 900, isEntry ? !random.once(in: 6) : random.once(in: 5) {
        grow(part, depth: depth)
      }
    case .sameLine: sameLine = true
    }
  }

  /// An alternative that the depth allows; the shallowest if it allows none.
  private mutating func chosen(_ parts: [GrammarPart], depth: Int) -> GrammarPart {
    let allowed = parts.filter { grammar.height(of: $0) < depth }
    var weights = allowed.map(weight)
    // One that stands for many forms is taken more often.
    var place = weights.isEmpty ? 0 : Int.random(in: 0..<weights.reduce(0, +), using: &random)
    while let weight = weights.popLast() {
      if place < weight { return allowed[weights.count] }
      place -= weight
    }
    return parts.min { grammar.height(of: $0) < grammar.height(of: $1) } ?? parts[0]
  }

  private func weight(_ part: GrammarPart) -> Int {
    switch part {
    case .rule(let name):
      if case .choice(let parts)? = grammar.rules[name] { return parts.count }
      return 1
    case .sequence(let parts): return parts.map(weight).max() ?? 1
    default: return 1
    }
  }

  /// A token of the rule `name`. A name that is a word of the language is not taken here: `any_name` lists some where they are allowed.
  private mutating func token(_ name: String, _ part: GrammarPart) -> String {
    while true {
      let text = lexical(part)
      if name != "NAME" || symbols.find(text) == nil { return text }
    }
  }

  private mutating func lexical(_ part: GrammarPart) -> String {
    switch part {
    case .text(let text): return text
    case .range(let low, let high):
      return Unicode.Scalar(UInt32.random(in: low.value...high.value, using: &random)).map { String(Character($0)) } ?? ""
    case .described: return random.pick(["a", "Z", "7", " ", "#", "##", "/", ";", "'", "é", "漢", "📦", "{", ")", "\t", "|", "AND"])
    case .rule(let name):
      used.insert(name)
      return grammar.rules[name].map { lexical($0) } ?? ""
    case .sequence(let parts): return parts.map { lexical($0) }.joined()
    case .choice(let parts): return lexical(random.pick(parts))
    case .optional(let part): return random.once(in: 2) ? lexical(part) : ""
    case .many(let part):
      var text = ""
      while !random.once(in: 4), text.count < 7 { text += lexical(part) }
      return text
    case .sameLine: return ""
    }
  }

  private mutating func place(_ text: String) {
    if sameLine {
      out += random.once(in: 4) ? " " : ""
    } else if !wild {
      out += random.once(in: 12) ? "\n" : " "
    } else {
      out += random.pick([" ", " ", " ", " ", "\n", "\n\n\n", "\r\n", "\t", " # why\n", "\n # own\n", "\n## doc\n", "\n\n#\n\n", " ##x\n"])
    }
    sameLine = false
    out += text
  }
}

@Test func programsGrownFromTheGrammar() throws {
  let text = try String(contentsOf: packageRoot.appendingPathComponent("Grammar/Intent.ebnf"), encoding: .utf8)
  let grammar = try Grammar(text)
  let seed = testSeed()
  let count = ProcessInfo.processInfo.environment["INTENT_PROGRAMS"].flatMap(Int.init) ?? 2_500
  var grower = Grower(grammar, seed: seed)
  for number in 0..<count {
    let program = grower.program()
    guard let failure = failure(of: program) else { continue }
    Issue.record("INTENT_SEED=\(seed), program \(number): \(failure)\n\(program)")
    return
  }
  let unused = Set(grammar.rules.keys).subtracting(grower.used).subtracting(["file"])
  #expect(unused.isEmpty, "INTENT_SEED=\(seed)")
}

/// What is wrong with how `program` parses and prints, or `nil`.
private func failure(of program: String) -> String? {
  let parsed = Parsed(program)
  if let first = parsed.summaries.first { return first }
  let formatted = Printer.format(parsed.tree, parsed.symbols)
  let again = Parsed(formatted)
  if let first = again.summaries.first { return "formatted: \(first)\n\(formatted)" }
  if again.dump != parsed.dump { return "another tree when formatted\n\(formatted)" }
  let comments = { (parsed: Parsed) in parsed.tree.comments.map { parsed.tree.file.text($0.span) } }
  if comments(again) != comments(parsed) { return "other comments when formatted\n\(formatted)" }
  let twice = Printer.format(again.tree, again.symbols)
  return twice == formatted ? nil : "another text when formatted twice\n\(formatted)\n--- twice\n\(twice)"
}
