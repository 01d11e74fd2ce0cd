import IntentDiagnostics
import IntentIR
import IntentSource
import IntentSyntax

/// A field, a parameter or a member of a record, with its place.
struct FieldFact: Named {
  let name: String
  let span: Span
  /// The index of the file's tree.
  let tree: Int
  /// The field as far as it is known, or `nil` where it is wrong and was reported.
  var ir: FieldIR?
  /// The type as far as it is known.
  var type: TypeIR? { ir?.type }
  /// The default as written; it is checked once all types are known.
  let defaultValue: ExprID?

  /// `true` iff it holds an instance of `entity`, or none.
  func isRelation(to entity: String) -> Bool {
    switch ir?.type {
    case .entity(let name)?, .optional(.entity(let name))?: name == entity
    default: false
    }
  }
}

/// The other side of a relation.
struct InverseFact: Named {
  let name: String
  /// `nil` where it is wrong and was reported.
  let ir: InverseIR?
  /// `false` for the name that was probably meant by one that is wrong.
  var isDeclared = true
}

/// What is known of an entity. A class, for it is looked up for every name in an expression, and copying it costs more than the lookup.
final class EntityFacts {
  let name: String
  let plural: String
  var isImmutable = false
  @exclusivity(unchecked) private var fieldList = NamedList<FieldFact>()
  /// Other sides of relations.
  @exclusivity(unchecked) private(set) var inverses = NamedList<InverseFact>()
  var hasPersonalFields = false
  /// `true` iff a workflow of it does not say of which field: any name may be meant by it.
  var lacksField = false

  init(name: String, plural: String) {
    self.name = name
    self.plural = plural
  }

  var fields: [FieldFact] {
    get { fieldList.elements }
    _modify { yield &fieldList.elements }
  }

  func field(_ name: String) -> FieldFact? { fieldList[name] }

  /// The type of the field as far as it is known; `nil` if there is no such field.
  func type(ofField name: String) -> TypeIR?? { fieldIndex(name).map { fieldList.elements[$0].type } }

  /// The index of the field in `fields`.
  func fieldIndex(_ name: String) -> Int? { fieldList.index(of: name) }

  /// The names that `instance.` may be followed by.
  var memberNames: [String] { fields.map(\.name) + inverses.elements.filter(\.isDeclared).map(\.name) }

  /// `true` iff what nothing declares may be the field that a workflow does not name.
  func mayHave(_ name: String) -> Bool { lacksField && closestName(to: name, among: memberNames) == nil }

  /// Adds the field, unless another one has its name already: `false` says so.
  @discardableResult
  func add(_ field: consuming FieldFact) -> Bool { fieldList.insert(field) }

  /// Adds the other side of a relation, unless another one has its name already.
  func add(_ inverse: InverseFact) { _ = inverses.insert(inverse) }

  /// Makes room for so many fields. Requires: there is none yet.
  func reserve(fields count: Int) { fieldList.elements.reserveCapacity(count) }
}

/// A state or a flag of an entity: a case of one of its choices, or one of its bools.
struct StateFact: Equatable {
  let field: String
  /// The case, or `nil` for a flag.
  let state: String?
}

/// How far a body's check has come.
enum CheckState {
  case pending, running
  /// `nil` inside where the body is wrong and was reported.
  case done(ExprIR?)
}

/// A class, for it is large, looked up often, and changes while its body is checked.
final class DerivationFacts {
  let parameters: [FieldFact]
  /// `nil` until the body has been checked, or where the type is wrong.
  var result: TypeIR?
  var resultFields: [FieldFact] = []
  var state: CheckState = .pending

  init(parameters: [FieldFact]) { self.parameters = parameters }
}

struct MetricFacts {
  var type: TypeIR?
  var state: CheckState = .pending
}

/// The signature of an action, but for what its entry has beside it: looked up often, and plain bytes.
struct ActionFacts {
  /// Where its parameters stand in the table of actions.
  let parameters: Range<Int>
  let isInferred: Bool
  let origin: Origin
}

/// One call of an action that no item declares.
struct ActionUse {
  let tree: Int
  let call: ActionCall
  /// Where its arguments stand as parameters in the table of actions; the name is empty where neither a label nor a last word gives one,
  /// and wrong ones have no type.
  let arguments: Range<Int>
  let origin: Origin
  /// The next use of the same action.
  var next: Int?
}
