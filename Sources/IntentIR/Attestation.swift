extension SystemIR {
  /// What a person signs off who attests the invariant: what it says and covers, and nothing else asks for a new sign-off. Nil where it
  /// covers nothing by name: then it is the spec as it is. LANGUAGE section 8. O(n log n) in the size of what is covered.
  public func coveredMeaning(of invariant: InvariantIR) -> Fingerprint? {
    if invariant.covers.isEmpty { return nil }
    let texts = [invariant.canonicalText] + invariant.covers.sorted().flatMap(coveredTexts)
    return Fingerprint(of: texts.joined(separator: "\n"))
  }

  /// What the path names, in canonical text: a field or a rule alone, else the whole item that the path is in.
  private func coveredTexts(_ path: String) -> [String] {
    let names = path.split(separator: ".").map(String.init)
    guard let item = names.first else { return [] }
    if let part = names.dropFirst().first, let text = partText(part, of: item) { return ["\(path): \(text)"] }
    return itemTexts(item).sorted()
  }

  private func partText(_ part: String, of item: String) -> String? {
    let entity = entities.first { $0.name == item }
    if let rule = entity?.rules.first(where: { $0.name == part }) { return rule.text }
    let record = types.first { $0.name == item }.flatMap { if case .record(let fields) = $0.shape { fields } else { nil } }
    let fields = entity?.fields ?? events.first { $0.name == item }?.fields ?? record ?? []
    return fields.first { $0.name == part }?.text
  }

  /// Every item of that name, in canonical text.
  private func itemTexts(_ name: String) -> [String] {
    func named<Item>(_ items: [Item], _ key: (Item) -> String, _ text: (Item) -> String) -> [String] {
      items.filter { key($0) == name }.map(text)
    }
    var texts = named(types, \.name, \.text) + named(entities, \.name, \.text) + named(events, \.name, \.text)
    texts += named(thresholds, \.name, \.text) + named(derivations, \.name, \.text) + named(metrics, \.name, \.text)
    texts += named(actions, \.name, \.text) + named(workflows, \.name, \.text)
    texts += named(roles, \.name, \.text) + named(permissions, \.name, \.text)
    texts += named(mutations, \.name, \.text) + named(queries, \.name, \.text) + named(views, \.name, \.text)
    texts += named(contract.invariants, \.name, \.canonicalText) + named(contract.capabilities, \.name, \.text)
    texts += named(contract.targets, \.quantity.name, \.canonicalText)
    texts += named(surface.projections, \.name, \.text) + named(surface.bindings, \.name, \.text)
    return texts
  }
}
