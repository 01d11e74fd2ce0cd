import IntentIR

/// A Swift expression with what its user must know of it.
struct Value {
  enum Form: Equatable {
    /// A value of the language's, of this type (never optional).
    case plain(TypeIR)
    /// The id of an instance, and the instance itself.
    case id(String)
    case instance(String)
    /// An array of ids, the table of an entity, a sequence of instances, an array of instances.
    case ids(String)
    case table(String)
    case instances(String)
    case instanceArray(String)
    /// An array of values of the type.
    case list(TypeIR)
  }

  var code: String
  var form: Form
  /// `true` iff the Swift expression is an optional, whatever the IR says: a guard of the author's narrows the IR's type, not Swift's.
  var isOptional = false
  var precedence = Precedence.primary
  /// The name of the type to put before a leading dot where the context gives none.
  var implicitOwner: String?

  /// The code with its type spelled out.
  var spelled: String { (implicitOwner ?? "") + code }

  /// The code as an operand of an operator that binds as tightly as `outer`.
  func operand(_ outer: Precedence) -> String { precedence.rawValue > outer.rawValue ? code : "(\(code))" }

  /// The code before a `.`.
  var receiver: String { precedence == .primary ? spelled : "(\(code))" }
}

/// Swift's operator precedences, loosest first.
enum Precedence: Int {
  case disjunction, conjunction, comparison, coalescing, addition, multiplication, prefix, primary
}

/// Where an expression is evaluated: what its names mean there.
struct ExpressionWriter {
  struct Local {
    var name: String
    var form: Value.Form
    var isOptional = false
    /// The instances from whose personal data the value derives.
    var personalBases: [ExprIR] = []
  }

  let context: SystemContext
  var locals: [String: Local] = [:]
  /// Names taken in the function.
  var scope = Naming.Scope(reserving: [])
  var world = "world"
  var state = "world.state"
  var moment = "moment"

  init(_ context: SystemContext, reserving: Set<String> = []) {
    self.context = context
    scope = Naming.Scope(reserving: reserving.union(["world", "moment"]), within: context.names.functionNames)
  }

  /// Binds a name of the IR to a Swift name of its own and returns that.
  mutating func bind(_ name: String, _ form: Value.Form, isOptional: Bool = false) -> String {
    let swift = Naming.escaped(scope.claim(Naming.lowerCamel(name)))
    locals[name] = Local(name: swift, form: form, isOptional: isOptional)
    return swift
  }

  /// The form that a value of the type has when a local holds it.
  func form(of type: TypeIR) -> Value.Form {
    switch type.unwrapped {
    case .entity(let name): .id(name)
    case .list(.entity(let name)): .ids(name)
    case .list(let element): .list(element)
    case let plain: .plain(context.base(plain))
    }
  }

  /// The expression as a value.
  func value(_ expression: ExprIR) -> Value {
    switch expression.kind {
    case .literal(let literal): self.literal(literal, expression.type)
    case .local(let name):
      locals[name].map { Value(code: $0.name, form: $0.form, isOptional: $0.isOptional) }
        ?? Value(code: Naming.escaped(Naming.lowerCamel(name)), form: form(of: expression.type), isOptional: expression.type.isOptional)
    case .now: Value(code: "\(moment).recorded", form: .plain(.timestamp))
    case .today: Value(code: "\(moment).calendar.date(of: \(moment).recorded)", form: .plain(.date))
    case .parameter(let name): parameter(name, expression.type)
    case .threshold(let name): threshold(name, expression.type)
    case .field(let base, let entity, let name): field(base, entity, name)
    case .member(let base, let name): member(base, name, expression.type)
    case .instances(let entity): Value(code: "\(state).\(context.names.table(entity))", form: .table(entity))
    case .related(let base, let entity, let name): related(base, entity, name)
    case .derivation(let name, let arguments): derivation(name, arguments)
    case .metric(let name): metric(name)
    case .collection, .limit, .quantifier: kept(expression) ?? collection(expression)
    case .binary(let symbol, let left, let right): binary(symbol, left, right)
    case .negate(let operand): negated(value(operand))
    case .not(let operand): not(operand)
    case .crosses(let operand, _, _): value(operand)
    case .exists(let operand): kept(expression) ?? exists(operand)
    case .valid(let operand): valid(operand)
    case .isState(let base, let entity, let name, let state): isState(base, entity, name, state)
    case .isStateFor(let base, let entity, let name, let state, let symbol, let milliseconds):
      isStateFor(base, entity, name, state, symbol, milliseconds)
    case .orElse(let left, let right): orElse(left, right)
    case .narrowed(let operand): value(operand)
    case .widened(let operand): widened(value(operand))
    case .isCase(let operand, let type, let name): isCase(operand, type, name)
    case .payload(let operand, let type, let name): payload(operand, type, name)
    case .variant(let type, let name, let fields): variant(type, name, fields)
    case .list(let elements): list(elements, expression.type)
    case .range: Value(code: "nil", form: .plain(expression.type))
    case .record(let type, let fields): record(type, fields)
    case .round(let operand, let places): rounded(value(operand), places)
    }
  }

  /// A condition: an absent value is false.
  func condition(_ expression: ExprIR, outer: Precedence? = nil) -> String {
    let value = self.value(expression)
    let code = value.isOptional ? Value(code: "\(value.operand(.comparison)) == true", form: value.form, precedence: .comparison) : value
    return outer.map { code.operand($0) } ?? code.code
  }

  /// The value as a place of the type holds it: ids for instances, a decimal for an int where it wants one.
  func value(_ expression: ExprIR, for type: TypeIR) -> Value {
    let stored = asStored(value(expression))
    return form(of: type) == .plain(.decimal) ? widened(stored) : stored
  }

  /// The value as an id, where it is an instance.
  func asID(_ value: Value) -> Value {
    guard case .instance(let entity) = value.form else { return value }
    return Value(code: value.receiver + (value.isOptional ? "?.id" : ".id"), form: .id(entity), isOptional: value.isOptional)
  }

  /// The value as an instance, where it is an id.
  func asInstance(_ value: Value) -> Value {
    guard case .id(let entity) = value.form else { return value }
    let table = "\(state).\(context.names.table(entity))"
    if value.isOptional { return Value(code: "\(table)[\(value.code)]", form: .instance(entity), isOptional: true) }
    return Value(code: "\(table)[required: \(value.code)]", form: .instance(entity))
  }

  /// The value as an argument or a field holds it: ids for instances.
  func asStored(_ value: Value) -> Value {
    switch value.form {
    case .instance: return asID(value)
    case .table(let entity): return Value(code: "\(value.receiver).all.map { $0.id }", form: .ids(entity))
    case .instances(let entity), .instanceArray(let entity): return Value(code: "\(value.receiver).map { $0.id }", form: .ids(entity))
    default: return value
    }
  }

  func widened(_ value: Value) -> Value {
    guard value.form == .plain(.int) else { return value }
    if value.isOptional {
      return Value(code: "\(value.receiver).map { FixedDecimal($0) }", form: .plain(.decimal), isOptional: true)
    }
    return Value(code: "FixedDecimal(\(value.code))", form: .plain(.decimal))
  }
}
