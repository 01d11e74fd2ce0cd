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
  var facts: ActionFacts?
  /// The first and the last of its uses, where no item declares it.
  fileprivate(set) var uses: (first: Int, last: Int)?
}

/// The actions that are called or declared, by number: the called ones first, in the order of the calls. A call finds its action by the
/// symbol of its name.
struct ActionTable {
  private var numbers = SymbolNumbers()
  private var entries: [ActionEntry] = []
  private let byName = LazyNameIndex()
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

  /// Makes room for so many uses.
  mutating func reserve(uses count: Int) {
    uses.reserveCapacity(count)
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
