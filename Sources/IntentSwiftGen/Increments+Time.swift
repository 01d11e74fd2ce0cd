import IntentIR

extension CellReading {
  /// The same question asked of a timeline: of its filters one compares a time of the instance, or the age of its state, with an
  /// instant. Nil where there is no such filter, or more than whether there are any, how many, and which.
  var onTimeline: CellReading? {
    guard stretch == nil, cell.value == nil else { return nil }
    switch (cell.summary, answer) {
    case (.count, _): break
    case (.order, .ids) where cell.relation == nil: break
    default: return nil
    }
    let filters = cell.filters.flatMap(\.conjuncts)
    for (index, filter) in filters.enumerated() {
      guard let (stretch, condition, value) = filter.stretch else { continue }
      var reading = self
      reading.stretch = stretch
      reading.cell.summary = .timeline
      reading.cell.filters = filters
      reading.cell.filters[index...index] = condition.map { [KeptCell.Filter(condition: $0)] } ?? []
      var texts: Set<String> = []
      reading.cell.filters.removeAll { !texts.insert($0.text).inserted }
      switch value {
      case .age(let field): reading.cell.age = FieldKey(entity: cell.entity, field: field)
      case .field(let field): reading.cell.value = field
      }
      return reading
    }
    return nil
  }
}

/// What orders a timeline.
private enum TimelineValue {
  case age(of: String)
  case field(ExprIR)
}

extension KeptCell.Filter {
  /// The filters that hold together where this one holds.
  fileprivate var conjuncts: [KeptCell.Filter] {
    guard !isNegated, case .binary(.and, let left, let right) = condition.kind else { return [self] }
    return KeptCell.Filter(condition: left).conjuncts + KeptCell.Filter(condition: right).conjuncts
  }

  /// The stretch of a timeline that the filter chooses, and what else it asks of an instance.
  fileprivate var stretch: (CellReading.Stretch, ExprIR?, TimelineValue)? {
    switch condition.kind {
    case .isStateFor(let base, let entity, let field, let state, let symbol, let milliseconds):
      // Longer than d is since before now - d.
      guard !isNegated, base.isTheInstance, symbol.isOrder, let comparison = symbol.mirrored else { return nil }
      let isState = ExprIR(.isState(base, entity: entity, field: field, state: state), .bool)
      return (CellReading.Stretch(comparison: comparison, bound: .age(milliseconds)), isState, .age(of: field))
    case .binary(let symbol, let left, let right):
      if let found = Self.stretch(left, symbol, right, isNegated) { return found }
      return symbol.mirrored.flatMap { Self.stretch(right, $0, left, isNegated) }
    default: return nil
    }
  }

  private static func stretch(
    _ field: ExprIR, _ symbol: BinaryOperator, _ bound: ExprIR, _ isNegated: Bool
  ) -> (CellReading.Stretch, ExprIR?, TimelineValue)? {
    guard case .field(let base, _, _) = field.kind, base.isTheInstance, [.timestamp, .date].contains(field.type.unwrapped),
      bound.type == field.type.unwrapped, bound.isOfTimeAlone, symbol.isOrder
    else { return nil }
    // What is absent compares with nothing, so that it breaks what a comparison says.
    if isNegated && field.type.isOptional { return nil }
    guard let comparison = isNegated ? symbol.opposite : symbol else { return nil }
    return (CellReading.Stretch(comparison: comparison, bound: .time(bound)), nil, .field(field))
  }
}

extension ExprIR {
  fileprivate var isTheInstance: Bool {
    switch kind {
    case .local(KeptCell.instance): true
    case .narrowed(let inner): inner.isTheInstance
    default: false
    }
  }

  /// `true` iff the time decides it, and the instance does not.
  fileprivate var isOfTimeAlone: Bool {
    var readsTime = false
    var readsInstance = false
    forEach { part in
      switch part.kind {
      case .now, .today: readsTime = true
      case .local(KeptCell.instance): readsInstance = true
      default: break
      }
    }
    return readsTime && !readsInstance
  }
}

extension BinaryOperator {
  /// `true` iff it says which side comes first.
  fileprivate var isOrder: Bool { [.less, .lessOrEqual, .greater, .greaterOrEqual].contains(self) }
}
