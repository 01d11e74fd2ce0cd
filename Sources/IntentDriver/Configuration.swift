import IntentSwiftGen

/// What `intent.json` says about a target: `{ "access": "public" }`.
public struct Configuration: Equatable, Sendable {
  /// Who sees the generated declarations.
  public var access = GeneratorOptions.Access.internal

  public init() {}

  /// Reads the file at `path`. Errors: the file cannot be read, is not one JSON object of strings, or has a key or value that is unknown.
  public init(reading path: String) throws(FileError) {
    let bytes = try Files.read(path)
    try Files.validate(utf8: bytes, path)
    var reader = FlatObjectReader(bytes: bytes, path: path)
    for entry in try reader.read() {
      guard entry.key == "access" else { throw FileError(entry.place, "unknown key \"\(entry.key)\"; it is \"access\"") }
      guard let access = GeneratorOptions.Access(rawValue: entry.value) else {
        throw FileError(entry.place, "\"access\" is one of \"internal\", \"package\" and \"public\"")
      }
      self.access = access
    }
  }
}

/// Reads one JSON object whose values are strings. Configuration needs no more of JSON.
private struct FlatObjectReader {
  struct Entry {
    var key: String
    var value: String
    /// `path:line:column` of the key.
    var place: String
  }

  let bytes: [UInt8]
  let path: String
  private var offset = 0

  init(bytes: [UInt8], path: String) {
    self.bytes = bytes
    self.path = path
  }

  mutating func read() throws(FileError) -> [Entry] {
    var entries: [Entry] = []
    try expect("{")
    if peek() == UInt8(ascii: "}") {
      try expect("}")
    } else {
      while true {
        _ = peek()
        let place = place()
        let key = try text()
        try expect(":")
        entries.append(Entry(key: key, value: try text(), place: place))
        if peek() != UInt8(ascii: ",") { break }
        try expect(",")
      }
      try expect("}")
    }
    if peek() != nil { throw FileError(place(), "nothing may follow the object") }
    return entries
  }

  /// The next byte that is not white space.
  private mutating func peek() -> UInt8? {
    while offset < bytes.count, [0x20, 0x09, 0x0A, 0x0D].contains(bytes[offset]) { offset += 1 }
    return offset < bytes.count ? bytes[offset] : nil
  }

  private mutating func expect(_ sign: Unicode.Scalar) throws(FileError) {
    guard peek() == UInt8(ascii: sign) else { throw FileError(place(), "`\(sign)` expected; the file is one JSON object of strings") }
    offset += 1
  }

  private mutating func text() throws(FileError) -> String {
    try expect("\"")
    let start = offset
    while offset < bytes.count, bytes[offset] != UInt8(ascii: "\"") {
      if bytes[offset] == UInt8(ascii: "\\") || bytes[offset] < 0x20 { throw FileError(place(), "no key or value has such a character") }
      offset += 1
    }
    let text = String(decoding: bytes[start..<offset], as: UTF8.self)
    try expect("\"")
    return text
  }

  private func place() -> String {
    let before = bytes[..<offset]
    let line = before.count { $0 == 0x0A } + 1
    let column = before.reversed().prefix { $0 != 0x0A }.count + 1
    return "\(path):\(line):\(column)"
  }
}
