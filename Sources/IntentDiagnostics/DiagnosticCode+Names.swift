extension DiagnosticCode {
  /// E02xx, in the order of the ids.
  static let names: [DiagnosticCode] = []
}
