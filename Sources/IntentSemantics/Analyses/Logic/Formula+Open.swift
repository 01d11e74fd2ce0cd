/// What is plain without a search: most conditions compare a few values that have nothing to do with each other.
extension Formula {
  /// `true` only if it may hold and may not: each of its atoms may be either, and no variable is in two of them or in `seen`, to which
  /// those of the formula are added.
  func isOpen(_ vocabulary: Vocabulary, _ seen: inout [Int]) -> Bool {
    switch self {
    case .constant: return false
    case .atom(let atom):
      guard atom.isOpen(vocabulary), seen.count < 40 else { return false }
      return atom.variables.allSatisfy { variable in
        if seen.contains(variable) || !vocabulary.axioms[variable].isEmpty { return false }
        seen.append(variable)
        return true
      }
    case .all(let parts), .any(let parts): return parts.allSatisfy { $0.isOpen(vocabulary, &seen) }
    }
  }
}

extension Atom {
  /// `true` only if it may hold and may not, where nothing is known of its variables.
  fileprivate func isOpen(_ vocabulary: Vocabulary) -> Bool {
    switch self {
    case .flag: return true
    case .same(.variable(let variable), .constant(let value), _):
      guard let domain = vocabulary.domains[variable] else { return true }
      return domain.count > 1 && domain.contains(value)
    case .same: return false
    case .linear(let atom):
      switch atom.relation {
      case .atMost, .below: return !atom.terms.isEmpty
      // Twice a whole number is never 1.
      case .equal, .differs: return atom.terms.count == 1 && atom.terms[0].factor.magnitude == 1
      }
    }
  }
}
