import IntentSource

/// What has a name of its own.
protocol Named {
  var name: String { get }
}

/// Elements by their names, in the order in which they came. Nothing is taken out again. For lists of which most are short: a table of
/// names is made only for a long one.
struct NamedList<Element: Named> {
  /// Their names do not change.
  var elements: [Element] = []
  /// The names, where they are many.
  private var names = NameIndex()

  /// The index of `name` in `elements`. O(1).
  @inline(__always)  // Called on a member of a class, it would have each of its parts counted.
  func index(of name: String) -> Int? {
    if names.count > 0 { return names.find(name).index }
    guard let short = ShortText(name) else { return elements.indices.first { elements[$0].name == name } }
    for index in elements.indices where ShortText(elements[index].name) == short { return index }
    return nil
  }

  subscript(name: String) -> Element? { index(of: name).map { elements[$0] } }

  /// `true` iff no element had its name yet; it is added. O(1).
  mutating func insert(_ element: consuming Element) -> Bool {
    if index(of: element.name) != nil { return false }
    elements.append(element)
    if elements.count > NameIndex.few {
      for index in names.count..<elements.count { _ = names.insert(elements[index].name) }
    }
    return true
  }
}
