/// What the engine asks of a rule on an event's way, as plain numbers.
@usableFromInline struct RuleFacts {
  /// Milliseconds, or -1 where the rule has no `within`.
  @usableFromInline var within: Int64
  /// 0 must, 1 should, 2 could.
  @usableFromInline var severity: UInt8
  /// Flags that every obligation of the rule starts with.
  @usableFromInline var flags: UInt8
  /// False before the log's `intent.configured` names the rule: what happened earlier is not judged by it.
  @usableFromInline var isInForce: Bool
  /// True if a handler meets it only for somebody with a permission.
  @usableFromInline var needsGrant: Bool
}

/// The rules of a specification in one flat table, and the identities by which logs know them.
@usableFromInline struct RuleTable {
  @usableFromInline var facts: ContiguousArray<RuleFacts> = []
  /// Where each reaction's rules start in `facts`.
  @usableFromInline var starts: ContiguousArray<Int> = []
  /// What each reaction is known by in logs.
  let reactionIDs: [UInt64]
  private let ruleIDs: [UInt64]
  var reactionsInForce: [Bool]

  @usableFromInline init(_ specification: Specification) {
    var reactionIDs: [UInt64] = []
    var ruleIDs: [UInt64] = []
    var seen: [String: Int] = [:]
    precondition(specification.reactions.allSatisfy { $0.rules.count <= Int16.max }, "a reaction has up to 32767 rules")
    precondition(specification.reactions.count <= Int16.max, "a system has up to 32767 reactions")
    for reaction in specification.reactions {
      let occurrence = seen[reaction.trigger, default: 0]
      seen[reaction.trigger] = occurrence + 1
      let identity = Fingerprint(of: "\(reaction.trigger)#\(occurrence)".utf8)
      reactionIDs.append(UInt64(truncatingIfNeeded: identity.value))
      starts.append(facts.count)
      for rule in reaction.rules {
        var flags: ObligationFlags = []
        if rule.hasUnless { flags.insert(.conditional) }
        if reaction.rules.contains(where: { $0.undoOf >= 0 && reaction.rules[$0.undoOf].parent == rule.parent }) {
          flags.insert(.undoBlock)
        }
        let severity: UInt8 = switch rule.kind {
        case .should: 1
        case .could: 2
        case .must, .decision, .otherwise: 0
        }
        facts.append(
          RuleFacts(
            within: rule.within?.milliseconds ?? -1, severity: severity, flags: flags.rawValue, isInForce: true,
            needsGrant: rule.requires != nil))
        ruleIDs.append(rule.id)
      }
    }
    self.reactionIDs = reactionIDs
    self.ruleIDs = ruleIDs
    reactionsInForce = Array(repeating: true, count: reactionIDs.count)
  }

  /// The identities of all rules that can be obligations, ascending.
  var identities: [UInt64] { Set(ruleIDs).subtracting([0]).sorted() }

  /// Puts exactly the given rules and reactions in force, of those that this table has.
  mutating func adopt(rules: Set<UInt64>, reactions: Set<UInt64>) {
    for index in facts.indices { facts[index].isInForce = rules.contains(ruleIDs[index]) }
    for index in reactionIDs.indices { reactionsInForce[index] = reactions.contains(reactionIDs[index]) }
  }
}

/// What is special about an obligation. A plain open one has none of these.
@usableFromInline struct ObligationFlags: OptionSet {
  @usableFromInline let rawValue: UInt8
  @inlinable init(rawValue: UInt8) { self.rawValue = rawValue }

  /// Its deadline has passed, or its handler has failed for good.
  @inlinable static var lapsed: Self { Self(rawValue: 1) }
  /// The log holds no verdict on the lapse yet.
  @inlinable static var pending: Self { Self(rawValue: 2) }
  /// A gap is open for it.
  @inlinable static var gap: Self { Self(rawValue: 4) }
  /// It has a fallback or an undo.
  @inlinable static var followed: Self { Self(rawValue: 8) }
  /// It waits for an event, not for an action's evidence.
  @inlinable static var awaits: Self { Self(rawValue: 16) }
  /// It has an `unless`.
  @inlinable static var conditional: Self { Self(rawValue: 32) }
  /// An obligation of its block has an undo.
  @inlinable static var undoBlock: Self { Self(rawValue: 64) }
  /// Evidence came after the deadline and before the verdict.
  @inlinable static var metLate: Self { Self(rawValue: 128) }
}
