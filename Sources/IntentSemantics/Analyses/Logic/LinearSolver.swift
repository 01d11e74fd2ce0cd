/// Decides whether linear comparisons can hold together: Fourier–Motzkin elimination over the rationals, tightened where all variables
/// are whole numbers, and cases where a whole number lies between.
struct LinearSolver {
  /// Whether a variable is a whole number.
  let isWhole: (Int) -> Bool
  /// Systems of comparisons that may still be looked at.
  var budget = 200

  /// The comparisons of one elimination are at most so many.
  private static let widest = 300

  init(isWhole: @escaping (Int) -> Bool) { self.isWhole = isWhole }

  /// `true` iff some values satisfy all atoms.
  mutating func canHold(_ atoms: [LinearAtom]) throws(Undecided) -> Bool {
    var rows: [Row] = []
    var differences: [LinearAtom] = []
    for atom in atoms {
      switch atom.relation {
      case .atMost: rows.append(Row(atom.terms, atom.bound, isStrict: false))
      case .below: rows.append(Row(atom.terms, atom.bound, isStrict: true))
      case .equal:
        rows.append(Row(atom.terms, atom.bound, isStrict: false))
        rows.append(try Row(atom.terms, atom.bound, isStrict: false).negated)
      case .differs: differences.append(atom)
      }
    }
    return try canHold(rows, differences)
  }

  private mutating func canHold(_ rows: [Row], _ differences: [LinearAtom]) throws(Undecided) -> Bool {
    guard let model = try model(of: rows) else { return false }
    // A difference that the values found do not respect is tried on both sides.
    for (index, difference) in differences.enumerated() where try value(of: difference.terms, in: model) == Rational(difference.bound) {
      if difference.terms.isEmpty { return false }
      var rest = differences
      rest.remove(at: index)
      let below = Row(difference.terms, difference.bound, isStrict: true)
      let above = try Row(difference.terms, difference.bound, isStrict: false).negated.strict
      if try canHold(rows + [below], rest) { return true }
      return try canHold(rows + [above], rest)
    }
    return true
  }

  private func value(of terms: [LinearTerm], in model: [Int: Rational]) throws(Undecided) -> Rational {
    var total = Rational.zero
    for term in terms { total = try total.plus((model[term.variable] ?? .zero).times(Rational(term.factor))) }
    return total
  }
}

/// The sum of `terms` is at most `bound`, or below it.
private struct Row {
  var terms: [LinearTerm]
  var bound: Int128
  var isStrict: Bool

  init(_ terms: [LinearTerm], _ bound: Int128, isStrict: Bool) {
    self.terms = terms
    self.bound = bound
    self.isStrict = isStrict
  }

  /// The same with all signs changed: at least for at most.
  var negated: Row {
    get throws(Undecided) {
      Row(terms.map { LinearTerm(variable: $0.variable, factor: -$0.factor) }, try product(bound, -1), isStrict: isStrict)
    }
  }

  var strict: Row { Row(terms, bound, isStrict: true) }

  func factor(of variable: Int) -> Int128 { terms.first { $0.variable == variable }?.factor ?? 0 }

  /// `self` times `a` plus `other` times `b`.
  func combined(_ a: Int128, _ other: Row, _ b: Int128) throws(Undecided) -> Row {
    var result: [LinearTerm] = []
    var (i, j) = (0, 0)
    while i < terms.count || j < other.terms.count {
      let first = i < terms.count ? terms[i].variable : Int.max
      let second = j < other.terms.count ? other.terms[j].variable : Int.max
      var factor: Int128 = 0
      if first <= second { factor = try product(terms[i].factor, a) }
      if second <= first { factor = try sum(factor, product(other.terms[j].factor, b)) }
      if factor != 0 { result.append(LinearTerm(variable: min(first, second), factor: factor)) }
      if first <= second { i += 1 }
      if second <= first { j += 1 }
    }
    return Row(result, try sum(product(bound, a), product(other.bound, b)), isStrict: isStrict || other.isStrict)
  }
}

