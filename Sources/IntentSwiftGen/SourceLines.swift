import IntentIR

/// Where the items of a system begin. Generated code names these lines, and counts others from them: an item that moves changes one
/// number of a table and no code.
struct SourceLines {
  private struct Item {
    let line: Int
    let name: String
  }

  /// By file, in the order of the lines.
  private var items: [String: [Item]] = [:]

  /// O(n log n) in the number of items.
  init(_ system: SystemIR, reactions: [(name: String, origin: Origin)], claims: [(name: String, origin: Origin)]) {
    var scope = Naming.Scope()
    var found: [Origin: String] = [:]
    func add(_ list: [(name: String, origin: Origin)], orWith suffix: String) {
      for (name, origin) in list.sorted(by: { $0.name < $1.name }) where found[origin] == nil {
        found[origin] = scope.claim(Naming.lowerCamel(name), orWith: suffix)
      }
    }
    add(system.entities.map { ($0.name, $0.origin) }, orWith: "Entity")
    add(system.events.map { ($0.name, $0.origin) }, orWith: "Event")
    add(system.mutations.map { ($0.name, $0.origin) }, orWith: "Mutation")
    add(system.queries.map { ($0.name, $0.origin) }, orWith: "Query")
    add(system.views.map { ($0.name, $0.origin) }, orWith: "View")
    add(system.workflows.map { ($0.name, $0.origin) }, orWith: "Workflow")
    add(system.permissions.map { ($0.name, $0.origin) }, orWith: "Permission")
    add(system.roles.map { ($0.name, $0.origin) }, orWith: "Role")
    add(system.actions.filter { !$0.isInferred }.map { ($0.name, $0.origin) }, orWith: "Action")
    add(system.metrics.map { ($0.name, $0.origin) }, orWith: "Metric")
    add(system.derivations.map { ($0.name, $0.origin) }, orWith: "Derivation")
    add(system.contract.capabilities.map { ($0.name, $0.origin) }, orWith: "Capability")
    add(system.contract.invariants.map { ($0.name, $0.origin) }, orWith: "Invariant")
    for (name, origin) in reactions + claims where found[origin] == nil { found[origin] = scope.claim(name) }
    for (origin, name) in found { items[origin.file, default: []].append(Item(line: origin.line, name: name)) }
    for file in items.keys { items[file]?.sort { $0.line < $1.line } }
  }

  /// The line as code: `SourceLine.deal + 5`, or its number where no item stands before it in the file.
  func code(_ origin: Origin) -> String {
    guard let item = item(at: origin) else { return String(origin.line) }
    let offset = origin.line - item.line
    return "SourceLine.\(Naming.escaped(item.name))" + (offset == 0 ? "" : " + \(offset)")
  }

  private func item(at origin: Origin) -> Item? {
    guard let list = items[origin.file] else { return nil }
    var (low, high) = (0, list.count)
    while low < high {
      let middle = (low + high) / 2
      if list[middle].line <= origin.line { low = middle + 1 } else { high = middle }
    }
    return low == 0 ? nil : list[low - 1]
  }

  /// The files with lines that `sections` name, each with the table of these lines.
  func tables(namedIn sections: [Section]) -> [(file: String, rows: [String])] {
    var named: Set<Substring> = []
    for section in sections { section.code.forEachLine { note(in: $0, &named) } }
    return items.keys.sorted().compactMap { file in
      let rows = (items[file] ?? []).filter { named.contains($0.name[...]) }.map { "\(Naming.escaped($0.name)) = \($0.line)" }
      return rows.isEmpty ? nil : (file, rows)
    }
  }

  private func note(in line: String, _ named: inout Set<Substring>) {
    var rest = line[...]
    // Few lines name one, and looking at bytes is many times quicker in the compiler's debug build.
    while let place = rest.utf8.place(of: "SourceLine.") {
      rest = rest[place...]
      if rest.first == "`" { rest.removeFirst() }
      named.insert(rest.prefix { $0.isWordPart })
    }
  }
}

extension SystemContext {
  /// A line of the sources as code.
  func line(_ origin: Origin) -> String {
    let code = lines.code(origin)
    return code.hasPrefix("SourceLine") ? "\(namespace).\(code)" : code
  }

  /// The tables of the lines that `sections` name, one in each file.
  func lineSections(namedIn sections: [Section]) -> [Section] {
    let tables = lines.tables(namedIn: sections)
    guard !tables.isEmpty else { return [] }
    let comment: Code = .line("/// The lines in which items begin, from which the others are counted.")
    let root = homeSection("lines", rank: 4, [extending([.group([comment, .line("\(access) nonisolated enum SourceLine {}")])])])
    return [root]
      + tables.map { file, rows in
        let list = rows.enumerated().map { "\($0.offset == 0 ? "static let " : "")\($0.element)" }.joined(separator: ", ")
        return Section(
          title: "lines of \(file)", origin: Origin(file: file, line: 0), rank: 5, code: [extending("SourceLine", [.line(list)])])
      }
  }
}

extension [Code] {
  /// Visits every line of the code. O(size).
  func forEachLine(_ visit: (String) -> Void) {
    for code in self {
      switch code {
      case .line(let line): visit(line)
      case .blank: break
      case .block(let head, let body, let tail):
        visit(head)
        body.forEachLine(visit)
        visit(tail)
      case .indented(let body), .group(let body): body.forEachLine(visit)
      }
    }
  }
}

extension Substring.UTF8View {
  /// Where the text goes on behind the first occurrence of `word`, whose first byte does not come again in it. O(n).
  fileprivate func place(of word: StaticString) -> Index? {
    let wanted = UnsafeBufferPointer(start: word.utf8Start, count: word.utf8CodeUnitCount)
    let offset = withContiguousStorageIfAvailable { bytes -> Int? in
      var (at, matched) = (0, 0)
      while at < bytes.count {
        matched = bytes[at] == wanted[matched] ? matched + 1 : bytes[at] == wanted[0] ? 1 : 0
        at += 1
        if matched == wanted.count { return at }
      }
      return nil
    }
    return (offset ?? nil).map { index(startIndex, offsetBy: $0) }
  }
}
