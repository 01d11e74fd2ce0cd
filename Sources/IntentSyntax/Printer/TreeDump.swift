import IntentSource

/// Writes a tree as text without its places: two trees have the same structure iff they have the same text.
///
/// Items and statements stand a line each, indented by their depth; expressions are in prefix form, `(> (. a b) 3)`.
public struct TreeDump: Sendable {
  let tree: SyntaxTree
  let symbols: SymbolTable
  var out = ""
  var indent = 0

  private init(tree: SyntaxTree, symbols: SymbolTable) {
    self.tree = tree
    self.symbols = symbols
  }

  /// The text of `tree`. O(nodes).
  public static func dump(_ tree: SyntaxTree, symbols: SymbolTable) -> String {
    var dump = TreeDump(tree: tree, symbols: symbols)
    for system in tree.systems { dump.system(tree[system]) }
    return dump.out
  }

  // MARK: - Parts

  mutating func line(_ text: String) {
    for _ in 0..<indent { out += "  " }
    out += text
    out += "\n"
  }

  mutating func nested(_ body: (inout TreeDump) -> Void) {
    indent += 1
    body(&self)
    indent -= 1
  }

  func text(_ symbol: Symbol) -> String { symbols.text(symbol) }

  func text(_ name: Name) -> String { symbols.text(name.symbol) }

  func text(_ names: NodeList<Name>) -> String { "[" + names.map { text($0) }.joined(separator: " ") + "]" }

  func text(_ path: Path) -> String { path.names.map { text($0) }.joined(separator: ".") }

  func text(_ paths: NodeList<Path>) -> String { "[" + paths.map { text($0) }.joined(separator: " ") + "]" }

  func text(_ literal: TextLiteral) -> String { quoted(literal.value) }

  func quoted(_ symbol: Symbol) -> String { symbols.text(symbol).debugDescription }

  /// ` label value`, or nothing for `nil`.
  func optional<T>(_ label: String, _ value: T?, _ text: (T) -> String) -> String {
    value.map { " \(label) \(text($0))" } ?? ""
  }

  /// ` label value`, or nothing for an empty list.
  func optional(_ label: String, _ names: NodeList<Name>) -> String { names.isEmpty ? "" : " \(label) \(text(names))" }

  func optional(_ label: String, _ paths: NodeList<Path>) -> String { paths.isEmpty ? "" : " \(label) \(text(paths))" }

  func text(_ doc: DocComment?) -> String { doc.map { "## \(tree.text(of: $0).debugDescription) " } ?? "" }

  func text(_ renames: NodeList<Rename>) -> String {
    renames.map { " was (\($0.part.map { text($0) } ?? "_") \(text($0.old)))" }.joined()
  }

  func text(_ parameters: NodeList<Parameter>) -> String {
    let parts = parameters.map { text($0.name) + optional(":", $0.type, text) + optional("=", $0.defaultValue, text) }
    return "(" + parts.joined(separator: ", ") + ")"
  }

  func text(_ arguments: NodeList<Argument>) -> String {
    arguments.map { ($0.label.map { " " + text($0) + ":" } ?? "") + " " + text($0.value) }.joined()
  }

  func text(_ id: FieldID) -> String {
    let field = tree[id]
    let shape: String
    switch field.shape {
    case .untyped: shape = ""
    case .typed(let type): shape = ": " + text(type)
    case .inverse(let path): shape = "[]" + optional("of", path, text)
    }
    return text(field.doc) + text(field.name) + shape + optional("=", field.defaultValue, text)
  }

  func text(_ fields: NodeList<FieldID>) -> String { "{" + fields.map { text($0) }.joined(separator: ", ") + "}" }

  func text(_ id: TypeID) -> String {
    switch tree[id].kind {
    case .error: "<error>"
    case .named(let name): text(name)
    case .money(let currency): "(money \(text(currency)))"
    case .optional(let type): "(? \(text(type)))"
    case .list(let type): "([] \(text(type)))"
    case .record(let fields): text(fields)
    case .choice(let cases): "(| " + cases.map { text($0.doc) + text($0.name) + text($0.fields) }.joined(separator: " ") + ")"
    case .range(let type, let range): "(in \(text(type)) \(text(range)))"
    case .pattern(let type, let pattern): "(matching \(text(type)) \(text(pattern)))"
    }
  }

  // MARK: - Expressions

  func text(_ id: ExprID) -> String {
    switch tree[id].kind {
    case .error: "<error>"
    case .literal(let literal): text(literal)
    case .hole: "?"
    case .name(let name): text(name)
    case .member(let base, let name): "(. \(text(base)) \(text(name)))"
    case .call(let callee, let arguments): "(call \(text(callee))\(text(arguments)))"
    case .index(let base, let index): "(index \(text(base)) \(text(index)))"
    case .list(let elements): "(list" + elements.map { " " + text($0) }.joined() + ")"
    case .range(let low, let high): "(.. \(text(low)) \(text(high)))"
    case .not(let operand): "(not \(text(operand)))"
    case .negate(let operand): "(- \(text(operand)))"
    case .binary(let op, let left, let right): "(\(op.text) \(text(left)) \(text(right)))"
    case .membership(let left, let right, let negated): "(\(negated ? "not-in" : "in") \(text(left)) \(text(right)))"
    case .crosses(let left, let right): "(crosses \(text(left)) \(text(right)))"
    case .predicate(let subject, let predicate): "(\(text(predicate.value)) \(text(subject)))"
    case .quantifier(let quantifier): text(quantifier.value)
    case .quantified: "$"
    case .repeated(let subject): "(again \(text(subject)))"
    }
  }

  private func text(_ predicate: Predicate) -> String {
    switch predicate {
    case .exists: return "exists"
    case .valid: return "valid"
    case .has(let name): return "has \(text(name))"
    case .is(let state):
      let lasting = optional("for", state.lasting) { ($0.comparison.map { $0.text + " " } ?? "") + text($0.duration) }
      return (state.negated ? "is-not " : "is ") + text(state.state) + optional("as", state.binder, text) + lasting
    }
  }

  private func text(_ quantifier: Quantifier) -> String {
    let kind = quantifier.kind == .every ? "every" : "no"
    let binder = optional("as", quantifier.binder, text)
    return "(\(kind) \(text(quantifier.path))\(binder)\(optional("where", quantifier.condition, text)) \(text(quantifier.body)))"
  }

  private func text(_ number: Number) -> String { number.scale == 0 ? "\(number.significand)" : "\(number.significand)e-\(number.scale)" }

  private func text(_ literal: Literal) -> String {
    switch literal {
    case .number(let number): text(number)
    case .percent(let number): text(number) + "%"
    case .text(let symbol): quoted(symbol)
    case .bool(let value): "\(value)"
    case .duration(let milliseconds, let unit): "\(milliseconds)ms~\(unit.text)"
    case .money(let number, let currency): text(number) + text(currency)
    case .rate(let number, let currency, let unit): text(number) + text(currency) + "/" + unit.text
    case .time(let minutes): "@\(minutes)"
    }
  }
}
