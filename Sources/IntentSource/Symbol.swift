#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#else
  import Glibc
#endif

/// A name, as a number: two names are the same text iff their symbols are equal, within one `SymbolTable`.
public struct Symbol: Hashable, Comparable, Sendable, BitwiseCopyable {
  public let rawValue: UInt32

  public init(rawValue: UInt32) { self.rawValue = rawValue }

  /// The symbol of a word of the language, the same in every table.
  public init(_ word: Word) { rawValue = word.number }

  /// The word of the language that this is, or `nil`.
  public var word: Word? { Word(number: rawValue) }

  /// By age in the table, not by spelling.
  public static func < (a: Symbol, b: Symbol) -> Bool { a.rawValue < b.rawValue }
}

/// Every name of a compilation, stored once. The words of the language come first, so that their symbols are constants.
public struct SymbolTable: Sendable {
  /// A text, or where it is.
  private struct Text {
    /// All of it where it is short; else what no short text is.
    let short: ShortText
    /// Where it ends in the bytes of all long ones.
    let end: UInt32
    /// Its length in bytes.
    let count: UInt32

    static var long: ShortText { ShortText(low: 0, high: .max) }

    var isShort: Bool { count <= ShortText.mostBytes }
  }

  private var bytes: [UInt8] = []
  /// By the symbols' numbers.
  private var names: [Text] = []
  /// Open addressing with linear probing: a text's hash in the upper half and its symbol's number plus one in the lower, or 0. The count is
  /// a power of two.
  private var slots: [UInt64]

  public init() {
    slots = [UInt64](repeating: 0, count: 1024)
    for word in Word.allCases { intern(word.text) }
  }

  private init(slots: [UInt64]) { self.slots = slots }

  /// A table without even the words of the language: what stands in for a table while another owner changes it, so that no copy is made.
  package static let empty = SymbolTable(slots: [])

  /// A copy with room for so many names more.
  package func withRoom(for more: Int) -> SymbolTable {
    var copy = SymbolTable(slots: slots)
    copy.bytes = bytes
    copy.names.reserveCapacity(names.count + more)
    copy.names += names
    while copy.slots.count < (names.count + more) * 2 { copy.grow() }
    return copy
  }

  /// The number of symbols.
  public var count: Int { names.count }

  /// The symbol of `text`, made if it is new. O(text).
  @discardableResult
  public mutating func intern(_ text: String) -> Symbol {
    var text = text
    return text.withUTF8 { intern($0) }
  }

  /// The symbol of the name written in `name`, made if it is new. O(name).
  public mutating func intern(_ name: UnsafeBufferPointer<UInt8>) -> Symbol {
    if name.count > ShortText.mostBytes { return internLong(name) }
    return intern(ShortText(UnsafeRawBufferPointer(name)))
  }

  /// The symbol of a short name, made if it is new. O(1).
  public mutating func intern(_ text: ShortText) -> Symbol {
    let slot = self.slot(of: text, text.hash)
    let found = slots[slot]
    if found != 0 { return Symbol(rawValue: UInt32(truncatingIfNeeded: found) &- 1) }
    return add(Text(short: text, end: UInt32(bytes.count), count: UInt32(text.count)), text.hash, at: slot)
  }

  @inline(never)
  private mutating func internLong(_ name: UnsafeBufferPointer<UInt8>) -> Symbol {
    let hash = quickHash(UnsafeRawBufferPointer(name))
    let slot = self.slot(ofLong: name, hash)
    if slots[slot] != 0 { return Symbol(rawValue: UInt32(truncatingIfNeeded: slots[slot]) - 1) }
    bytes.append(contentsOf: name)
    return add(Text(short: Text.long, end: UInt32(bytes.count), count: UInt32(name.count)), hash, at: slot)
  }

  @inline(never)
  private mutating func add(_ text: Text, _ hash: UInt64, at slot: Int) -> Symbol {
    names.append(text)
    slots[slot] = hash << 32 | UInt64(names.count)
    if names.count * 2 > slots.count { grow() }
    return Symbol(rawValue: UInt32(names.count - 1))
  }

  /// The symbol of `text` if some name is spelled so. O(text).
  public func find(_ text: String) -> Symbol? {
    var text = text
    return text.withUTF8 { name in
      let raw = UnsafeRawBufferPointer(name)
      let short = name.count > ShortText.mostBytes ? nil : ShortText(raw)
      let found = slots[short.map { slot(of: $0, $0.hash) } ?? slot(ofLong: name, quickHash(raw))]
      return found == 0 ? nil : Symbol(rawValue: UInt32(truncatingIfNeeded: found) - 1)
    }
  }

  /// The slot of the text, or the empty one where it would stand.
  @inline(__always) private func slot(of short: ShortText, _ hash: UInt64) -> Int { probe(hash) { names[$0].short == short } }

  private func slot(ofLong name: UnsafeBufferPointer<UInt8>, _ hash: UInt64) -> Int {
    probe(hash) { index in
      let text = names[index]
      if text.isShort || Int(text.count) != name.count { return false }
      return bytes.withUnsafeBytes { bytes in
        guard let start = bytes.baseAddress, let other = name.baseAddress else { return true }
        return memcmp(start + place(text).lowerBound, other, name.count) == 0
      }
    }
  }

  @inline(__always) private func probe(_ hash: UInt64, _ isSame: (Int) -> Bool) -> Int {
    slots.withUnsafeBufferPointer { slots in
      let mask = slots.count - 1
      var slot = Int(hash) & mask
      while slots[slot] != 0 {
        if slots[slot] >> 32 == hash, isSame(Int(slots[slot] & 0xFFFF_FFFF) - 1) { return slot }
        slot = (slot + 1) & mask
      }
      return slot
    }
  }

  /// The text of `symbol`. O(text).
  public func text(_ symbol: Symbol) -> String {
    bytes.withUnsafeBufferPointer { string(names[Int(symbol.rawValue)], $0) }
  }

  private func string(_ text: Text, _ bytes: UnsafeBufferPointer<UInt8>) -> String {
    if text.isShort { return text.short.string }
    return String(decoding: UnsafeBufferPointer(rebasing: bytes[place(text)]), as: UTF8.self)
  }

  /// The texts of all symbols, by their numbers. O(text).
  public var spellings: [String] {
    var texts = Word.allCases.map(\.text)
    texts.reserveCapacity(names.count)
    bytes.withUnsafeBufferPointer { bytes in
      for name in names.dropFirst(texts.count) { texts.append(string(name, bytes)) }
    }
    return texts
  }

  private func place(_ text: Text) -> Range<Int> { Int(text.end - text.count)..<Int(text.end) }

  private mutating func grow() {
    var wider = [UInt64](repeating: 0, count: slots.count * 2)
    for value in slots where value != 0 {
      var slot = Int(value >> 32) & (wider.count - 1)
      while wider[slot] != 0 { slot = (slot + 1) & (wider.count - 1) }
      wider[slot] = value
    }
    slots = wider
  }
}
