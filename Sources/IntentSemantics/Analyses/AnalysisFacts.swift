import IntentIR
import IntentSource
import IntentSyntax

/// The index of a condition in `conditionFacts`.
struct ConditionID: Hashable, Comparable {
  let index: Int

  static func < (a: ConditionID, b: ConditionID) -> Bool { a.index < b.index }
}

/// The index of a consequence in `consequenceFacts`.
struct ConsequenceFactID: Hashable {
  let index: Int
}

/// A condition where it stands, and what stands around it.
struct ConditionFact {
  enum Kind: Equatable {
    /// What is true because the trigger fired.
    case trigger
    case decision
    /// The other side of the decision that was noted just before.
    case otherwise
    /// What `for each` binds; the condition is true where none is said.
    case loop(String)
    /// `where` of a collection or a quantifier, or the guard of a move.
    case filter
    /// A rule of an entity.
    case rule(String)
    /// An invariant over each instance of an entity.
    case invariant(String)
    /// An assertion or an invariant: one that is always true is proved.
    case claim
    /// A condition of a mutation.
    case check
    /// What the moves to a state ask, of which one is made; with the place of the first.
    case move(to: String, by: Span)
    /// What a property need not hold for.
    case exception(property: String)
    /// What is true here whatever is asked: by a statement before, the filters of a collection, the state that a move leaves.
    case known

    /// `true` iff nothing is decided where it is always true.
    var isDecision: Bool {
      switch self {
      case .claim, .move: false
      default: true
      }
    }

    /// The entity whose instances are held to it.
    var entityOfRule: String? {
      switch self {
      case .rule(let entity), .invariant(let entity): entity
      default: nil
      }
    }
  }

  let kind: Kind
  let condition: ExprIR
  let truth: Bool
  /// Index into the lowered reactions, `nil` outside of them and for a filter.
  let reaction: Int?
  /// The condition that guards this one.
  let outer: ConditionID?
  let tree: Int
  let span: Span
  /// `true` iff something in it or around it was reported as an error.
  var isWrong = false
}

extension ModifierKind {
  /// The word that it begins with.
  var word: String {
    switch self {
    case .within: "within"
    case .retry: "retry"
    case .requires: "requires"
    case .unless: "unless"
    case .undo: "undo"
    case .fallback: "fallback"
    }
  }
}

/// A consequence where it stands. A fallback is one of its own.
struct ConsequenceFact {
  let node: ConsequenceID
  let tree: Int
  /// The number of its action.
  let action: Int
  /// Index into the lowered reactions.
  let reaction: Int
  /// The innermost condition around it.
  let condition: ConditionID?
  /// What it is a fallback of.
  let replaced: ConsequenceFactID?
  /// From its action to its last modifier.
  let span: Span
  let callSpan: Span
  /// The lowered form, `nil` until it is complete, and where it is wrong.
  var obligation: ObligationIR?
  /// `true` iff something in it was reported as an error.
  var isWrong = false
}

// Notes what the analyses need to know of the text; the lowered form has only lines.
extension SystemAnalysis {
  /// `nil` while nothing is reported, and in what a wrong condition guards.
  mutating func note(
    _ kind: ConditionFact.Kind, _ condition: ExprIR, _ truth: Bool = true, in outer: ConditionID? = nil, at span: Span
  ) -> ConditionID? {
    if isInferring {
      withheld += 1
      return nil
    }
    if unknownGuards > 0 { return nil }
    let reaction: Int? =
      switch kind {
      case .trigger, .decision, .otherwise, .loop: ir.reactions.count
      case .filter, .rule, .invariant, .claim, .check, .move, .exception, .known: nil
      }
    conditionFacts.append(
      ConditionFact(kind: kind, condition: condition, truth: truth, reaction: reaction, outer: outer, tree: tree, span: span))
    return ConditionID(index: conditionFacts.count - 1)
  }

  mutating func noteConsequence(
    _ id: ConsequenceID, of action: Int, in condition: ConditionID?, replacing replaced: ConsequenceFactID?
  ) -> ConsequenceFactID? {
    if isInferring || unknownGuards > 0 { return nil }
    let (span, callSpan) = (trees[tree][id].span, trees[tree][id].action.span)
    consequenceFacts.append(
      ConsequenceFact(
        node: id, tree: tree, action: action, reaction: ir.reactions.count, condition: condition, replaced: replaced, span: span,
        callSpan: callSpan))
    return ConsequenceFactID(index: consequenceFacts.count - 1)
  }

  /// Where the first modifier of that word stands.
  func place(of word: String, in fact: ConsequenceFact) -> Span? {
    trees[fact.tree][fact.node].modifiers.first { $0.kind.word == word }?.span
  }

  /// Notes what the trigger says of the state just after it.
  mutating func noteTrigger(of source: ReactionSource, _ trigger: ResolvedTrigger) -> ConditionID? {
    let condition: ExprIR.Kind
    switch trigger.trigger {
    case .created(let entity):
      guard let subject = trigger.scope.subject, let initial = initialStates(of: subject, entity) else { return nil }
      condition = initial.kind
    case .entered(let entity, let field, let state):
      guard let subject = trigger.scope.subject else { return nil }
      condition = .isState(subject, entity: entity, field: field, state: state)
    case .aged(let entity, let field, let state, let milliseconds):
      guard let subject = trigger.scope.subject else { return nil }
      condition = .isStateFor(subject, entity: entity, field: field, state: state, .greaterOrEqual, milliseconds: milliseconds)
    default: return nil
    }
    if isInferring { return nil }
    var span = source.span
    if case .when(let item) = source {
      switch item.node.trigger {
      case .event(let path), .lasting(let path, _), .before(_, let path), .after(_, let path): span = path.span
      case .evolved, .error: break
      }
    }
    return note(.trigger, ExprIR(condition, .bool), at: span)
  }

  /// The workflows of a new instance are at their beginnings.
  private func initialStates(of subject: ExprIR, _ entity: String) -> ExprIR? {
    var result: ExprIR?
    for field in entityFacts[entity]?.fields ?? [] {
      guard let ir = field.ir, ir.role == .workflow, case .value(let first) = ir.defaultValue,
        case .literal(.choice(_, let state)) = first.kind
      else { continue }
      let next = ExprIR(.isState(subject, entity: entity, field: field.name, state: state), .bool)
      result = result.map { ExprIR(.binary(.and, $0, next), .bool) } ?? next
    }
    return result
  }

  /// The conditions around something, the outermost first.
  func conditions(around inner: ConditionID?) -> [ConditionID] {
    var result: [ConditionID] = []
    var next = inner
    while let id = next {
      result.append(id)
      next = conditionFacts[id.index].outer
    }
    return result.reversed()
  }
}
