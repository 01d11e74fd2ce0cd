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
  /// Open addressing with linear probing: a symbol's number plus one, or 0. The count is a power of two.
  private var slots: [UInt32]

  public init() {
    slots = [UInt32](repeating: 0, count: 1024)
    for word in Word.allCases { intern(word.text) }
  }

  private init(slots: [UInt32]) { self.slots = slots }

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
    var slot = Self.hash(name) & (slots.count - 1)
    while slots[slot] != 0 {
      let candidate = Int(slots[slot]) - 1
      if matches(candidate, name) { return Symbol(rawValue: UInt32(candidate)) }
      slot = (slot + 1) & (slots.count - 1)
    }
    bytes.append(contentsOf: name)
    ends.append(UInt32(bytes.count))
    slots[slot] = UInt32(ends.count)
    if ends.count * 2 > slots.count { grow() }
    return Symbol(rawValue: UInt32(ends.count - 1))
  }

  /// Takes in the names of `other`, which began as a copy of the table when that held `common` symbols, and returns the symbol of each
  /// here, by its number there. O(names that are not common).
  package mutating func merge(_ other: SymbolTable, common: Int) -> [UInt32] {
    var numbers = (0..<UInt32(common)).map { $0 }
    numbers.reserveCapacity(other.count)
    other.bytes.withUnsafeBufferPointer { bytes in
      for index in common..<other.count {
        numbers.append(intern(UnsafeBufferPointer(rebasing: bytes[other.range(index)])).rawValue)
      }
    }
    return numbers
  }

  /// The symbol of `text` if some name is spelled so. O(text).
  public func find(_ text: String) -> Symbol? {
    var text = text
    return text.withUTF8 { name in
      var slot = Self.hash(name) & (slots.count - 1)
      while slots[slot] != 0 {
        let candidate = Int(slots[slot]) - 1
        if matches(candidate, name) { return Symbol(rawValue: UInt32(candidate)) }
        slot = (slot + 1) & (slots.count - 1)
      }
      return nil
    }
  }

  /// The text of `symbol`. O(text).
  public func text(_ symbol: Symbol) -> String {
    String(decoding: bytes[range(Int(symbol.rawValue))], as: UTF8.self)
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
    slots = [UInt32](repeating: 0, count: slots.count * 2)
    for index in 0..<ends.count {
      var slot = bytes[range(index)].withUnsafeBufferPointer { Self.hash($0) } & (slots.count - 1)
      while slots[slot] != 0 { slot = (slot + 1) & (slots.count - 1) }
      slots[slot] = UInt32(index + 1)
    }
  }

  private static func hash(_ name: UnsafeBufferPointer<UInt8>) -> Int { Int(quickHash(UnsafeRawBufferPointer(name))) }
}
