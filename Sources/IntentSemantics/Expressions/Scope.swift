import IntentIR

/// What the names of an expression mean, innermost first: an instance's fields, binders, the subject's fields, parameters. The
/// system's items come after all of these.
///
/// A scope is handed on at every step and changed at few, so copies share one content until it is changed.
struct Scope {
  private final class Shared {
    var content: ScopeContent

    init(_ content: consuming ScopeContent) { self.content = content }
  }

  /// `nil` for an empty scope.
  private var shared: Shared?

  private mutating func change<Result>(_ body: (inout ScopeContent) -> Result) -> Result {
    let isOwn = isKnownUniquelyReferenced(&shared)
    var content = shared?.content ?? ScopeContent()
    // What is taken out is changed in place.
    if isOwn { shared?.content = ScopeContent() }
    let result = body(&content)
    if isOwn { shared?.content = consume content } else { shared = Shared(consume content) }
    return result
  }

  /// Instances whose fields are in scope (`where`, `for each`, a quantifier), innermost last.
  var instances: [ExprIR] { shared?.content.instances ?? [] }
  /// What `it` is.
  var it: ExprIR? { shared?.content.it }
  /// Canonical texts of numbers that a guard proved not to be zero.
  var nonZero: Set<String> { shared?.content.nonZero ?? [] }

  /// Binders and the subject's name; `nil` inside for one whose value is wrong and was reported.
  var locals: Bindings {
    get { shared?.content.locals ?? Bindings() }
    set { change { $0.locals = newValue } }
  }

  /// The subject, whose fields are in scope.
  var subject: ExprIR? {
    get { shared?.content.subject }
    set { change { $0.subject = newValue } }
  }

  var parameters: Bindings {
    get { shared?.content.parameters ?? Bindings() }
    set { change { $0.parameters = newValue } }
  }

  /// Why there is no `me` here, where that is more than that nobody acts.
  var withoutMe: String? {
    get { shared?.content.withoutMe }
    set { change { $0.withoutMe = newValue } }
  }

  /// What a quantifier without a colon speaks of.
  var quantified: ExprIR? {
    get { shared?.content.quantified }
    set { change { $0.quantified = newValue } }
  }

  /// Canonical texts of optional values that a guard proved to be there.
  var present: Set<String> { shared?.content.present ?? [] }

  /// `true` in the left side of `else`, where a division may be by zero.
  var mayDivideByZero: Bool {
    get { shared?.content.mayDivideByZero ?? false }
    set { change { $0.mayDivideByZero = newValue } }
  }

  /// From here on the optional value with this canonical text is there.
  mutating func prove(_ value: String) { change { _ = $0.present.insert(value) } }

  /// Forgets what was proved of the values whose canonical texts are stale.
  mutating func forget(where isStale: (String) -> Bool) {
    if present.isEmpty, nonZero.isEmpty { return }
    change {
      $0.present = $0.present.filter { !isStale($0) }
      $0.nonZero = $0.nonZero.filter { !isStale($0) }
    }
  }

  /// Lets no local of the lowered form be called `name`.
  mutating func take(_ name: String) { change { $0.taken.append(name) } }

  /// A name of the lowered form for the binder `name` that hides no other.
  mutating func fresh(_ name: String) -> String { change { $0.fresh(name) } }

  /// The name that `fresh` would give; it is not taken.
  func unused(_ name: String) -> String { shared?.content.unused(name) ?? name }

  /// Binds `name` to a value of `type` and returns it as an expression.
  mutating func bind(_ name: String, _ type: TypeIR) -> ExprIR { change { $0.bind(name, type) } }

  /// Binds `name` to the subject, whose fields are in scope from here on.
  mutating func bindSubject(_ name: String, _ type: TypeIR) { change { $0.subject = $0.bind(name, type) } }

  /// The scope in an instance of a collection or a quantifier, with the instance as an expression.
  func inside(_ type: TypeIR, named name: String? = nil) -> (Scope, ExprIR) {
    var scope = self
    let instance = scope.change { content in
      let instance = name.map { content.bind($0, type) } ?? ExprIR(.local(content.fresh("it")), type)
      content.instances.append(instance)
      content.it = instance
      return instance
    }
    return (scope, instance)
  }

  /// The scope where `condition` held.
  func assuming(_ condition: ExprIR?, _ truth: Bool = true) -> Scope {
    guard let condition else { return self }
    var proof = Proof()
    proof.learn(condition, truth)
    if proof.present.isEmpty, proof.nonZero.isEmpty { return self }
    var scope = self
    scope.change {
      $0.present.formUnion(proof.present)
      $0.nonZero.formUnion(proof.nonZero)
    }
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
    if present.isEmpty, nonZero.isEmpty { return self }
    var scope = self
    scope.change {
      $0.present = []
      $0.nonZero = []
    }
    return scope
  }
}

/// What a scope holds; `Scope` says what each part is.
private struct ScopeContent {
  var instances: [ExprIR] = []
  var locals = Bindings()
  var subject: ExprIR?
  var parameters = Bindings()
  var it: ExprIR?
  var withoutMe: String?
  var quantified: ExprIR?
  /// Names of locals of the lowered form that are taken.
  var taken: [String] = []
  var present: Set<String> = []
  var nonZero: Set<String> = []
  var mayDivideByZero = false

  func unused(_ name: String) -> String {
    var candidate = name
    var number = 2
    while taken.contains(candidate) {
      candidate = "\(name)_\(number)"
      number += 1
    }
    return candidate
  }

  mutating func fresh(_ name: String) -> String {
    let name = unused(name)
    taken.append(name)
    return name
  }

  mutating func bind(_ name: String, _ type: TypeIR) -> ExprIR {
    let local = ExprIR(.local(fresh(name)), type)
    locals[name] = .some(local)
    return local
  }
}

/// What names stand for; `nil` inside for one whose value is wrong and was reported. There are few in a scope, and scopes are copied often.
struct Bindings {
  private var entries: [(name: String, value: ExprIR?)] = []

  var isEmpty: Bool { entries.isEmpty }
  var keys: [String] { entries.map(\.name) }

  subscript(name: String) -> ExprIR?? {
    get {
      for index in entries.indices where entries[index].name == name { return .some(entries[index].value) }
      return nil
    }
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

/// What a condition says of values, by their canonical texts.
private struct Proof {
  var present: Set<String> = []
  var nonZero: Set<String> = []

  mutating func learn(_ condition: ExprIR, _ truth: Bool) {
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
