/// What no change of the state could make false.
enum CascadeForce {
  /// The part of the formula that holds whatever passing values are; false where it cannot be told.
  static func forced(_ formula: Formula, _ vocabulary: Vocabulary) -> Formula {
    if !formula.variables.contains(where: { vocabulary.isPassing[$0] }) { return formula }
    guard let ways = Satisfiability.ways([formula.negated], vocabulary) else { return .constant(false) }
    var refuted: [Formula] = []
    for way in ways {
      guard let lasting = try? lasting(way, vocabulary) else { return .constant(false) }
      refuted.append(lasting.negated)
    }
    return .conjunction(refuted)
  }

  /// What a way in which something holds says of values that last.
  private static func lasting(_ way: [Atom], _ vocabulary: Vocabulary) throws(Undecided) -> Formula {
    var kept: [Formula] = []
    var mixed: [LinearAtom] = []
    for atom in way {
      if case .linear(let linear) = atom {
        mixed.append(linear)
      } else if !atom.variables.contains(where: { vocabulary.isPassing[$0] }) {
        kept.append(.atom(atom))
      }
    }
    // Two values that differ are one below the other, or above.
    var cases: [[LinearAtom]] = [[]]
    for atom in mixed {
      guard atom.relation == .differs, atom.terms.contains(where: { vocabulary.isPassing[$0.variable] }) else {
        if atom.relation == .differs { kept.append(.atom(.linear(atom))) } else { cases = cases.map { $0 + [atom] } }
        continue
      }
      let below = LinearAtom(terms: atom.terms, .below, atom.bound)
      let above = LinearAtom(terms: atom.terms, .atMost, atom.bound).negated
      cases = cases.flatMap { [$0 + [below], $0 + [above]] }
      if cases.count > 32 { throw Undecided() }
    }
    var sides: [Formula] = []
    var plain: [[LinearAtom]] = []
    for atoms in cases { plain += try listed(atoms, vocabulary) }
    for atoms in plain {
      let projected = try LinearSolver.project(atoms, hiding: { vocabulary.isPassing[$0] }, isWhole: { vocabulary.isWhole[$0] })
      sides.append(.conjunction(projected.map { atom in atom.constantTruth.map { .constant($0) } ?? .atom(.linear(atom)) }))
    }
    return .conjunction(kept + [.disjunction(sides)])
  }

  /// The atoms once for each value of a passing whole number that is multiplied, where its values are few: what is left of others by
  /// elimination alone would be rounded.
  private static func listed(_ atoms: [LinearAtom], _ vocabulary: Vocabulary) throws(Undecided) -> [[LinearAtom]] {
    let multiplied = atoms.filter { $0.terms.count > 1 }.flatMap(\.terms).first { term in
      vocabulary.isPassing[term.variable] && vocabulary.isWhole[term.variable] && term.factor.magnitude > 1
    }
    guard let variable = multiplied?.variable else { return [atoms] }
    var (low, high): (Int128?, Int128?)
    for atom in atoms where atom.terms.count == 1 && atom.terms[0].variable == variable && atom.relation == .atMost {
      if atom.terms[0].factor == 1 { high = min(high ?? atom.bound, atom.bound) }
      if atom.terms[0].factor == -1 { low = max(low ?? -atom.bound, -atom.bound) }
    }
    guard let low, let high, low <= high, high - low < 16 else { return [atoms] }
    var result: [[LinearAtom]] = []
    for value in low...high {
      var given: [LinearAtom] = []
      for atom in atoms { given.append(try atom.replacing(variable, by: value)) }
      result += try listed(given.filter { $0.constantTruth != true }, vocabulary)
      if result.count > 64 { throw Undecided() }
    }
    return result
  }
}

extension LinearAtom {
  fileprivate func replacing(_ variable: Int, by value: Int128) throws(Undecided) -> LinearAtom {
    guard let term = terms.first(where: { $0.variable == variable }) else { return self }
    return LinearAtom(terms: terms.filter { $0.variable != variable }, relation, try sum(bound, product(-term.factor, value)))
  }
}
