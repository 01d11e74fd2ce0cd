import Foundation

/// Names one instance of a kind; ids of two kinds do not mix.
public struct ID<Owner>: Hashable, Comparable, Codable, Sendable, CustomStringConvertible {
  public let number: Int

  public init(_ number: Int) { self.number = number }

  public init(from decoder: any Decoder) throws {
    number = try decoder.singleValueContainer().decode(Int.self)
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(number)
  }

  public static func < (left: ID, right: ID) -> Bool { left.number < right.number }

  public var description: String { "\(Owner.self)-\(number)" }
}

/// A value that has an id and can stand in the log.
public protocol Entity: Codable, Equatable, Sendable, Identifiable where ID == Chronicle.ID<Self> {}

/// What can happen to an instance that may change.
public enum Change<Value: Entity>: Codable, Sendable {
  case created(Value)
  case updated(Value)
  case deleted(ID<Value>)

  public var id: ID<Value> {
    switch self {
    case .created(let value), .updated(let value): value.id
    case .deleted(let id): id
    }
  }

  /// The value after it; absent once deleted.
  public var now: Value? {
    switch self {
    case .created(let value), .updated(let value): value
    case .deleted: nil
    }
  }
}

/// A person's data: not printed by accident.
public struct Personal<Value: Codable & Hashable & Sendable>: Codable, Hashable, Sendable, CustomStringConvertible {
  public let opened: Value

  public init(_ value: Value) { opened = value }

  public init(from decoder: any Decoder) throws {
    opened = try decoder.singleValueContainer().decode(Value.self)
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(opened)
  }

  public var description: String { "(personal)" }
}

/// A line of the log.
public struct Recorded<Content: Codable & Sendable>: Codable, Sendable {
  public let position: Int
  public let time: Date
  public let actor: String
  public let cause: Int?
  public let content: Content
}

/// Where a log is kept: read at the start, then appended to, a batch whole or not at all.
public protocol LogStore: Sendable {
  func read() throws -> [Data]
  func append(_ lines: [Data]) throws
}

/// Keeps nothing beyond the process.
public struct MemoryLog: LogStore {
  public init() {}
  public func read() -> [Data] { [] }
  public func append(_ lines: [Data]) {}
}

/// A file of JSON lines.
public struct FileLog: LogStore {
  let url: URL

  public init(_ url: URL) { self.url = url }

  public func read() throws -> [Data] {
    guard FileManager.default.fileExists(atPath: url.path) else { return [] }
    // Bytes behind the last newline are a batch that was not finished; a whole batch is one line.
    return try Data(contentsOf: url).split(separator: 10, omittingEmptySubsequences: false).dropLast().map { Data($0) }
  }

  public func append(_ lines: [Data]) throws {
    if !FileManager.default.fileExists(atPath: url.path) { try Data().write(to: url) }
    let file = try FileHandle(forWritingTo: url)
    defer { try? file.close() }
    try file.seekToEnd()
    var bytes = Data()
    for line in lines { bytes += line + [10] }
    try file.write(contentsOf: bytes)
    try file.synchronize()
  }
}
