/// A sum of variables with factors, and a constant.
struct LinearForm: Hashable {
  /// By variable; no factor is zero.
  var factors: [Int: Rational] = [:]
  var constant = Rational.zero

  static func variable(_ variable: Int) -> LinearForm { LinearForm(factors: [variable: Rational(1)]) }

  func plus(_ other: LinearForm) throws(Undecided) -> LinearForm {
    var result = self
    result.constant = try constant.plus(other.constant)
    for (variable, factor) in other.factors {
      let total = try (factors[variable] ?? .zero).plus(factor)
      result.factors[variable] = total == .zero ? nil : total
    }
    return result
  }

  func times(_ scale: Rational) throws(Undecided) -> LinearForm {
    if scale == .zero { return LinearForm() }
    var result = LinearForm()
    result.constant = try constant.times(scale)
    for (variable, factor) in factors { result.factors[variable] = try factor.times(scale) }
    return result
  }

  func minus(_ other: LinearForm) throws(Undecided) -> LinearForm { try plus(other.times(Rational(-1))) }
}

/// A variable with a whole factor.
struct LinearTerm: Hashable {
  let variable: Int
  let factor: Int128
}

/// A comparison of a sum of variables with a constant.
struct LinearAtom: Hashable {
  enum Relation: Hashable { case atMost, below, equal, differs }

  /// By variable, in order, without zeros.
  let terms: [LinearTerm]
  let relation: Relation
  let bound: Int128

  init(terms: [LinearTerm], _ relation: Relation, _ bound: Int128) {
    self.terms = terms
    self.relation = relation
    self.bound = bound
  }

  /// `form relation 0`.
  init(_ form: LinearForm, _ relation: Relation) throws(Undecided) {
    var scale = form.constant.denominator
    for factor in form.factors.values { scale = try product(scale / gcd(scale, factor.denominator), factor.denominator) }
    func whole(_ value: Rational) throws(Undecided) -> Int128 { try product(value.numerator, scale / value.denominator) }
    var terms: [LinearTerm] = []
    for (variable, factor) in form.factors.sorted(by: { $0.key < $1.key }) {
      terms.append(LinearTerm(variable: variable, factor: try whole(factor)))
    }
    self.init(terms: terms, relation, try product(whole(form.constant), -1))
  }

  /// What holds iff this does not.
  var negated: LinearAtom {
    switch relation {
    case .equal: LinearAtom(terms: terms, .differs, bound)
    case .differs: LinearAtom(terms: terms, .equal, bound)
    case .atMost, .below:
      LinearAtom(
        terms: terms.map { LinearTerm(variable: $0.variable, factor: -$0.factor) }, relation == .atMost ? .below : .atMost, -bound)
    }
  }

  /// Whether it holds, where it has no variables.
  var constantTruth: Bool? {
    if !terms.isEmpty { return nil }
    switch relation {
    case .atMost: return 0 <= bound
    case .below: return 0 < bound
    case .equal: return bound == 0
    case .differs: return bound != 0
    }
  }
}
