import IntentIR

/// Searches for a way in which formulas hold together.
struct Satisfiability {
  private let vocabulary: Vocabulary
  /// Choices that may still be made.
  private var budget: Int

  init(_ vocabulary: Vocabulary, budget: Int = 400) {
    self.vocabulary = vocabulary
    self.budget = budget
  }

  /// `false` iff the formulas exclude each other, `nil` where the search came to no end. What types and rules say of the variables is taken
  /// for true unless they are to be read `alone`.
  static func canHold(_ formulas: [Formula], _ vocabulary: Vocabulary, alone: Bool = false) -> Bool? {
    var seen: [Int] = []
    if formulas.allSatisfy({ $0.isOpen(vocabulary, &seen) }) { return true }
    var search = Satisfiability(vocabulary)
    var isPossible = false
    do throws(Undecided) {
      try search.visit(formulas + (alone ? [] : vocabulary.axioms(for: formulas))) { _ in
        isPossible = true
        return true
      }
    } catch {
      return nil
    }
    return isPossible
  }

  /// The ways in which the formulas hold, each as atoms that together imply them; `nil` where they are too many.
  static func ways(_ formulas: [Formula], _ vocabulary: Vocabulary) -> [[Atom]]? {
    var search = Satisfiability(vocabulary)
    var found: [[Atom]] = []
    do throws(Undecided) {
      try search.visit(formulas + vocabulary.axioms(for: formulas)) { atoms in
        found.append(atoms)
        return found.count > 40
      }
    } catch {
      return nil
    }
    return found.count > 40 ? nil : found
  }

  private mutating func visit(_ formulas: [Formula], _ onWay: ([Atom]) -> Bool) throws(Undecided) {
    _ = try search(Assumed(), formulas, onWay)
  }

  /// Returns `true` iff `onWay` has seen enough.
  private mutating func search(_ assumed: Assumed, _ formulas: [Formula], _ onWay: ([Atom]) -> Bool) throws(Undecided) -> Bool {
    budget -= 1
    if budget < 0 { throw Undecided() }
    var assumed = assumed
    var open: [[Formula]] = []
    for formula in formulas where !assumed.assume(formula, &open) { return false }
    // A choice of which one side is left is no choice; what it forces may close others.
    var choices: [[Formula]] = []
    while let choice = open.popLast() {
      if choice.contains(where: { assumed.implies($0) }) { continue }
      let sides = choice.filter { !assumed.excludes($0) }
      if sides.isEmpty { return false }
      if sides.count > 1 {
        choices.append(sides)
      } else {
        let before = assumed.atoms.count
        if !assumed.assume(sides[0], &open) { return false }
        if assumed.atoms.count > before {
          open += choices
          choices = []
        }
      }
    }
    if try !isConsistent(assumed) { return false }
    guard let choice = choices.min(by: { $0.count < $1.count }), let place = choices.firstIndex(of: choice) else {
      return onWay(assumed.atoms)
    }
    choices.remove(at: place)
    let rest = choices.map { Formula.any($0) }
    for side in choice where try search(assumed, rest + [side], onWay) { return true }
    return false
  }

  private mutating func isConsistent(_ assumed: Assumed) throws(Undecided) -> Bool {
    var equalities = Equalities(vocabulary.domains)
    for case .same(let a, let b, true) in assumed.atoms { equalities.join(a, b) }
    for case .same(let a, let b, false) in assumed.atoms { equalities.part(a, b) }
    if try !equalities.canHold() { return false }
    let comparisons = assumed.atoms.compactMap { atom -> LinearAtom? in
      if case .linear(let linear) = atom { linear } else { nil }
    }
    if comparisons.isEmpty { return true }
    let isWhole = vocabulary.isWhole
    var solver = LinearSolver { isWhole[$0] }
    return try solver.canHold(comparisons)
  }
}

/// Atoms that are taken for true.
private struct Assumed {
  private(set) var atoms: [Atom] = []
  private var known: Set<Atom> = []

