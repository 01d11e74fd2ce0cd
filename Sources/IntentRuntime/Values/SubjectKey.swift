/// What opens the personal data of a subject: `try customer.email.open(with: key)`.
///
/// A conductor gives keys to roles that may read the subject (`conductor.key(of:as:)`); a handler finds one for the subjects in its
/// arguments in its `Work`. Nobody else makes one.
public struct SubjectKey: Sendable, CustomStringConvertible {
  private enum Reach {
    case subjects([EntityReference])
    case everybody
  }

  private let reach: Reach

  init(of subjects: [EntityReference]) {
    var seen: Set<EntityReference> = []
    reach = .subjects(subjects.filter { seen.insert($0).inserted })
  }

  private init(_ reach: Reach) { self.reach = reach }

  func opens(_ subject: EntityReference) -> Bool {
    switch reach {
    case .subjects(let subjects): subjects.contains(subject)
    case .everybody: true
    }
  }

  /// Whose data it opens: `the key of customer:1`.
  public var description: String {
    switch reach {
    case .subjects(let subjects): "the key of \(subjects.isEmpty ? "nobody" : subjects.map(\.description).joined(separator: ", "))"
    case .everybody: "the key of everybody"
    }
  }
}

@_spi(Generated) extension SubjectKey {
  /// What a checker of one instance opens.
  public init<E>(of id: EntityID<E>) { self.init(of: [id.reference]) }

  /// What those open that the app wrote as a part of the system: reducers, and checkers of the whole state.
  public static var everybody: SubjectKey { SubjectKey(.everybody) }
}

extension ActionValue {
  /// The key for the subjects in the arguments.
  var key: SubjectKey {
    var collector = SubjectCollector()
    visit(&collector)
    return SubjectKey(of: collector.subjects)
  }
}

/// Collects the instances that the fields of a value name.
struct SubjectCollector: FieldVisitor {
  var subjects: [EntityReference] = []

  mutating func field<Value: FieldValue>(_ name: String, _ value: Value) { value.note(into: &subjects) }
}

extension Reading {
  /// The key of the instance, for a caller who may read it. What generated `key(of:as:)` is made of.
  @_spi(Generated) public func key<E>(
    of id: EntityID<E>, in table: Table<E>, _ file: String, _ line: Int, _ reads: (E) -> Bool = { _ in true }
  ) throws(CommandError<Never>) -> SubjectKey {
    guard let instance = table[id], reads(instance) else { throw .rule(Refusal(unknown: id, file, line)) }
    return SubjectKey(of: [id.reference])
  }
}
