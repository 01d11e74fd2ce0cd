import TestSupport

extension SplitMix64 {
  mutating func below(_ bound: Int) -> Int { Int(next() % UInt64(bound)) }

  mutating func pick<Element>(_ elements: [Element]) -> Element { elements[below(elements.count)] }

  mutating func happens(_ percent: Int) -> Bool { below(100) < percent }
}

/// What random conditions may speak of, as the text names it.
struct ConditionWords {
  /// Numbers, written as they are read.
  var numbers: [String]
  var optionalNumbers: [String] = []
  var choices: [String]
  var bools: [String]
  /// Constants for the numbers.
  var constants: [String] = ["0", "1", "2", "3"]
  static let cases = ["red", "green", "blue"]
}

extension SplitMix64 {
  /// A condition as text.
  mutating func condition(_ words: ConditionWords, depth: Int = 2) -> String {
    if depth > 0, happens(55) {
      switch below(5) {
      case 0, 1: return "(\(condition(words, depth: depth - 1)) and \(condition(words, depth: depth - 1)))"
      case 2, 3: return "(\(condition(words, depth: depth - 1)) or \(condition(words, depth: depth - 1)))"
      default: return "not (\(condition(words, depth: depth - 1)))"
      }
    }
    var kinds: [Int] = []
    if !words.numbers.isEmpty { kinds += [0, 0, 0, 1, 2] }
    if !words.choices.isEmpty { kinds += [3, 3, 4] }
    if !words.bools.isEmpty { kinds += [5, 6] }
    if !words.optionalNumbers.isEmpty { kinds += [7] }
    switch pick(kinds) {
    case 0: return "\(number(words)) \(comparison()) \(number(words))"
    case 1: return "\(pick(words.numbers)) \(pick(["in", "not in"])) \(pick(words.constants))..\(pick(["2", "3"]))"
    case 2: return "\(pick(words.numbers)) \(pick(["in", "not in"])) [\(pick(words.constants)), \(pick(words.constants))]"
    case 3: return "\(pick(words.choices)) \(pick(["==", "!="])) \(pick(ConditionWords.cases))"
    case 4:
      if words.choices.count > 1, happens(50) { return "\(words.choices[0]) \(pick(["==", "!="])) \(words.choices[1])" }
      return "\(pick(words.choices)) in [\(pick(ConditionWords.cases)), \(pick(ConditionWords.cases))]"
    case 5: return pick(words.bools)
    case 6: return "not \(pick(words.bools))"
    default:
      let value = pick(words.optionalNumbers)
      switch below(3) {
      case 0: return "\(value) exists"
      case 1: return "\(value) \(pick(["==", "!="])) \(pick(words.constants))"
      default: return "(\(value) else \(pick(words.constants))) \(comparison()) \(number(words))"
      }
    }
  }

  mutating func comparison() -> String { pick(["<", "<=", ">", ">=", "==", "!="]) }

  private mutating func number(_ words: ConditionWords) -> String {
    let value = pick(words.numbers)
    switch below(8) {
    case 0, 1: return pick(words.constants)
    case 2: return "\(value) + \(pick(words.numbers))"
    case 3: return "\(value) - \(pick(words.numbers))"
    case 4: return "\(pick(["2", "3"])) * \(value)"
    case 5: return "\(value) + \(pick(words.constants))"
    default: return value
    }
  }
}
