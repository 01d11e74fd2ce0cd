#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#else
  import Glibc
#endif

/// One source file: its path as the caller gave it, its bytes and where its lines begin.
public struct SourceFile: Sendable {
  public let id: FileID
  /// The path as given, for messages.
  public let path: String
  /// The content, UTF-8.
  public let bytes: [UInt8]
  /// The offset of the first byte of each line; never empty.
  public let lineStarts: [UInt32]

  /// Makes a file of `bytes`. O(bytes). Requires: fewer than 2^32 bytes.
  public init(id: FileID, path: String, bytes: [UInt8]) {
    self.id = id
    self.path = path
    self.bytes = bytes
    var starts: [UInt32] = [0]
    starts.reserveCapacity(bytes.count / 32)
    bytes.withUnsafeBytes { buffer in
      var start = 0
      while start < buffer.count, let rest = buffer.baseAddress.map({ $0 + start }), let end = memchr(rest, 0x0A, buffer.count - start) {
        start += end - UnsafeMutableRawPointer(mutating: rest) + 1
        starts.append(UInt32(start))
      }
    }
    lineStarts = starts
  }

  /// The same content under another path.
  init(_ file: SourceFile, path: String) {
    id = file.id
    self.path = path
    bytes = file.bytes
    lineStarts = file.lineStarts
  }

  /// Makes a file of `text`. O(text).
  public init(id: FileID, path: String, text: String) {
    self.init(id: id, path: path, bytes: Array(text.utf8))
  }

  /// The 0-based index of the line that holds `offset`. O(log lines).
  public func lineIndex(of offset: UInt32) -> Int {
    lineStarts.withUnsafeBufferPointer { Self.last(notAbove: offset, $0, 0, $0.count) }
  }

  /// The 0-based line that holds `offset`, and the offsets of the line, its end included; found faster near `line`. O(log distance).
  /// Requires: `line` is the index of a line.
  public func line(of offset: UInt32, near line: Int) -> (index: Int, offsets: Range<UInt32>) {
    lineStarts.withUnsafeBufferPointer { starts in
      var low = line
      var high = line + 1
      var step = 1
      while low > 0, starts[low] > offset {
        high = low
        low = max(0, low - step)
        step *= 2
      }
      while high < starts.count, starts[high] <= offset {
        low = high
        high = min(starts.count, high + step)
        step *= 2
      }
      low = Self.last(notAbove: offset, starts, low, high)
      return (low, starts[low]..<(low + 1 < starts.count ? starts[low + 1] : .max))
    }
  }

  /// The index of the last of the numbers from `low` up to `high` that is not above `offset`. Requires: the first is not.
  @inline(__always)
  private static func last(notAbove offset: UInt32, _ starts: UnsafeBufferPointer<UInt32>, _ low: Int, _ high: Int) -> Int {
    var (low, high) = (low, high)
    while high - low > 1 {
      let middle = (low + high) >> 1
      if starts[middle] <= offset { low = middle } else { high = middle }
    }
    return low
  }

  /// The line and column of the byte at `offset`. O(log lines + length of the line).
  public func position(of offset: UInt32) -> Position {
    let line = lineIndex(of: offset)
    var column = 1
    var i = firstByte(ofLine: line)
    let end = min(Int(offset), bytes.count)
    while i < end {
      // A continuation byte belongs to the character that its lead byte began.
      if bytes[i] & 0xC0 != 0x80 { column += 1 }
      i += 1
    }
    return Position(line: line + 1, column: column)
  }

  /// Where the text of the 0-based line `index` begins: a byte order mark is no part of it.
  private func firstByte(ofLine index: Int) -> Int {
    let start = Int(lineStarts[index])
    return start == 0 && bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : start
  }

  /// The bytes of the 0-based line `index`, without its line end.
  public func lineBytes(_ index: Int) -> ArraySlice<UInt8> {
    let start = firstByte(ofLine: index)
    var end = index + 1 < lineStarts.count ? Int(lineStarts[index + 1]) - 1 : bytes.count
    if end > start, bytes[end - 1] == 0x0D { end -= 1 }
    return bytes[start..<end]
  }

  /// The text of `span`; invalid UTF-8 comes out as U+FFFD. O(span).
  public func text(_ span: Span) -> String {
    let end = min(Int(span.end), bytes.count)
    let start = min(Int(span.start), end)
    return String(decoding: bytes[start..<end], as: UTF8.self)
  }
}

/// The files of one compilation.
public struct SourceMap: Sendable {
  public private(set) var files: [SourceFile] = []

  public init() {}

  /// Adds a file and returns its number.
  @discardableResult
  public mutating func add(path: String, bytes: [UInt8]) -> FileID {
    let id = FileID(rawValue: UInt32(files.count))
    files.append(SourceFile(id: id, path: path, bytes: bytes))
    return id
  }

  /// The same files, shown under other paths.
  public func renamed(_ path: (SourceFile) -> String) -> SourceMap {
    var map = SourceMap()
    map.files = files.map { SourceFile($0, path: path($0)) }
    return map
  }

  /// Adds a file of `text` and returns its number.
  @discardableResult
  public mutating func add(path: String, text: String) -> FileID {
    add(path: path, bytes: Array(text.utf8))
  }

  /// The file `id`. Requires: `id` came from this map.
  public subscript(id: FileID) -> SourceFile { files[Int(id.rawValue)] }

  /// The text of `span`.
  public func text(_ span: Span) -> String { self[span.file].text(span) }

  /// Where `span` begins.
  public func position(_ span: Span) -> Position { self[span.file].position(of: span.start) }
}