/// A variable that was eliminated, with the rows that bound it.
private struct Elimination {
  let variable: Int
  let rows: [Row]
}

// MARK: - elimination

extension LinearSolver {
  /// Values that satisfy all rows, or `nil` where there are none.
  private mutating func model(of rows: [Row]) throws(Undecided) -> [Int: Rational]? {
    budget -= 1
    if budget < 0 { throw Undecided() }
    var current = try tightest(rows)
    var eliminations: [Elimination] = []
    while let variable = next(in: current) {
      eliminations.append(Elimination(variable: variable, rows: current.filter { $0.factor(of: variable) != 0 }))
      current = try tightest(self.rows(current, without: variable))
    }
    if current.contains(where: { $0.isStrict ? $0.bound <= 0 : $0.bound < 0 }) { return nil }
    return try values(rows, eliminations)
  }

  /// The rows with each sum bounded once, as tightly as whole numbers allow.
  private func tightest(_ rows: [Row]) throws(Undecided) -> [Row] {
    var places: [[LinearTerm]: Int] = [:]
    var result: [Row] = []
    for row in rows {
      let row = try tightened(row)
      if let place = places[row.terms] {
        let known = result[place]
        if row.bound < known.bound || (row.bound == known.bound && row.isStrict) { result[place] = row }
      } else {
        places[row.terms] = result.count
        result.append(row)
      }
    }
    return result
  }

  private func tightened(_ row: Row) throws(Undecided) -> Row {
    var divisor: Int128 = 0
    for term in row.terms { divisor = divisor == 0 ? gcd(term.factor, term.factor) : gcd(divisor, term.factor) }
    if divisor == 0 { return row }
    var row = row
    if row.terms.allSatisfy({ isWhole($0.variable) }) {
      if row.isStrict { row = Row(row.terms, try sum(row.bound, -1), isStrict: false) }
      row.bound = try Rational(row.bound, over: divisor).floor
    } else {
      divisor = gcd(divisor, row.bound == 0 ? divisor : row.bound)
      row.bound /= divisor
    }
    row.terms = row.terms.map { LinearTerm(variable: $0.variable, factor: $0.factor / divisor) }
    return row
  }

  /// The variable whose elimination makes the fewest rows.
  private func next(in rows: [Row]) -> Int? {
    var uppers: [Int: Int] = [:]
    var lowers: [Int: Int] = [:]
    for row in rows {
      for term in row.terms {
        if term.factor > 0 { uppers[term.variable, default: 0] += 1 } else { lowers[term.variable, default: 0] += 1 }
      }
    }
    let variables = Set(uppers.keys).union(lowers.keys)
    return variables.min { a, b in
      ((uppers[a] ?? 0) * (lowers[a] ?? 0), a) < ((uppers[b] ?? 0) * (lowers[b] ?? 0), b)
    }
  }
}

// MARK: - projection

extension LinearSolver {
  /// What the atoms say of the other variables, whatever those that are `hidden` may be; no less than that where whole numbers are rounded.
  /// Requires: no atom says that two values differ.
  static func project(
    _ atoms: [LinearAtom], hiding hidden: (Int) -> Bool, isWhole: @escaping (Int) -> Bool
  ) throws(Undecided) -> [LinearAtom] {
    let solver = LinearSolver(isWhole: isWhole)
    var rows: [Row] = []
    for atom in atoms {
      let row = Row(atom.terms, atom.bound, isStrict: atom.relation == .below)
      rows.append(row)
      if atom.relation == .equal { rows.append(try row.negated) }
    }
    rows = try solver.tightest(rows)
    while let variable = rows.flatMap(\.terms).map(\.variable).first(where: hidden) {
      rows = try solver.tightest(solver.rows(rows, without: variable))
    }
    return rows.map { LinearAtom(terms: $0.terms, $0.isStrict ? .below : .atMost, $0.bound) }
  }

