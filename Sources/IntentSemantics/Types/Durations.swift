import IntentSyntax

/// A duration as an author writes it, in the greatest unit that divides it.
func durationText(_ milliseconds: Int64) -> String {
  let unit = DurationUnit.allCases.last { milliseconds != 0 && milliseconds % $0.milliseconds == 0 } ?? .milliseconds
  return "\(milliseconds / unit.milliseconds)\(unit.text)"
}
