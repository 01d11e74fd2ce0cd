import IntentIR

/// An expression that generated code answers by going through instances each time it is asked.
public struct ScannedExpression: Equatable, Sendable {
  /// The expression in canonical text.
  public var text: String
  /// Why its answer is not kept up to date.
  public var reason: String
  /// Where the item begins that the expression stands in.
  public var origin: Origin
}

extension SwiftGenerator {
  /// The sums, counts, orders and quantifiers of a system that are not kept up to date, in the order of their places. O(size).
  public static func scans(of system: SystemIR) -> [ScannedExpression] {
    let duties = ContractDuties(system)
    let uses = Uses(system, duties, Families(system, duties))
    let finder = CellFinder(system)
    var found: [ScannedExpression] = []
    for (expression, origin) in uses.expressions + duties.standing.map({ ($0.condition, $0.origin) }) {
      expression.forEach { part in
        guard let reading = CellReading(part), finder.keepable(reading) == nil,
          case .scanned(let reason) = finder.verdict(on: reading.cell)
        else { return }
        let scanned = ScannedExpression(text: text(part, system), reason: reason, origin: origin)
        if found.last != scanned { found.append(scanned) }
      }
    }
    return found.inSourceOrder(\.origin)
  }

  private static func text(_ expression: ExprIR, _ system: SystemIR) -> String {
    system.entities.reduce(expression.text) { $0.replacing("all(\($1.name))", with: $1.plural) }
  }
}
