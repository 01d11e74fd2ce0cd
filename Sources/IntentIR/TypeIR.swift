/// A resolved type: aliases are gone, names point at declarations of the same system.
public enum TypeIR: Hashable, Sendable {
  case text, int, decimal, bool, timestamp, date, time, duration, percent, id
  /// An exact amount of one currency, named by its ISO 4217 code.
  case money(String)
  /// A choice without data, by name.
  case choice(String)
  /// A choice of which some case carries data, by name.
  case variant(String)
  /// A record, by name (a `derive`'s own result record is named after the derivation).
  case record(String)
  /// A refinement, by name; its base and constraint stand in the declaration.
  case refined(String)
  /// An instance of an entity, held by its id.
  case entity(String)
  /// A payload of a domain event or of an action's evidence, by the event's name.
  case event(String)
  indirect case optional(TypeIR)
  indirect case list(TypeIR)

  /// The type without its outer optional.
  public var unwrapped: TypeIR {
    if case .optional(let inner) = self { inner } else { self }
  }

  /// `true` iff a value may be absent.
  public var isOptional: Bool {
    if case .optional = self { true } else { false }
  }
}

/// A named type.
public struct TypeDeclarationIR: Equatable, Sendable {
  public enum Shape: Equatable, Sendable {
    /// Cases without data, in source order.
    case choice([String])
    /// Cases of which some carry data, in source order.
    case variant([VariantCaseIR])
    case record([FieldIR])
    case range(TypeIR, lower: LiteralIR?, upper: LiteralIR?)
    case pattern(TypeIR, String)
  }

  public let name: String
  public var shape: Shape
  public let doc: String?
  public let origin: Origin

  public init(name: String, shape: Shape, doc: String? = nil, origin: Origin) {
    self.name = name
    self.shape = shape
    self.doc = doc
    self.origin = origin
  }
}

/// One case of a variant, with what it carries.
public struct VariantCaseIR: Equatable, Sendable {
  public var name: String
  public var fields: [FieldIR]

  public init(name: String, fields: [FieldIR]) {
    self.name = name
    self.fields = fields
  }
}
