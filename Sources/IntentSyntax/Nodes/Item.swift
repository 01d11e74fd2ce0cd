import IntentSource

/// `system "name" version 3 { … }`.
public struct SystemBlock: Hashable, Sendable {
  public let name: TextLiteral
  public let version: SystemVersion?
  public internal(set) var items: [ItemID]
  public let doc: DocComment?
  public internal(set) var span: Span

  public init(name: TextLiteral, version: SystemVersion?, items: [ItemID], doc: DocComment?, span: Span) {
    self.name = name
    self.version = version
    self.items = items
    self.doc = doc
    self.span = span
  }
}

/// The `version` of a system.
public struct SystemVersion: Hashable, Sendable, BitwiseCopyable {
  public let number: Int
  public let span: Span

  public init(number: Int, span: Span) {
    self.number = number
    self.span = span
  }
}

/// An item of a system.
public struct Item: Hashable, Sendable, BitwiseCopyable {
  public let kind: ItemKind
  /// What the item was called before; for an item without a body these stand behind it.
  public let renames: NodeList<Rename>
  public let doc: DocComment?
  public let span: Span

  public init(kind: ItemKind, renames: NodeList<Rename>, doc: DocComment?, span: Span) {
    self.kind = kind
    self.renames = renames
    self.doc = doc
    self.span = span
  }
}

/// `was: client` names the earlier name of the item; `was: full_name from name` that of a field, a case or a state in it.
public struct Rename: Hashable, Sendable, BitwiseCopyable {
  /// The part that was renamed, or `nil` for the item itself.
  public let part: Name?
  public let old: Name

  public init(part: Name?, old: Name) {
    self.part = part
    self.old = old
  }
}

/// What an item is.
public enum ItemKind: Hashable, Sendable, BitwiseCopyable {
  /// What could not be read; it has been reported.
  case error
  /// `time_zone "Europe/Lisbon"`.
  case timeZone(TextLiteral)
  /// `retired: name`.
  case retired(NodeList<Path>)
  /// `weakens: name because "…"`.
  case weakens(Path, because: TextLiteral)
  case type(TypeItem)
  case entity(EntityItem)
  case event(EventItem)
  case threshold(ThresholdItem)
  case derive(DeriveItem)
  case metric(MetricItem)
  case invariant(InvariantItem)
  case capability(CapabilityItem)
  case optimise(OptimiseItem)
  /// `protect: customer.encryption_key, roles`.
  case protect(NodeList<Path>)
  case when(WhenItem)
  case schedule(ScheduleItem)
  /// `always { … }`.
  case always(NodeList<StatementID>)
  case action(ActionItem)
  case workflow(WorkflowItem)
  case role(RoleItem)
  case permission(PermissionItem)
  case mutation(MutationItem)
  case query(QueryItem)
  case view(ViewItem)
  case projection(ProjectionItem)
  case binding(BindingItem)
  /// `agents { key: value, … }`.
  case agents(NodeList<Setting>)
}

/// `type name = …`.
public struct TypeItem: Hashable, Sendable, BitwiseCopyable {
  public let name: Name
  public let type: TypeID

  public init(name: Name, type: TypeID) {
    self.name = name
    self.type = type
  }
}

/// `entity person plural people { … }`.
public struct EntityItem: Hashable, Sendable, BitwiseCopyable {
  public let name: Name
  public let plural: Name?
  public let members: NodeList<MemberID>

  public init(name: Name, plural: Name?, members: NodeList<MemberID>) {
    self.name = name
    self.plural = plural
    self.members = members
  }
}

/// A line of an entity.
public struct EntityMember: Hashable, Sendable, BitwiseCopyable {
  public let kind: MemberKind
  public let doc: DocComment?
  public let span: Span

  public init(kind: MemberKind, doc: DocComment?, span: Span) {
    self.kind = kind
    self.doc = doc
    self.span = span
  }
}

/// What a line of an entity says.
public enum MemberKind: Hashable, Sendable, BitwiseCopyable {
  /// What could not be read; it has been reported.
  case error
  /// `has: a: text, b[]`.
  case has(NodeList<FieldID>)
  /// `belongs_to: customer`, `belongs_to: payer: account`; without a name of its own the relation goes by the entity's.
  case belongsTo(name: Name?, entity: Name)
  /// `part_of: journal_entry`.
  case partOf(name: Name?, entity: Name)
  /// `key: email`, `key: (clinic, number)`.
  case key(NodeList<Name>)
  /// `unique: name, joined where credit > $0`.
  case unique(NodeList<Name>, condition: ExprID?)
  case personal(NodeList<Name>)
  /// `rule: name`, or `rule: name: condition`.
  case rule(Name, condition: ExprID?)
  case immutable(Bool)
  case retired(NodeList<Name>)
  /// `convert: field from old = expr`; `old` is the old value in `expr`.
  case convert(Name, old: Name, value: ExprID)
  /// `no_overlap: starts..ends per doctor where status != cancelled`.
  case noOverlap(start: Name, end: Name, per: NodeList<Name>, condition: ExprID?)
  /// `was: client`; also in `Item.renames`.
  case was(NodeList<Rename>)
}

/// `event name { a: text, … }`.
public struct EventItem: Hashable, Sendable, BitwiseCopyable {
  public let name: Name
  public let fields: NodeList<FieldID>

  public init(name: Name, fields: NodeList<FieldID>) {
    self.name = name
    self.fields = fields
  }
}

/// `threshold name = below 45`.
public struct ThresholdItem: Hashable, Sendable, BitwiseCopyable {
  public enum Direction: Hashable, Sendable, BitwiseCopyable { case below, above }

  public let name: Name
  public let direction: Direction
  /// A hole becomes a required parameter.
  public let value: ExprID

  public init(name: Name, direction: Direction, value: ExprID) {
    self.name = name
    self.direction = direction
    self.value = value
  }
}

/// A parameter of a derivation, an action, a mutation or a query. Without a type it has the one that goes by its name.
public struct Parameter: Hashable, Sendable, BitwiseCopyable {
  public let name: Name
  public let type: TypeID?
  public let defaultValue: ExprID?

  public init(name: Name, type: TypeID?, defaultValue: ExprID?) {
    self.name = name
    self.type = type
    self.defaultValue = defaultValue
  }
}

/// `derive name(customer) -> type` (written in Swift) or `derive name(customer) = expr`; never without both.
public struct DeriveItem: Hashable, Sendable, BitwiseCopyable {
  public let name: Name
  public let parameters: NodeList<Parameter>
  public let result: TypeID?
  public let body: ExprID?

  public init(name: Name, parameters: NodeList<Parameter>, result: TypeID?, body: ExprID?) {
    self.name = name
    self.parameters = parameters
    self.result = result
    self.body = body
  }
}

/// `metric name: type = expr`.
public struct MetricItem: Hashable, Sendable, BitwiseCopyable {
  public let name: Name
  public let type: TypeID?
  public let value: ExprID

  public init(name: Name, type: TypeID?, value: ExprID) {
    self.name = name
    self.type = type
    self.value = value
  }
}

/// `agents { key: value }`, one entry.
public struct Setting: Hashable, Sendable, BitwiseCopyable {
  public let name: Name
  public let value: ExprID

  public init(name: Name, value: ExprID) {
    self.name = name
    self.value = value
  }
}
