extension DiagnosticCode {
  /// E04xx, in the order of the ids.
  static let consequences: [DiagnosticCode] = []
}
