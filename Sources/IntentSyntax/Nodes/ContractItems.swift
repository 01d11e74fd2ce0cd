import IntentSource

/// A promise that the system keeps. Its shapes: `invariant n`, `invariant n attested`, `invariant n: expr`, `invariant quantity < bound`,
/// each but the last also with `covers a, b`.
public struct InvariantItem: Hashable, Sendable, BitwiseCopyable {
  public let name: Name
  /// The entities and fields that it speaks of, as its author says.
  public let covers: NodeList<Path>
  public let attested: Bool
  public let claim: InvariantClaim

  public init(name: Name, covers: NodeList<Path>, attested: Bool, claim: InvariantClaim) {
    self.name = name
    self.covers = covers
    self.attested = attested
    self.claim = claim
  }
}

/// What an invariant claims.
public enum InvariantClaim: Hashable, Sendable, BitwiseCopyable {
  /// Known by its name alone: built in, or a checker written in Swift.
  case named
  case condition(ExprID)
  /// `response_time < 500ms`: the name is the quantity.
  case bound(BinaryOperator, ExprID)
}

/// `capability name { … }`. The lists of several lines of one kind are joined.
public struct CapabilityItem: Hashable, Sendable, BitwiseCopyable {
  public let name: Name
  /// Events: `signed`, `interaction.created`.
  public let accepts: NodeList<Path>
  /// Events and derived values.
  public let produces: NodeList<Path>
  public let properties: NodeList<CapabilityProperty>

  public init(name: Name, accepts: NodeList<Path>, produces: NodeList<Path>, properties: NodeList<CapabilityProperty>) {
    self.name = name
    self.accepts = accepts
    self.produces = produces
    self.properties = properties
  }
}

/// `property: works_offline unless expr`.
public struct CapabilityProperty: Hashable, Sendable, BitwiseCopyable {
  public let name: Name
  public let unless: ExprID?
  public let doc: DocComment?
  public let span: Span

  public init(name: Name, unless: ExprID?, doc: DocComment?, span: Span) {
    self.name = name
    self.unless = unless
    self.doc = doc
    self.span = span
  }
}

/// `optimise quantity goal`.
public struct OptimiseItem: Hashable, Sendable, BitwiseCopyable {
  public let quantity: Name
  public let goal: OptimiseGoal

  public init(quantity: Name, goal: OptimiseGoal) {
    self.quantity = quantity
    self.goal = goal
  }
}

/// What an `optimise` aims at.
public enum OptimiseGoal: Hashable, Sendable, BitwiseCopyable {
  /// `within budget($200/month)`, `within 200ms`.
  case within(ExprID)
  case minimise
  case maximise
  /// `< 200ms`.
  case bound(BinaryOperator, ExprID)
  /// A level known by its name: `WCAG_AA`.
  case level(Name)
}

/// `role rep is rep { can: … }`.
public struct RoleItem: Hashable, Sendable, BitwiseCopyable {
  public let name: Name
  /// The entity that `me` is.
  public let entity: Name?
  public let grants: NodeList<Grant>

  public init(name: Name, entity: Name?, grants: NodeList<Grant>) {
    self.name = name
    self.entity = entity
    self.grants = grants
  }
}

/// A `can:` line.
public struct Grant: Hashable, Sendable, BitwiseCopyable {
  public let kind: GrantKind
  public let doc: DocComment?
  public let span: Span

  public init(kind: GrantKind, doc: DocComment?, span: Span) {
    self.kind = kind
    self.doc = doc
    self.span = span
  }
}

/// What a role may do.
public enum GrantKind: Hashable, Sendable, BitwiseCopyable {
  /// `can: read deal where deal.rep == me`.
  case read(NodeList<Name>, condition: ExprID?)
  /// `can: log_interaction`: mutations or queries.
  case call(NodeList<Name>)
}

/// `permission name granted by manager`.
public struct PermissionItem: Hashable, Sendable, BitwiseCopyable {
  public let name: Name
  public let grantedBy: NodeList<Name>

  public init(name: Name, grantedBy: NodeList<Name>) {
    self.name = name
    self.grantedBy = grantedBy
  }
}
