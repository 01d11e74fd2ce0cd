import IntentIR

/// A summary of the instances of an entity, or of those that point at an owner, that the state keeps up to date.
struct KeptCell {
  /// What of the instances is kept.
  enum Summary: Equatable {
    case count
    /// The sum and the mean of a value.
    case total
    /// The least and the greatest of a value.
    case extremes
    /// The instances in the order of a value, or of their creation where there is none.
    case order
    /// The instances in the order of a time, of which those before or after some instant are asked for.
    case timeline
  }

  /// A condition that instances are chosen by; the instance is `KeptCell.instance`.
  struct Filter {
    var condition: ExprIR
    var isNegated = false

    var text: String { isNegated ? "not \(condition.text)" : condition.text }
  }

  /// What the expressions of a cell call the instance: no name of an author's.
  static let instance = "*"

  var entity: String
  /// The relation whose owner the instances are grouped by; nil where all are taken together.
  var relation: String?
  var filters: [Filter]
  var summary: Summary
  var value: ExprIR?
  /// The field whose state's age the instances are in the order of; nil where a value orders them.
  var age: FieldKey?
  /// `true` iff ints are to be decimals.
  var isWidened = false
  var name = ""
  /// The relations over which other instances decide what an instance counts for.
  var dependencies: Set<FieldKey> = []

  /// Equal for expressions that mean the same.
  var key: String {
    let filters = filters.map(\.text).joined(separator: " | ")
    let value = value.map { " \($0.text): \($0.type.text)" } ?? ""
    let age = age.map { " age of \($0.field)" } ?? ""
    return "\(entity).\(relation ?? "") where \(filters): \(summary)\(value)\(age)\(isWidened ? " widened" : "")"
  }
}

/// What an expression asks of a cell.
struct CellReading {
  enum Answer {
    case count, total, mean, least, greatest, first, last, ids
    case isEmpty, isNotEmpty
    case prefix(ExprIR)
  }

  var cell: KeptCell
  /// Whose group is asked for; nil for all instances.
  var owner: ExprIR?
  var answer: Answer
  /// Which part of a timeline is asked for.
  var stretch: Stretch?

  /// What of a timeline is before or after an instant that is known when it is asked.
  struct Stretch {
    enum Bound {
      /// So many milliseconds before the time of asking.
      case age(Int64)
      case time(ExprIR)
    }

    /// `<`, `<=`, `>` or `>=`: how times compare with the bound.
    var comparison: BinaryOperator
    var bound: Bound
  }
}

/// The instances that an expression ranges over.
private struct InstanceRange {
  var entity: String
  var relation: String?
  var owner: ExprIR?
  var filters: [KeptCell.Filter] = []

  init?(_ expression: ExprIR) {
    switch expression.kind {
    case .instances(let entity): self.entity = entity
    case .related(let base, let entity, let field):
      self.entity = entity
      relation = field
      owner = base
    case .collection(.where, let base, let binder, let body):
      guard var range = InstanceRange(base) else { return nil }
      if let body {
        guard let condition = body.ofInstance(binder) else { return nil }
        range.filters.append(KeptCell.Filter(condition: condition))
      }
      self = range
    default: return nil
    }
  }

  func with(_ binder: String, _ body: ExprIR?, isNegated: Bool = false) -> InstanceRange? {
    guard let body else { return self }
    guard let condition = body.ofInstance(binder) else { return nil }
    var range = self
    range.filters.append(KeptCell.Filter(condition: condition, isNegated: isNegated))
    return range
  }

  func reading(
    _ summary: KeptCell.Summary, _ answer: CellReading.Answer, _ value: ExprIR? = nil, isWidened: Bool = false
  ) -> CellReading {
    CellReading(
      cell: KeptCell(entity: entity, relation: relation, filters: filters, summary: summary, value: value, isWidened: isWidened),
      owner: owner, answer: answer)
  }
}

extension CellReading {
  /// What the expression would ask of a cell; nil for what is no summary of instances, and for what tables and indexes know anyway.
  init?(_ expression: ExprIR) {
    let reading: CellReading?
    switch expression.kind {
    case .quantifier(let isNone, let base, let binder, let body):
      reading = InstanceRange(base)?.with(binder, body, isNegated: !isNone)?.reading(.count, .isEmpty)
    case .exists(let base):
      reading = InstanceRange(base).flatMap { $0.filters.isEmpty ? nil : $0.reading(.count, .isNotEmpty) }
    case .limit(let base, let count):
      guard let ordered = Self.ordered(base) else { return nil }
      reading = ordered.0.reading(.order, .prefix(count), ordered.1)
    case .collection(let operation, let base, let binder, let body):
      reading = Self.summary(operation, base, binder, body, expression.type)
    default: return nil
    }
    guard let reading else { return nil }
    self = reading
  }

  /// The instances that break what a quantifier says, in order of creation.
  static func offenders(of expression: ExprIR) -> CellReading? {
    guard case .quantifier(let isNone, let base, let binder, let body) = expression.kind else { return nil }
    return InstanceRange(base)?.with(binder, body, isNegated: !isNone)?.reading(.order, .ids)
  }

