#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#else
  import Glibc
#endif

/// A name, as a number: two names are the same text iff their symbols are equal, within one `SymbolTable`.
public struct Symbol: Hashable, Comparable, Sendable {
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
  private var bytes: [UInt8] = []
  /// Where each symbol's text ends in `bytes`; it begins where the one before ends.
  private var ends: [UInt32] = []
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

  /// The number of symbols.
  public var count: Int { ends.count }

  /// The symbol of `text`, made if it is new. O(text).
  @discardableResult
  public mutating func intern(_ text: String) -> Symbol {
    var text = text
    return text.withUTF8 { intern($0) }
  }

  /// The symbol of the name written in `name`, made if it is new. O(name).
  public mutating func intern(_ name: UnsafeBufferPointer<UInt8>) -> Symbol {
    let hash = quickHash(UnsafeRawBufferPointer(name))
    let slot = slot(of: name, hash)
    if slots[slot] != 0 { return Symbol(rawValue: UInt32(truncatingIfNeeded: slots[slot]) - 1) }
    bytes.append(contentsOf: name)
    ends.append(UInt32(bytes.count))
    slots[slot] = hash << 32 | UInt64(ends.count)
    if ends.count * 2 > slots.count { grow() }
    return Symbol(rawValue: UInt32(ends.count - 1))
  }

  /// The symbol of `text` if some name is spelled so. O(text).
  public func find(_ text: String) -> Symbol? {
    var text = text
    return text.withUTF8 { name in
      let slot = slots[slot(of: name, quickHash(UnsafeRawBufferPointer(name)))]
      return slot == 0 ? nil : Symbol(rawValue: UInt32(truncatingIfNeeded: slot) - 1)
    }
  }

  /// The slot of `name`, or the empty one where it would stand.
  private func slot(of name: UnsafeBufferPointer<UInt8>, _ hash: UInt64) -> Int {
    slots.withUnsafeBufferPointer { slots in
      let mask = slots.count - 1
      var slot = Int(hash) & mask
      while slots[slot] != 0 {
        if slots[slot] >> 32 == hash, matches(Int(slots[slot] & 0xFFFF_FFFF) - 1, name) { return slot }
        slot = (slot + 1) & mask
      }
      return slot
    }
  }

  /// The text of `symbol`. O(text).
  public func text(_ symbol: Symbol) -> String {
    String(decoding: bytes[range(Int(symbol.rawValue))], as: UTF8.self)
  }

  /// The texts of all symbols, by their numbers. O(text).
  public var spellings: [String] {
    bytes.withUnsafeBufferPointer { bytes in
      ends.indices.map { String(decoding: UnsafeBufferPointer(rebasing: bytes[range($0)]), as: UTF8.self) }
    }
  }

  private func range(_ index: Int) -> Range<Int> {
    (index == 0 ? 0 : Int(ends[index - 1]))..<Int(ends[index])
  }

  private func matches(_ index: Int, _ name: UnsafeBufferPointer<UInt8>) -> Bool {
    let range = range(index)
    if range.count != name.count { return false }
    return bytes.withUnsafeBytes { bytes in
      guard let text = bytes.baseAddress, let other = name.baseAddress else { return true }
      return memcmp(text + range.lowerBound, other, range.count) == 0
    }
  }

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
