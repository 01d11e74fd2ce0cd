import IntentIR
import IntentSource

/// What a name of a scope means.
final class ScopeName {
  enum Role {
    /// A binder.
    case local
    /// One whose fields are in scope (`where`, `for each`, a quantifier).
    case instance
    case subject
    case parameter
    /// Nothing; the lowered form must not use the name.
    case taken
    /// It is wrong and was reported, whatever else goes by the name.
    case broken
  }

  let role: Role
  /// What it is called, or `nil` for what has no name of its own.
  let name: String?
  /// `nil` for a value that is wrong and was reported.
  let value: ExprIR?
  /// The local of the lowered form that stands for it alone.
  let local: String?
  let outer: ScopeName?

  init(_ role: Role, _ name: String?, _ value: ExprIR?, local: String? = nil, in outer: ScopeName?) {
    self.role = role
    self.name = name
    self.value = value
    self.local = local
    self.outer = outer
  }
}

/// What the names of an expression mean, innermost first: an instance's fields, binders, the subject's fields, parameters. The
/// system's items come after all of these.
///
/// A scope is handed on at every step and changed at few: scopes share what they have in common, and each is four words.
struct Scope {
  /// The name that came last, and through it the others.
  private(set) var innermost: ScopeName?
  private var proof: Proof?
  private var rest: ScopeRest?
  private(set) var hasParameters = false
  /// `true` in the left side of `else`, where a division may be by zero.
  var mayDivideByZero = false

  // MARK: names

  /// The innermost name that `isWanted`, or `nil`.
  private func first(_ isWanted: (ScopeName) -> Bool) -> ScopeName? {
    var next = innermost
    while let name = next {
      if isWanted(name) { return name }
      next = name.outer
    }
    return nil
  }

  /// The instances whose fields are in scope, innermost last.
  var instances: [ExprIR] {
    var result: [ExprIR] = []
    var next = innermost
    while let name = next {
      if name.role == .instance, let value = name.value { result.append(value) }
      next = name.outer
    }
    return result.reversed()
  }

  /// What `it` is.
  var it: ExprIR? { first { $0.role == .instance }?.value }

  /// `true` iff `value` is an instance whose fields are in scope, and goes by that name.
  func isInstance(_ name: String, _ value: ExprIR) -> Bool {
    first { $0.role == .instance && $0.name == name && $0.value == value } != nil
  }

  /// The subject, whose fields are in scope.
  var subject: ExprIR? { first { $0.role == .subject }?.value }

  /// The parameter of that name.
  func parameter(_ name: String) -> ScopeName? {
    hasParameters ? first { $0.name == name && $0.role == .parameter } : nil
  }

  /// The names of binders, the subject and parameters.
  var names: [String] {
    var result: [String] = []
    var next = innermost
    while let name = next {
      if name.role != .taken, let name = name.name { result.append(name) }
      next = name.outer
    }
    return result
  }

  /// The locals of the lowered form that stand for something here.
  var locals: Set<String> {
    var result: Set<String> = []
    var next = innermost
    while let name = next {
      if let local = name.local { result.insert(local) }
      next = name.outer
    }
    return result
  }

  /// A name of the lowered form for the binder `name` that hides no other.
  func unused(_ name: String) -> String {
    var candidate = name
    var number = 2
    while first({ $0.local == candidate }) != nil {
      candidate = "\(name)_\(number)"
      number += 1
    }
    return candidate
  }

  private mutating func add(_ role: ScopeName.Role, _ name: String?, local word: String, _ type: TypeIR) -> ExprIR {
    let local = unused(word)
    let value = ExprIR(.local(local), type)
    innermost = ScopeName(role, name, value, local: local, in: innermost)
    return value
  }

  /// Binds `name` to a value of `type` and returns it as an expression.
  mutating func bind(_ name: String, _ type: TypeIR) -> ExprIR { add(.local, name, local: name, type) }

  /// Lets `name` stand for a value, or for one that is wrong and was reported.
  mutating func bind(_ name: String, to value: ExprIR?) { innermost = ScopeName(.local, name, value, in: innermost) }

