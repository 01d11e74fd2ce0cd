extension DiagnosticCode {
  /// W05xx, in the order of the ids.
  static let warnings: [DiagnosticCode] = []
}
