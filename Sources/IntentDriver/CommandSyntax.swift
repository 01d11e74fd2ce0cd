import IntentDiagnostics

/// A wrong command line.
public struct UsageError: Error, Equatable, Sendable {
  /// What is wrong, without a full stop.
  public let message: String
  /// The command whose help would say it, or empty.
  public let command: String

  public init(_ message: String, in command: String) {
    self.message = message
    self.command = command
  }
}

/// What a command takes: enough to parse its command line, to print its help and to complete it in a shell.
public struct CommandSyntax: Sendable {
  /// One option, `--name` or `--name VALUE`.
  public struct Option: Sendable {
    /// Without the dashes.
    public let name: String
    /// The values that are allowed; empty where any is, or none.
    public let choices: [String]
    /// One line, without a full stop.
    public let summary: String
    private let placeholder: String?

    /// An option with a value that goes by `value` in the help, or without one.
    public init(_ name: String, _ summary: String, value: String? = nil) {
      self.name = name
      self.summary = summary
      choices = []
      placeholder = value
    }

    /// An option whose value is one of `choices`.
    public init(_ name: String, _ summary: String, choices: [String]) {
      self.name = name
      self.summary = summary
      self.choices = choices
      placeholder = nil
    }

    /// What stands for the value in the help, or `nil` where there is none.
    public var value: String? { choices.isEmpty ? placeholder : choices.joined(separator: "|") }
  }

  /// The command as it is called: `intent fmt`.
  public let name: String
  /// One line, without a full stop.
  public let summary: String
  /// The operands as the help writes them, or empty.
  public let operands: String
  /// What an operand can be, for shells to offer; empty where it names a file.
  public let operandChoices: [String]
  /// How many operands there may be.
  public let operandCount: ClosedRange<Int>
  public let options: [Option]
  /// More about it, below the options: paragraphs and examples.
  public let details: String

  /// A command; `--help` is an option of each.
  public init(
    _ name: String, _ summary: String, operands: String = "", choices: [String] = [], count: ClosedRange<Int> = 0...Int.max,
    options: [Option] = [], details: String = ""
  ) {
    self.name = name
    self.summary = summary
    self.operands = operands
    operandChoices = choices
    self.operandCount = count
    self.options = options + [Option("help", "print this help")]
    self.details = details
  }

  /// What a person wrote after the command's name.
  public struct Arguments: Sendable {
    public fileprivate(set) var operands: [String] = []
    fileprivate var values: [String: String] = [:]

    /// `true` iff the option was given.
    public func has(_ option: String) -> Bool { values[option] != nil }

    /// The option's value, where it was given.
    public func value(_ option: String) -> String? { values[option] }
  }

  /// Reads a command line: `--name value` and `--name=value`, operands anywhere, nothing but operands after `--`; `-` is an operand. With
  /// `--help` the operands are not counted. Errors: an option that is unknown, given twice, without its value or with one it does not take.
  public func parse(_ words: ArraySlice<String>) throws(UsageError) -> Arguments {
    var parsed = Arguments()
    var words = words
    while let word = words.popFirst() {
      if word == "--" {
        parsed.operands += words
        break
      }
      if word == "-" || !word.hasPrefix("-") {
        parsed.operands.append(word)
        continue
      }
      let (spelled, attached) = Self.split(word == "-h" ? "--help" : word)
      let option = try find(spelled)
      var value = attached
      if option.value != nil, value == nil { value = words.popFirst() }
      try check(option, value)
      if parsed.values.updateValue(value ?? "", forKey: option.name) != nil {
        throw UsageError("`--\(option.name)` is given twice", in: name)
      }
    }
    if !parsed.has("help") { try check(count: parsed.operands) }
    return parsed
  }

  private static func split(_ word: String) -> (name: String, value: String?) {
    guard let equals = word.firstIndex(of: "=") else { return (word, nil) }
    return (String(word[..<equals]), String(word[word.index(after: equals)...]))
  }

  private func find(_ spelled: String) throws(UsageError) -> Option {
    if let option = options.first(where: { "--\($0.name)" == spelled }) { return option }
    let nearest = closestName(to: spelled, among: options.map { "--\($0.name)" })
    throw UsageError("unknown option `\(spelled)`" + (nearest.map { "; did you mean `\($0)`?" } ?? ""), in: name)
  }

  private func check(_ option: Option, _ value: String?) throws(UsageError) {
    guard let placeholder = option.value else {
      if value != nil { throw UsageError("`--\(option.name)` takes no value", in: name) }
      return
    }
    guard let value, !value.isEmpty else { throw UsageError("`--\(option.name)` needs a value, \(placeholder)", in: name) }
    if option.choices.isEmpty || option.choices.contains(value) { return }
    let nearest = closestName(to: value, among: option.choices)
    let hint = nearest.map { "; did you mean `\($0)`?" } ?? "; it is one of \(option.choices.joined(separator: ", "))"
    throw UsageError("`--\(option.name)` cannot be `\(value)`\(hint)", in: name)
  }

  private func check(count operands: [String]) throws(UsageError) {
    if operands.count < operandCount.lowerBound { throw UsageError("missing \(self.operands)", in: name) }
    if operands.count > operandCount.upperBound {
      throw UsageError("one argument too many: `\(operands[operandCount.upperBound])`", in: name)
    }
  }

  /// The help of the command.
  public var help: String {
    var usage = "Usage: \(name)"
    if options.count > 1 { usage += " [options]" }
    if !operands.isEmpty { usage += " \(operands)" }
    let rows = options.map { option in
      (left: "--\(option.name)" + (option.value.map { " \($0)" } ?? ""), right: option.summary)
    }
    let more = details.isEmpty ? "" : "\n\(details)\n"
    return "\(summary).\n\n\(usage)\n\nOptions:\n\(Self.table(rows))\(more)"
  }

  /// Two columns, indented; each line ends with a newline.
  public static func table(_ rows: [(left: String, right: String)]) -> String {
    let width = rows.map(\.left.count).max() ?? 0
    return rows.map { "  \($0.left)\(String(repeating: " ", count: width - $0.left.count))  \($0.right)\n" }.joined()
  }
}
