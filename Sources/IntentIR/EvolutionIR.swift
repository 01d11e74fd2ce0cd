/// What the author says about the way from an earlier form of the system to this one.
public struct EvolutionIR: Equatable, Sendable {
  public var renames: [RenameIR] = []
  public var retired: [RetiredIR] = []
  public var conversions: [ConversionIR] = []
  public var weakened: [WeakenedIR] = []

  public init() {}
}

/// `was: client`, `was: full_name from name`.
public struct RenameIR: Equatable, Sendable {
  /// The kind of item: `entity`, `type` …
  public var keyword: String
  public var item: String
  /// The field, case or state that was renamed, or `nil` for the item itself.
  public var part: String?
  public var old: String

  public init(keyword: String, item: String, part: String?, old: String) {
    self.keyword = keyword
    self.item = item
    self.part = part
    self.old = old
  }
}

/// `retired: name`.
public struct RetiredIR: Equatable, Sendable {
  /// The entity or another item that it was a part of, or `nil` for an item.
  public var owner: String?
  public var name: String

  public init(owner: String?, name: String) {
    self.owner = owner
    self.name = name
  }
}

/// `convert: field from old = …`.
public struct ConversionIR: Equatable, Sendable {
  public var entity: String
  public var field: String
  /// The name by which `value` calls the old value.
  public var old: String
  /// The type that the old value must have; the lock says whether it has.
  public var oldType: TypeIR
  public var value: ExprIR

  public init(entity: String, field: String, old: String, oldType: TypeIR, value: ExprIR) {
    self.entity = entity
    self.field = field
    self.old = old
    self.oldType = oldType
    self.value = value
  }
}

/// `weakens: name because "…"`.
public struct WeakenedIR: Equatable, Sendable {
  public var promise: String
  public var reason: String

  public init(promise: String, reason: String) {
    self.promise = promise
    self.reason = reason
  }
}
