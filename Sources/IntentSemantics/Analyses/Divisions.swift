import IntentDiagnostics
import IntentIR
import IntentSource

/// A condition that guards a place, and whether it holds there.
final class Assumption {
  /// Of those around a place so many are taken into account, the innermost ones.
  static let most = 40

  let condition: ExprIR
  let truth: Bool
  let outer: Assumption?

  init(_ condition: ExprIR, _ truth: Bool, in outer: Assumption?) {
    self.condition = condition
    self.truth = truth
    self.outer = outer
  }
}

/// A division where it stands, with neither an `else` nor a divisor that is a constant.
struct Division {
  let divisor: ExprIR
  /// The divisor as its author wrote it.
  let text: String
  /// The innermost of what is known there.
  let assumption: Assumption?
  /// `true` in a mutation, in whose course rules need not hold.
  let isInMutation: Bool
  let span: Span
}

// Finds divisions that can be by zero.
extension SystemAnalysis {
  /// Reports the divisions of which the divisor can be zero where they stand.
  mutating func judgeDivisions(_ facts: SystemFacts) {
    let plain = systemFacts ?? facts
    for division in divisions where canBeByZero(division, division.isInMutation ? plain : facts) {
      report(.divisionByZero, "`\(division.text)` can be zero here: give an `else`, or guard the division", at: division.span)
    }
  }

  private func canBeByZero(_ division: Division, _ facts: SystemFacts) -> Bool {
    var reader = ConditionReader(facts)
    let isZero = reader.comparison(.equal, division.divisor, ExprIR(.literal(.int(0)), division.divisor.type))
    var known: [Formula] = []
    var next = division.assumption
    while let assumption = next, known.count < Assumption.most {
      known.append(reader.formula(assumption.condition, assumption.truth))
      next = assumption.outer
    }
    return Satisfiability.canHold(related(to: isZero, known, reader.vocabulary) + [isZero], reader.vocabulary) != false
  }
}
