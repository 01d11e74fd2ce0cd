import IntentIR

/// Something that is true or false by itself. Variables are numbers of a `Vocabulary`.
enum Atom: Hashable {
  /// What the variable stands for is as the bool says.
  case flag(Int, Bool)
  /// The two values are equal, or differ.
  case same(Operand, Operand, Bool)
  case linear(LinearAtom)

  var negated: Atom {
    switch self {
    case .flag(let variable, let truth): .flag(variable, !truth)
    case .same(let a, let b, let truth): .same(a, b, !truth)
    case .linear(let atom): .linear(atom.negated)
    }
  }

  var variables: [Int] {
    switch self {
    case .flag(let variable, _): [variable]
    case .same(let a, let b, _): [a, b].compactMap(\.variable)
    case .linear(let atom): atom.terms.map(\.variable)
    }
  }
}

/// A value that is compared for equality.
enum Operand: Hashable {
  case variable(Int)
  case constant(LiteralIR)

  var variable: Int? {
    if case .variable(let variable) = self { variable } else { nil }
  }
}

/// A condition without negations but in its atoms.
indirect enum Formula: Hashable {
  case constant(Bool)
  case atom(Atom)
  case all([Formula])
  case any([Formula])

  static func conjunction(_ parts: [Formula]) -> Formula {
    var result: [Formula] = []
    for part in parts {
      switch part {
      case .constant(true): continue
      case .constant(false): return part
      case .all(let inner): result += inner
      default: result.append(part)
      }
    }
    return result.isEmpty ? .constant(true) : result.count == 1 ? result[0] : .all(result)
  }

  static func disjunction(_ parts: [Formula]) -> Formula {
    var result: [Formula] = []
    for part in parts {
      switch part {
      case .constant(false): continue
      case .constant(true): return part
      case .any(let inner): result += inner
      default: result.append(part)
      }
    }
    return result.isEmpty ? .constant(false) : result.count == 1 ? result[0] : .any(result)
  }

  /// What holds iff this does not.
  var negated: Formula {
    switch self {
    case .constant(let truth): .constant(!truth)
    case .atom(let atom): .atom(atom.negated)
    case .all(let parts): .any(parts.map(\.negated))
    case .any(let parts): .all(parts.map(\.negated))
    }
  }

  /// The variables in the order in which they appear, perhaps more than once.
  var variables: [Int] {
    switch self {
    case .constant: []
    case .atom(let atom): atom.variables
    case .all(let parts), .any(let parts): parts.flatMap(\.variables)
    }
  }
}

/// What variables stand for, and what always holds of them.
struct Vocabulary {
  private(set) var names: [String] = []
  private var numbers: NameTable<Int> = [:]
  private(set) var isWhole: [Bool] = []
  /// The values that the variable may have, where they are few.
  private(set) var domains: [[LiteralIR]?] = []
  /// `true` iff the value may be another one after the next event.
  private(set) var isPassing: [Bool] = []
  /// What always holds of the variable.
  var axioms: [[Formula]] = []

  /// The number of `name`, or `nil` where it is new.
  func number(of name: String) -> Int? { numbers[name] }

  mutating func add(_ name: String, isWhole: Bool, domain: [LiteralIR]?, isPassing: Bool) -> Int {
    let number = names.count
    names.append(name)
    numbers[name] = number
    self.isWhole.append(isWhole)
    domains.append(domain)
    self.isPassing.append(isPassing)
    axioms.append([])
    return number
  }

  /// The axioms of what the formulas speak of, and of what these speak of in turn.
  func axioms(for formulas: [Formula]) -> [Formula] {
    var seen: Set<Int> = []
    var pending = formulas.flatMap(\.variables)
    var known: Set<Formula> = []
    var result: [Formula] = []
    while let variable = pending.popLast() {
      guard seen.insert(variable).inserted else { continue }
      for axiom in axioms[variable] where known.insert(axiom).inserted {
        result.append(axiom)
        pending += axiom.variables
      }
    }
    return result
  }
}
