extension DiagnosticCode {
  /// E03xx, in the order of the ids.
  static let types: [DiagnosticCode] = []
}
