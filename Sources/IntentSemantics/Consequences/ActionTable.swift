import IntentIR
import IntentSource

/// What is known of one action.
struct ActionEntry {
  let name: String
  /// `true` for `await_x`.
  let isAwait: Bool
  /// `true` iff an item declares it.
  var isDeclared = false
  /// Its signature; `nil` while that is not known.
  fileprivate(set) var facts: ActionFacts?
  /// Of a known signature.
  fileprivate(set) var evidence = ActionIR.Evidence.done
  fileprivate(set) var doc: String?
  /// The first and the last of its uses, where no item declares it.
  fileprivate(set) var uses: (first: Int, last: Int)?
}

/// The actions that are called or declared, by number: the called ones first, in the order of the calls. A call finds its action by the
/// symbol of its name.
struct ActionTable {
  private var numbers = SymbolNumbers()
  private var entries: [ActionEntry] = []
  private let byName = LazyNameIndex()
  /// The parameters of all, those of one side by side; and so the arguments of a use.
  private(set) var parameters: [FieldFact] = []
  /// By the action's number, the names of parameters that some uses have and others have not, which was reported.
  var doubtful: [Int: Set<String>] = [:]
  /// The uses of actions that no item declares, in the order in which they were found.
  private(set) var uses: [ActionUse] = []
  /// The actions that are used, in the order of their first uses.
  private(set) var used: [Int] = []

  var count: Int { entries.count }
  var names: [String] { entries.map(\.name) }

  subscript(number: Int) -> ActionEntry {
    _read { yield entries[number] }
    _modify { yield &entries[number] }
  }

  func number(of symbol: Symbol) -> Int? { numbers[symbol] }

  /// The number of the action of that name. O(1), but for the first time.
  func number(named name: String) -> Int? { byName.find(name, among: entries) }

  func contains(_ name: String) -> Bool { number(named: name) != nil }

  /// The signature of the action of that name, as far as it is known.
  func facts(named name: String) -> ActionFacts? { number(named: name).flatMap { entries[$0].facts } }

  /// The parameters of the action of that name, as far as its signature is known.
  func parameters(ofActionNamed name: String) -> ArraySlice<FieldFact>? { facts(named: name).map { parameters[$0.parameters] } }

  /// The evidence of the action, where its signature is known.
  func evidence(of number: Int) -> ActionIR.Evidence? { entries[number].facts == nil ? nil : entries[number].evidence }

  /// The evidence of the action of that name, where its signature is known.
  func evidence(ofActionNamed name: String) -> ActionIR.Evidence? { self.number(named: name).flatMap { evidence(of: $0) } }

  /// Gives the action its signature.
  mutating func settle(_ number: Int, _ facts: ActionFacts, evidence: ActionIR.Evidence = .done, doc: String? = nil) {
    entries[number].facts = facts
    entries[number].evidence = evidence
    entries[number].doc = doc
  }

  /// Adds parameters and returns where they stand.
  mutating func add(_ parameters: [FieldFact]) -> Range<Int> {
    self.parameters += parameters
    return self.parameters.count - parameters.count..<self.parameters.count
  }

  /// Adds the next argument of a use.
  mutating func add(_ argument: consuming FieldFact) { parameters.append(argument) }

  /// The number of the action whose name is that symbol; it is added if it was not there yet.
  mutating func add(_ symbol: Symbol, _ spellings: [String]) -> Int {
    if let known = numbers[symbol] { return known }
    let name = spellings[Int(symbol.rawValue)]
    byName.forget()
    numbers.add(symbol, entries.count)
    // Most names are told from an await by their first letter.
    entries.append(ActionEntry(name: name, isAwait: name.utf8.first == UInt8(ascii: "a") && name.hasPrefix("await_")))
    return entries.count - 1
  }

  /// Every use of the action, in the order in which they were found.
  func uses(of number: Int) -> [Int] {
    var found: [Int] = []
    var next = entries[number].uses?.first
    while let use = next {
      found.append(use)
      next = uses[use].next
    }
    return found
  }

  /// Adds a use of the action.
  mutating func add(_ use: consuming ActionUse, of number: Int) {
    if let known = entries[number].uses {
      uses[known.last].next = uses.count
      entries[number].uses = (known.first, uses.count)
    } else {
      entries[number].uses = (uses.count, uses.count)
      used.append(number)
    }
    uses.append(use)
  }

  /// `true` iff each argument has a label or a type.
  func isSound(_ use: ActionUse) -> Bool {
    zip(use.call.values, use.arguments).allSatisfy { $0.label != nil || parameters[$1].type != nil }
  }

  /// Makes room for so many uses.
  mutating func reserve(uses count: Int) {
    uses.reserveCapacity(count)
    parameters.reserveCapacity(parameters.count + count)
    used.reserveCapacity(entries.count)
  }

  /// Lets go of the uses, once signatures are inferred.
  mutating func forgetUses() { uses = [] }

  /// The actions in the order of their names.
  var sorted: [Int] { names.indicesInOrder }
}

/// The numbers of actions by name, made when a name is first looked up: calls look up symbols.
private final class LazyNameIndex {
  private var index: NameIndex?

  func forget() { if index != nil { index = nil } }

  func find(_ name: String, among entries: [ActionEntry]) -> Int? {
    if let index { return index.find(name).index }
    var made = NameIndex()
    made.reserveCapacity(entries.count)
    for entry in entries { _ = made.insert(entry.name) }
    index = made
    return made.find(name).index
  }
}

/// Numbers by symbol.
private struct SymbolNumbers {
  private var slots = HashSlots(for: 32)
  private var count = 0

  subscript(symbol: Symbol) -> Int? { slots.find(hash(of: symbol)) { _ in true } }

  /// Requires: the symbol has no number yet.
  mutating func add(_ symbol: Symbol, _ number: Int) {
    count += 1
    if !slots.hasRoom(for: count) { slots.grow(for: count) }
    slots.add(hash(of: symbol), number)
  }

  /// Another for each symbol, for the factor is odd.
  private func hash(of symbol: Symbol) -> UInt64 { UInt64(symbol.rawValue &* 0x9E37_79B9) }
}