  /// Lets `name` stand for nothing that is known, though a field in scope may have the name.
  mutating func spoil(_ name: String) { innermost = ScopeName(.broken, name, nil, in: innermost) }

  /// Binds `name` to the subject, whose fields are in scope from here on.
  mutating func bindSubject(_ name: String, _ type: TypeIR) { _ = add(.subject, name, local: name, type) }

  /// The same for a subject that has no name; the lowered form calls it `word`.
  mutating func addSubject(_ word: String, _ type: TypeIR) { _ = add(.subject, nil, local: word, type) }

  /// Binds a parameter to a local of its name.
  mutating func bindParameter(_ name: String, _ type: TypeIR) {
    hasParameters = true
    _ = add(.parameter, name, local: name, type)
  }

  /// Lets a parameter stand for a value, or for one that is wrong and was reported.
  mutating func bindParameter(_ name: String, to value: ExprIR?) {
    hasParameters = true
    innermost = ScopeName(.parameter, name, value, in: innermost)
  }

  /// Lets no local of the lowered form be called `name`.
  mutating func take(_ name: String) { innermost = ScopeName(.taken, nil, nil, local: name, in: innermost) }

  /// The scope in an instance of a collection or a quantifier, with the instance as an expression.
  func inside(_ type: TypeIR, named name: String? = nil) -> (Scope, ExprIR) {
    var scope = self
    let instance = scope.add(.instance, name, local: name ?? "it", type)
    return (scope, instance)
  }

  /// The scope in a value that the lowered form has no local for.
  func inside(_ value: ExprIR, named name: String?) -> Scope {
    var scope = self
    scope.innermost = ScopeName(.instance, name, value, in: innermost)
    return scope
  }

  // MARK: what is proved

  /// `true` iff some optional value is proved to be there.
  var knowsPresent: Bool { proof?.present.isEmpty == false }
  /// The innermost condition that guards this place.
  var assumption: Assumption? { proof?.assumption }

  /// `true` iff a guard proved that the optional value is there.
  func isPresent(_ value: ExprIR) -> Bool { proof?.present[value.text] != nil }

  /// From here on the optional value is there.
  mutating func prove(_ value: ExprIR) {
    ownProof.present[value.text] = value
    // What is there of another is so only where that is there.
    switch value.kind {
    case .field(let base, _, _) where base.type.isOptional, .member(let base, _) where base.type.isOptional: prove(base)
    default: break
    }
  }

  /// Forgets of which values it was proved that they are there, and which conditions hold, where that may not be so any more.
  mutating func forget(present isPerhapsAbsent: (ExprIR) -> Bool, conditions isPerhapsOther: (ExprIR) -> Bool) {
    guard let proof else { return }
    self.proof = Proof(
      present: proof.present.filter { !isPerhapsAbsent($0.value) }, assumption: proof.assumption?.without { isPerhapsOther($0.condition) })
  }

  /// Behind two ways of which one was taken, what both have proved of the names that are known here.
  mutating func learnJoined(_ first: Scope, _ second: Scope) {
    guard let one = first.proof, let other = second.proof else {
      proof = nil
      return
    }
    let names = locals
    func isKnown(_ value: ExprIR) -> Bool { value.locals.subtracting(value.binders).isSubset(of: names) }
    let asked = other.assumption?.texts ?? []
    proof = Proof(
      present: one.present.filter { other.present[$0.key] != nil && isKnown($0.value) },
      assumption: one.assumption?.without { !asked.contains($0.text) || !isKnown($0.condition) })
  }

  /// What is proved, for a change: no other scope has it.
  private var ownProof: Proof {
    mutating get {
      if isKnownUniquelyReferenced(&proof), let proof { return proof }
      let own = Proof(present: proof?.present ?? [:], assumption: proof?.assumption)
      proof = own
      return own
    }
  }

  /// The scope where `condition` held.
  func assuming(_ condition: ExprIR?, _ truth: Bool = true) -> Scope {
    guard let condition else { return self }
    var scope = self
    scope.ownProof.assumption = Assumption(condition, truth, in: scope.assumption)
    scope.learn(condition, truth)
    return scope
  }

  /// The scope in an instance that is called `binder`, as the filters say of it that `collection` has gone through.
  func assumingFilters(of collection: ExprIR, binder: String) -> Scope {
    collection.filters(of: binder).reduce(self) { $0.assuming($1) }
  }

