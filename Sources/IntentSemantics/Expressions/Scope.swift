import IntentIR

/// What the names of an expression mean, innermost first: an instance's fields, binders, the subject's fields, parameters. The
/// system's items come after all of these.
struct Scope {
  /// Instances whose fields are in scope (`where`, `for each`, a quantifier), innermost last.
  var instances: [ExprIR] = []
  /// Binders and the subject's name; `nil` inside for one whose value is wrong and was reported.
  var locals = Bindings()
  /// The subject, whose fields are in scope.
  var subject: ExprIR?
  var parameters = Bindings()
  /// What `it` is.
  var it: ExprIR?
  /// Why there is no `me` here, where that is more than that nobody acts.
  var withoutMe: String?
  /// What a quantifier without a colon speaks of.
  var quantified: ExprIR?
  /// Names of locals of the lowered form that are taken.
  var taken: [String] = []
  /// Canonical texts of optional values that a guard proved to be there.
  var present: Set<String> = []
  /// Canonical texts of numbers that a guard proved not to be zero.
  var nonZero: Set<String> = []
  /// `true` in the left side of `else`, where a division may be by zero.
  var mayDivideByZero = false

  /// A name of the lowered form for the binder `name` that hides no other.
  mutating func fresh(_ name: String) -> String {
    var candidate = name
    var number = 2
    while taken.contains(candidate) {
      candidate = "\(name)_\(number)"
      number += 1
    }
    taken.append(candidate)
    return candidate
  }

  /// Binds `name` to a value of `type` and returns it as an expression.
  mutating func bind(_ name: String, _ type: TypeIR) -> ExprIR {
    let local = ExprIR(.local(fresh(name)), type)
    locals[name] = .some(local)
    return local
  }

  /// The scope in an instance of a collection or a quantifier, with the instance as an expression.
  func inside(_ type: TypeIR, named name: String? = nil) -> (Scope, ExprIR) {
    var scope = self
    let instance = name.map { scope.bind($0, type) } ?? ExprIR(.local(scope.fresh("it")), type)
    scope.instances.append(instance)
    scope.it = instance
    return (scope, instance)
  }

  /// The scope where `condition` held.
  func assuming(_ condition: ExprIR?, _ truth: Bool = true) -> Scope {
    guard let condition else { return self }
    var scope = self
    scope.learn(condition, truth)
    return scope
  }

  /// The scope in an instance that is called `binder`, as the filters say of it that `collection` has gone through.
  func assumingFilters(of collection: ExprIR, binder: String) -> Scope {
    switch collection.kind {
    case .collection(.where, let base, binder: let name, body: let body):
      let scope = assumingFilters(of: base, binder: binder)
      return name == binder ? scope.assuming(body) : scope
    case .collection(.orderBy, let base, _, _), .limit(let base, _): return assumingFilters(of: base, binder: binder)
    default: return self
    }
  }

  /// The scope at a later moment: what a guard proved about the state may not hold any more.
  var later: Scope {
    var scope = self
    scope.present = []
    scope.nonZero = []
    return scope
  }
}

/// What names stand for; `nil` inside for one whose value is wrong and was reported. There are few in a scope, and scopes are copied often.
struct Bindings {
  private var entries: [(name: String, value: ExprIR?)] = []

  var keys: [String] { entries.map(\.name) }

  subscript(name: String) -> ExprIR?? {
    get { entries.first { $0.name == name }.map(\.value) }
    set {
      guard let newValue else { return entries.removeAll { $0.name == name } }
      if let index = entries.firstIndex(where: { $0.name == name }) {
        entries[index].value = newValue
      } else {
        entries.append((name, newValue))
      }
    }
  }
}

// MARK: - what a condition proves

extension Scope {
  private mutating func learn(_ condition: ExprIR, _ truth: Bool) {
    switch condition.kind {
    case .not(let inner): learn(inner, !truth)
    case .binary(.and, let left, let right) where truth:
      learn(left, true)
      learn(right, true)
    case .binary(.or, let left, let right) where !truth:
      learn(left, false)
      learn(right, false)
    case .exists(let value) where truth, .valid(let value) where truth: present.insert(value.text)
    case .binary(let op, let left, let right): learnComparison(truth ? op : op.opposite, left, right)
    default: break
    }
  }

  private mutating func learnComparison(_ op: BinaryOperator?, _ left: ExprIR, _ right: ExprIR) {
    guard let op else { return }
    if op == .equal {
      if left.type.isOptional, !right.type.isOptional { present.insert(left.text) }
      if right.type.isOptional, !left.type.isOptional { present.insert(right.text) }
    }
    learnNonZero(op, left, right)
    if let mirrored = op.mirrored { learnNonZero(mirrored, right, left) }
  }

  private mutating func learnNonZero(_ op: BinaryOperator, _ value: ExprIR, _ bound: ExprIR) {
    guard let sign = bound.constant?.sign else { return }
    switch op {
    case .notEqual where sign == 0, .greater where sign >= 0, .greaterOrEqual where sign > 0, .less where sign <= 0,
      .lessOrEqual where sign < 0, .equal where sign != 0:
      nonZero.insert(value.text)
    default: break
    }
  }
}

extension LiteralIR {
  /// -1, 0 or 1 for a number, an amount or a duration.
  var sign: Int? {
    func sign(_ digits: String) -> Int { digits.hasPrefix("-") ? -1 : digits == "0" ? 0 : 1 }
    switch self {
    case .int(let value): return Int(value.signum())
    case .duration(let value): return Int(value.signum())
    case .decimal(let digits), .money(let digits, _): return sign(digits)
    default: return nil
    }
  }
}