  private static func summary(
    _ operation: CollectionOperator, _ base: ExprIR, _ binder: String, _ body: ExprIR?, _ type: TypeIR
  ) -> CellReading? {
    let value = body?.ofInstance(binder)
    switch operation {
    case .where: return nil
    case .count: return InstanceRange(base)?.with(binder, body)?.unlessPlain?.reading(.count, .count)
    case .any: return InstanceRange(base)?.with(binder, body)?.unlessPlain?.reading(.count, .isNotEmpty)
    case .all: return body == nil ? nil : InstanceRange(base)?.with(binder, body, isNegated: true)?.reading(.count, .isEmpty)
    case .sum, .avg:
      guard let value else { return nil }
      let isWidened = !value.type.unwrapped.isSummedAsIs && [.decimal, .percent].contains(type.unwrapped)
      return InstanceRange(base)?.reading(.total, operation == .sum ? .total : .mean, value, isWidened: isWidened)
    case .min: return value == nil ? nil : InstanceRange(base)?.reading(.extremes, .least, value)
    case .max: return value == nil ? nil : InstanceRange(base)?.reading(.extremes, .greatest, value)
    case .orderBy:
      return value.flatMap { value in InstanceRange(base)?.reading(.order, .ids, value) }
    case .first, .last:
      let answer: Answer = operation == .first ? .first : .last
      if body == nil, let ordered = ordered(base), let value = ordered.1 {
        return ordered.0.reading(.order, answer, value)
      }
      return InstanceRange(base)?.with(binder, body)?.unlessPlain?.reading(.order, answer)
    }
  }

  /// The instances and what they are ordered by; nil for anything else.
  private static func ordered(_ expression: ExprIR) -> (InstanceRange, ExprIR?)? {
    if case .collection(.orderBy, let base, let binder, let body?) = expression.kind {
      guard let range = InstanceRange(base), let value = body.ofInstance(binder) else { return nil }
      return (range, value)
    }
    return InstanceRange(expression)?.unlessPlain.map { ($0, nil) }
  }
}

extension ExprIR {
  /// The expression with `KeptCell.instance` for the binder; nil where it also speaks of an instance further out.
  fileprivate func ofInstance(_ binder: String) -> ExprIR? {
    var isAlone = true
    forEach { if case .local(KeptCell.instance) = $0.kind { isAlone = false } }
    return isAlone ? renaming(binder, to: KeptCell.instance) : nil
  }
}

extension TypeIR {
  /// `true` iff its sums and means are never reckoned in another type.
  fileprivate var isSummedAsIs: Bool {
    switch self {
    case .int, .refined: false
    default: true
    }
  }
}

extension InstanceRange {
  /// Nil for instances that no condition chooses: tables and indexes count these anyway.
  fileprivate var unlessPlain: InstanceRange? { filters.isEmpty ? nil : self }
}

/// What the state of a system keeps of its expressions' summaries, and which expressions go through all instances instead.
struct Increments {
  /// In order of name.
  private(set) var cells: [KeptCell] = []
  private(set) var cellsByEntity: [String: [KeptCell]] = [:]
  private var names: [String: String] = [:]
  /// By entity, its relations over which its instances decide what others count for, with those others' entity.
  private(set) var touches: [String: [(relation: String, owner: String)]] = [:]

  init(_ system: SystemIR, _ duties: ContractDuties, _ expressions: [ExprIR], table: (String) -> String) {
    let finder = CellFinder(system)
    var found: [String: KeptCell] = [:]
    func note(_ reading: CellReading?) -> Bool {
      guard let reading = reading.flatMap(finder.keepable) else { return false }
      let cell = reading.cell
      if found[cell.key] != nil { return true }
      guard case .kept(let dependencies) = finder.verdict(on: cell) else { return false }
      found[cell.key] = cell
      found[cell.key]?.dependencies = dependencies
      return true
    }
    func noteAll(_ expression: ExprIR) { expression.forEach { _ = note(CellReading($0)) } }
    for expression in expressions { noteAll(expression) }
    for claim in duties.standing {
      // What an assertion ranges over is kept with those who break it, once.
      if note(CellReading.offenders(of: claim.condition)) {
        claim.condition.children.forEach(noteAll)
      } else {
        noteAll(claim.condition)
      }
    }
    var scope = Naming.Scope(reserving: Set(system.entities.map { table($0.name) }))
    for key in found.keys.sorted() {
      guard var cell = found[key] else { continue }
      cell.name = scope.claim(CellNaming.name(cell, table: table(cell.entity)))
      names[key] = cell.name
      cells.append(cell)
    }
    cells.sort { $0.name < $1.name }
    cellsByEntity = Dictionary(grouping: cells, by: \.entity)
    for key in Set(cells.flatMap(\.dependencies)).sorted() {
      let field = system.entities.first { $0.name == key.entity }?.fields.first { $0.name == key.field }
      if case .entity(let owner)? = field?.type.unwrapped { touches[key.entity, default: []].append((key.field, owner)) }
    }
  }

  /// The reading, or one of a timeline that answers the same: whichever is kept.
  func kept(_ reading: CellReading) -> CellReading? {
    [reading, reading.onTimeline].compactMap { $0 }.first { name(of: $0.cell) != nil }
  }

  /// The name of the cell that answers the reading; nil where nothing of the kind is kept.
  func name(of cell: KeptCell) -> String? { names[cell.key] }
}