  /// The scope at a later moment: what a guard proved about the state may not hold any more.
  var later: Scope {
    var scope = self
    scope.proof = nil
    return scope
  }

  // MARK: the rest

  /// Why there is no `me` here, where that is more than that nobody acts.
  var withoutMe: String? {
    get { rest?.withoutMe }
    set { rest = ScopeRest(withoutMe: newValue, quantified: quantified, deleted: deleted) }
  }

  /// What a quantifier without a colon speaks of.
  var quantified: ExprIR? {
    get { rest?.quantified }
    set { rest = ScopeRest(withoutMe: withoutMe, quantified: newValue, deleted: deleted) }
  }

  /// Instances that the statements before have deleted, by their canonical texts.
  var deleted: [String: Deletion] {
    get { rest?.deleted ?? [:] }
    set {
      if !newValue.isEmpty || rest != nil { rest = ScopeRest(withoutMe: withoutMe, quantified: quantified, deleted: newValue) }
    }
  }
}

/// What few scopes have.
private final class ScopeRest {
  let withoutMe: String?
  let quantified: ExprIR?
  let deleted: [String: Deletion]

  init(withoutMe: String?, quantified: ExprIR?, deleted: [String: Deletion]) {
    self.withoutMe = withoutMe
    self.quantified = quantified
    self.deleted = deleted
  }
}

/// An instance that is gone.
struct Deletion {
  /// What named it.
  let value: ExprIR
  /// Where it was deleted.
  let place: Span
}

// MARK: - what a condition proves

/// What guards proved: the values that are there, by their canonical texts, and all that they asked.
private final class Proof {
  var present: [String: ExprIR]
  var assumption: Assumption?

  init(present: [String: ExprIR], assumption: Assumption?) {
    self.present = present
    self.assumption = assumption
  }
}

extension Assumption {
  /// What is left of the innermost ones without those that are stale.
  fileprivate func without(_ isStale: (Assumption) -> Bool, atMost count: Int = Assumption.most) -> Assumption? {
    if count == 0 { return nil }
    let outer = outer?.without(isStale, atMost: count - 1)
    return isStale(self) ? outer : Assumption(condition, truth, in: outer)
  }

  fileprivate var text: String { truth ? condition.text : "not \(condition.text)" }

  /// What it says, and what those around it say.
  fileprivate var texts: Set<String> {
    var result: Set<String> = []
    var next: Assumption? = self
    while let assumption = next, result.count < Assumption.most {
      result.insert(assumption.text)
      next = assumption.outer
    }
    return result
  }
}

extension Scope {
  fileprivate mutating func learn(_ condition: ExprIR, _ truth: Bool) {
    switch condition.kind {
    case .not(let inner): learn(inner, !truth)
    case .binary(.and, let left, let right) where truth:
      learn(left, true)
      learn(right, true)
    case .binary(.or, let left, let right) where !truth:
      learn(left, false)
      learn(right, false)
    case .exists(let value) where truth, .valid(let value) where truth: prove(value)
    case .binary(let op, let left, let right): learnComparison(truth ? op : op.opposite, left, right)
    default: break
    }
  }

  private mutating func learnComparison(_ op: BinaryOperator?, _ left: ExprIR, _ right: ExprIR) {
    guard let op else { return }
    if op == .equal {
      if left.type.isOptional, !right.type.isOptional { prove(left) }
      if right.type.isOptional, !left.type.isOptional { prove(right) }
    }
  }
}

extension ExprIR {
  /// What the filters say of each instance of this collection, which is called `binder`; the first one first.
  func filters(of binder: String) -> [ExprIR] {
    switch kind {
    case .collection(.where, let base, binder: let name, body: let body?):
      guard case .list(let element) = base.type else { return [] }
      let known = name == binder ? body : body.replacing([name: ExprIR(.local(binder), element)])
      return base.filters(of: binder) + (known.map { [$0] } ?? [])
    case .collection(.orderBy, let base, _, _), .limit(let base, _), .narrowed(let base): return base.filters(of: binder)
    default: return []
    }
  }
}
