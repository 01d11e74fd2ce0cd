/// A field of an entity, a record, a variant's case or an event; also a parameter of an action or a derivation.
///
/// It is large, copied often and changed seldom: copies share one place until one of them is changed. Its default stands beside that
/// place, for it is known last.
public struct FieldIR: Equatable, Sendable {
  /// What a field is for.
  public enum Role: String, Equatable, Sendable {
    case plain
    /// A required relation, fixed at creation (`belongs_to`).
    case belongsTo
    /// A required relation to the whole that this is created with (`part_of`).
    case partOf
    /// A field that a workflow moves; its type is the choice of the workflow's states.
    case workflow
  }

  /// What a field holds where nothing is given.
  public enum Default: Equatable, Sendable {
    /// The recorded time of the append.
    case now
    /// The next number of its field, from 1.
    case next
    indirect case value(ExprIR)
  }

  @usableFromInline
  struct Parts: Equatable, Sendable {
    @usableFromInline var name: String
    @usableFromInline var type: TypeIR
    @usableFromInline var role: Role
    @usableFromInline var isPersonal: Bool
    @usableFromInline var doc: String?
    @usableFromInline var origin: Origin
  }

  @usableFromInline
  final class Store: Sendable {
    @usableFromInline let parts: Parts

    init(_ parts: Parts) { self.parts = parts }
  }

  @usableFromInline var store: Store
  public var defaultValue: Default?

  public init(
    name: String, type: TypeIR, role: Role = .plain, defaultValue: Default? = nil, isPersonal: Bool = false,
    doc: String? = nil, origin: Origin
  ) {
    store = Store(Parts(name: name, type: type, role: role, isPersonal: isPersonal, doc: doc, origin: origin))
    self.defaultValue = defaultValue
  }

  @usableFromInline
  func changed(_ change: (inout Parts) -> Void) -> FieldIR {
    var parts = store.parts
    change(&parts)
    var result = self
    result.store = Store(parts)
    return result
  }

  @inlinable public var name: String { store.parts.name }

  /// What it holds.
  @inlinable public var type: TypeIR { store.parts.type }

  @inlinable public var role: Role {
    get { store.parts.role }
    set { self = changed { $0.role = newValue } }
  }

  @inlinable public var isPersonal: Bool {
    get { store.parts.isPersonal }
    set { self = changed { $0.isPersonal = newValue } }
  }

  @inlinable public var doc: String? { store.parts.doc }

  @inlinable public var origin: Origin { store.parts.origin }

  public static func == (a: FieldIR, b: FieldIR) -> Bool {
    (a.store === b.store || a.store.parts == b.store.parts) && a.defaultValue == b.defaultValue
  }
}
