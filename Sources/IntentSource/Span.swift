/// The number of a file in its compilation's `SourceMap`.
public struct FileID: Hashable, Comparable, Sendable, BitwiseCopyable {
  /// The index of the file in `SourceMap.files`.
  public let rawValue: UInt32

  public init(rawValue: UInt32) { self.rawValue = rawValue }

  public static func < (a: FileID, b: FileID) -> Bool { a.rawValue < b.rawValue }
}

/// A half-open range of bytes in one file.
public struct Span: Hashable, Sendable, BitwiseCopyable {
  public let file: FileID
  /// The offset of the first byte.
  public let start: UInt32
  /// The offset just past the last byte.
  public let end: UInt32

  public init(file: FileID, start: UInt32, end: UInt32) {
    self.file = file
    self.start = start
    self.end = end
  }

  /// The length in bytes.
  public var length: Int { Int(end) - Int(start) }

  /// The smallest span that holds both. Requires: `other` is in the same file.
  public func joined(_ other: Span) -> Span {
    Span(file: file, start: min(start, other.start), end: max(end, other.end))
  }

  /// The empty span just before the first byte.
  public var startPoint: Span { Span(file: file, start: start, end: start) }

  /// The empty span just after the last byte.
  public var endPoint: Span { Span(file: file, start: end, end: end) }
}

extension Span: Comparable {
  /// By file, then by start, then by end.
  public static func < (a: Span, b: Span) -> Bool {
    if a.file != b.file { return a.file < b.file }
    if a.start != b.start { return a.start < b.start }
    return a.end < b.end
  }
}

/// A place as a person counts it.
public struct Position: Hashable, Sendable {
  /// The line, from 1.
  public let line: Int
  /// The column in characters (unicode scalars), from 1.
  public let column: Int

  public init(line: Int, column: Int) {
    self.line = line
    self.column = column
  }
}
