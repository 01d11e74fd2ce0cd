import IntentIR

/// A `no_overlap` of an entity.
struct RangeGuard {
  /// Its index in the state.
  var table: String
  var range: NoOverlapIR
  var start: FieldIR
  var end: FieldIR
  var per: [FieldIR]
  /// `no_overlap: starts..ends per doctor`
  var text: String
}

extension SystemContext {
  /// The entity's `no_overlap`s.
  func rangeGuards(_ entity: EntityIR) -> [RangeGuard] {
    func field(_ name: String) -> FieldIR? { entity.fields.first { $0.name == name } }
    return entity.noOverlaps.enumerated().compactMap { offset, range in
      guard let start = field(range.start), let end = field(range.end) else { return nil }
      let number = entity.noOverlaps.count > 1 ? String(offset + 1) : ""
      let by = range.per.isEmpty ? "" : " per \(range.per.joined(separator: ", "))"
      return RangeGuard(
        table: "\(names.table(entity.name))From\(Naming.upperCamel(range.start))To\(Naming.upperCamel(range.end))\(number)",
        range: range, start: start, end: end, per: range.per.compactMap(field),
        text: "no_overlap: \(range.start)..\(range.end)\(by)")
    }
  }

  /// The index of the ranges, as the state declares it.
  func rangeStore(_ guarded: RangeGuard, _ entity: EntityIR) -> StoredCode {
    let type = "RangeIndex<\(names.entity(entity.name)), \(perType(guarded, swiftType)), \(swiftType(guarded.start.type.unwrapped))>"
    let isWhole = [.date, .int].contains(base(guarded.start.type.unwrapped))
    return StoredCode(
      name: guarded.table, comment: "`\(guarded.text)`", declaration: "var \(guarded.table) = \(type)(includesEnd: \(isWhole))")
  }

  /// The function of the state that gives the range that an instance occupies; nil where the condition does not hold or a value that
  /// it goes by is absent.
  func rangeFunction(_ guarded: RangeGuard, _ entity: EntityIR, _ local: String) -> Code {
    let owner = "entity \(entity.name)"
    var writer = ExpressionWriter(self)
    writer.state = "self"
    writer.locals["it"] = .init(name: local, form: .instance(entity.name))
    writer.locals[entity.name] = writer.locals["it"]
    func member(_ field: FieldIR) -> String { openedMember(field, of: owner, on: local) }
    let isOptional = guarded.per.contains { $0.type.isOptional }
    let pair = guarded.per.count > 1 && isOptional ? "KeyPair(ifPresent: " : "KeyPair("
    let per = guarded.per.map(member)
    let key = per.dropLast().reversed().reduce(per.last ?? "0") { "\(pair)\($1), \($0))" }
    let bounds = "start: \(member(guarded.start)), end: \(member(guarded.end))"
    let range =
      isOptional
      ? "(\(key)).map { OccupiedRange(per: $0, \(bounds)) }" : "OccupiedRange(per: \(key), \(bounds))"
    let code = guarded.range.condition.map { "\(writer.condition($0)) ? \(range) : nil" } ?? range
    let type = "OccupiedRange<\(perType(guarded, qualifiedType)), \(qualifiedType(guarded.start.type.unwrapped))>"
    let fields = [guarded.start, guarded.end] + guarded.per
    let visibility = fields.contains { personal.holds(owner, $0.name) } ? "fileprivate " : ""
    return .block(
      "\(visibility)func \(guarded.table)Range(_ \(local): \(namespace).\(names.entity(entity.name))) -> \(type)?", [.line(code)])
  }

  private func perType(_ guarded: RangeGuard, _ type: (TypeIR) -> String) -> String {
    let types = guarded.per.map { type($0.type.unwrapped) }
    guard let last = types.last else { return "Int" }
    return types.dropLast().reversed().reduce(last) { "KeyPair<\($1), \($0)>" }
  }
}