  /// `false` iff the formula contradicts what is assumed on its face. What offers a choice is added to `open`.
  mutating func assume(_ formula: Formula, _ open: inout [[Formula]]) -> Bool {
    switch formula {
    case .constant(let truth): return truth
    case .atom(let atom):
      if case .linear(let linear) = atom, let truth = linear.constantTruth { return truth }
      if known.contains(atom.negated) { return false }
      if known.insert(atom).inserted { atoms.append(atom) }
      return true
    case .all(let parts): return parts.allSatisfy { assume($0, &open) }
    case .any(let parts):
      open.append(parts)
      return true
    }
  }

  func implies(_ formula: Formula) -> Bool {
    switch formula {
    case .constant(let truth): truth
    case .atom(let atom): known.contains(atom)
    case .all(let parts): parts.allSatisfy { implies($0) }
    case .any(let parts): parts.contains { implies($0) }
    }
  }

  func excludes(_ formula: Formula) -> Bool {
    switch formula {
    case .constant(let truth): !truth
    case .atom(let atom): known.contains(atom.negated)
    case .all(let parts): parts.contains { excludes($0) }
    case .any(let parts): parts.allSatisfy { excludes($0) }
    }
  }
}

/// Which values are equal and which differ.
private struct Equalities {
  private let domains: [[LiteralIR]?]
  private var places: [Operand: Int] = [:]
  private var operands: [Operand] = []
  private var parents: [Int] = []
  private var differences: [(Int, Int)] = []
  /// Tries that may still be made.
  private var budget = 2_000

  init(_ domains: [[LiteralIR]?]) { self.domains = domains }

  mutating func join(_ a: Operand, _ b: Operand) {
    let places = (place(of: a), place(of: b))
    let (first, second) = (root(places.0), root(places.1))
    if first != second { parents[max(first, second)] = min(first, second) }
  }

  mutating func part(_ a: Operand, _ b: Operand) { differences.append((place(of: a), place(of: b))) }

  private mutating func place(of operand: Operand) -> Int {
    if let place = places[operand] { return place }
    places[operand] = operands.count
    operands.append(operand)
    parents.append(parents.count)
    return operands.count - 1
  }

  private func root(_ place: Int) -> Int {
    var place = place
    while parents[place] != place { place = parents[place] }
    return place
  }

  /// `true` iff values can be given to all classes: constants are told apart, and a choice has no more values than its cases.
  mutating func canHold() throws(Undecided) -> Bool {
    var constants: [Int: LiteralIR] = [:]
    var allowed: [Int: [LiteralIR]] = [:]
    for (place, operand) in operands.enumerated() {
      let root = root(place)
      switch operand {
      case .constant(let value):
        if let other = constants[root], other != value { return false }
        constants[root] = value
      case .variable(let variable):
        if let domain = domains[variable] { allowed[root] = allowed[root] ?? domain }
      }
    }
    for (root, value) in constants {
      if let domain = allowed[root], !domain.contains(value) { return false }
      allowed[root] = [value]
    }
    var neighbours: [Int: [Int]] = [:]
    for (a, b) in differences.map({ (root($0), root($1)) }) {
      if a == b { return false }
      neighbours[a, default: []].append(b)
      neighbours[b, default: []].append(a)
    }
    let choices = allowed.keys.filter { neighbours[$0] != nil }.sorted { ((allowed[$0]?.count ?? 0), $0) < ((allowed[$1]?.count ?? 0), $1) }
    var given: [Int: LiteralIR] = [:]
    return try give(choices[...], allowed, neighbours, &given)
  }

  private mutating func give(
    _ classes: ArraySlice<Int>, _ allowed: [Int: [LiteralIR]], _ neighbours: [Int: [Int]], _ given: inout [Int: LiteralIR]
  ) throws(Undecided) -> Bool {
    guard let first = classes.first else { return true }
    budget -= 1
    if budget < 0 { throw Undecided() }
    for value in allowed[first] ?? [] where !(neighbours[first] ?? []).contains(where: { given[$0] == value }) {
      given[first] = value
      if try give(classes.dropFirst(), allowed, neighbours, &given) { return true }
      given[first] = nil
    }
    return false
  }
}
