/// A new value of one field of an instance: a case of a generated `…Change`.
public protocol FieldChange: Sendable {
  /// Number of the field among those of the entity.
  var index: Int { get }
  /// Shows the field with its new value.
  func visit(_ fields: inout some FieldVisitor)
}

extension FieldVisitor {
  /// Shows what an update sets: of each changed field the last value, in the order of declaration, and under `intent.cleared` the
  /// names of those that are set to nothing, since absent values are not written. O(n log n).
  public mutating func changes<Change: FieldChange>(_ list: [Change]) {
    var last: [Int: Change] = [:]
    for change in list { last[change.index] = change }
    var cleared = ClearedFields()
    for (_, change) in last.sorted(by: { $0.key < $1.key }) {
      change.visit(&self)
      change.visit(&cleared)
    }
    field("intent.cleared", cleared.names)
  }
}

/// Collects the names of fields without a value.
private struct ClearedFields: FieldVisitor {
  var names: [String] = []

  mutating func field<Value: FieldValue>(_ name: String, _ value: Value) {
    if value.isAbsent { names.append(name) }
  }
}

extension PayloadReader {
  /// True if the payload of an update sets the field, to a value or to nothing.
  public func changes(_ name: String) throws(LogError) -> Bool {
    if has(name) { return true }
    let cleared: [String] = try field("intent.cleared")
    return cleared.contains(name)
  }
}