  /// What the rows say where the variable may be anything.
  private func rows(_ rows: [Row], without variable: Int) throws(Undecided) -> [Row] {
    var rest = rows.filter { $0.factor(of: variable) == 0 }
    let uppers = rows.filter { $0.factor(of: variable) > 0 }
    for lower in rows where lower.factor(of: variable) < 0 {
      for upper in uppers {
        rest.append(try upper.combined(product(lower.factor(of: variable), -1), lower, upper.factor(of: variable)))
      }
    }
    if rest.count > Self.widest { throw Undecided() }
    return rest
  }
}

// MARK: - values

extension LinearSolver {
  /// Chooses values in the opposite order of the eliminations. Where no whole number is left between two bounds, both sides of the gap
  /// are tried.
  private mutating func values(_ rows: [Row], _ eliminations: [Elimination]) throws(Undecided) -> [Int: Rational]? {
    var model: [Int: Rational] = [:]
    for elimination in eliminations.reversed() {
      let variable = elimination.variable
      var interval = Interval()
      for row in elimination.rows {
        let factor = row.factor(of: variable)
        let others = row.terms.filter { $0.variable != variable }
        let rest = try Rational(row.bound).plus(value(of: others, in: model).negated)
        let limit = try rest.times(Rational(1, over: factor))
        if factor > 0 { try interval.lower(to: limit, row.isStrict) } else { try interval.raise(to: limit, row.isStrict) }
      }
      if !isWhole(variable) {
        model[variable] = try interval.any
      } else if let whole = try interval.anyWhole {
        model[variable] = Rational(whole)
      } else {
        return try split(rows, variable, at: interval.low ?? .zero)
      }
    }
    return model
  }

  private mutating func split(_ rows: [Row], _ variable: Int, at gap: Rational) throws(Undecided) -> [Int: Rational]? {
    let below = Row([LinearTerm(variable: variable, factor: 1)], gap.floor, isStrict: false)
    let above = Row([LinearTerm(variable: variable, factor: -1)], try product(sum(gap.floor, 1), -1), isStrict: false)
    if let found = try model(of: rows + [below]) { return found }
    return try model(of: rows + [above])
  }
}

/// What bounds a value from both sides.
private struct Interval {
  var low: Rational?
  var high: Rational?
  var isLowStrict = false
  var isHighStrict = false

  mutating func raise(to limit: Rational, _ isStrict: Bool) throws(Undecided) {
    if let low, try limit.isBelow(low) { return }
    isLowStrict = isStrict || (low == limit && isLowStrict)
    low = limit
  }

  mutating func lower(to limit: Rational, _ isStrict: Bool) throws(Undecided) {
    if let high, try high.isBelow(limit) { return }
    isHighStrict = isStrict || (high == limit && isHighStrict)
    high = limit
  }

  /// A value inside. Requires: there is one.
  var any: Rational {
    get throws(Undecided) {
      guard let low else {
        guard let high else { return .zero }
        return isHighStrict ? try high.plus(Rational(-1)) : high
      }
      guard let high else { return isLowStrict ? try low.plus(Rational(1)) : low }
      return low == high ? low : try low.plus(high).times(Rational(1, over: 2))
    }
  }

  /// A whole number inside, or `nil` where there is none.
  var anyWhole: Int128? {
    get throws(Undecided) {
      if let low {
        let first = low.isWhole && !isLowStrict ? low.floor : try sum(low.floor, 1)
        guard let high else { return first }
        let isInside = isHighStrict ? try Rational(first).isBelow(high) : try !high.isBelow(Rational(first))
        return isInside ? first : nil
      }
      guard let high else { return 0 }
      return high.isWhole && isHighStrict ? try sum(high.floor, -1) : high.floor
    }
  }
}
