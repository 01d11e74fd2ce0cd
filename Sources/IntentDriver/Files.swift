#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#else
  import Glibc
#endif

/// Why a file could not be read or written.
public struct FileError: Error, Equatable, Sendable {
  /// The path as given, with `:line:column` where a place within the file is at fault.
  public let place: String
  /// The reason in plain words, without a full stop.
  public let reason: String

  public init(_ place: String, _ reason: String) {
    self.place = place
    self.reason = reason
  }

  /// The failure of the last call of the C library on `path`.
  static func lastCall(_ path: String) -> FileError { FileError(path, String(cString: strerror(errno)).lowercased()) }
}

/// The few things that the tools do with files. No other floor touches any.
public enum Files {
  /// The content of `path`. Errors: it cannot be read, or is longer than `limit` bytes. O(size).
  public static func read(_ path: String, atMost limit: Int = .max) throws(FileError) -> [UInt8] {
    if isDirectory(path) { throw FileError(path, "is a directory") }
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw .lastCall(path) }
    defer { close(descriptor) }
    return try readAll(descriptor, path, limit)
  }

  /// Everything on standard input. Errors: it cannot be read, or is longer than `limit` bytes.
  public static func readStandardInput(atMost limit: Int = .max) throws(FileError) -> [UInt8] {
    try readAll(STDIN_FILENO, "standard input", limit)
  }

  private static func readAll(_ descriptor: Int32, _ path: String, _ limit: Int) throws(FileError) -> [UInt8] {
    var status = stat()
    let expected = fstat(descriptor, &status) == 0 ? Int(status.st_size) : 0
    let tooLong = FileError(path, "longer than \(limit / 1_048_576) MiB")
    if expected > limit { throw tooLong }
    var bytes: [UInt8] = []
    // A file comes whole with the first piece, to stay where it is.
    var room = max(expected, 1 << 16)
    while true {
      var count = 0
      let piece = [UInt8](unsafeUninitializedCapacity: room) { buffer, initialized in
        count = systemRead(descriptor, buffer.baseAddress, room)
        initialized = max(0, count)
      }
      if count == 0 { return bytes }
      if count < 0 {
        if errno == EINTR { continue }
        throw .lastCall(path)
      }
      if bytes.isEmpty { bytes = piece } else { bytes += piece }
      if bytes.count > limit { throw tooLong }
      room = 1 << 16
    }
  }

  /// Errors: `bytes` are not UTF-8; the place of the first wrong byte is named.
  static func validate(utf8 bytes: [UInt8], _ path: String) throws(FileError) {
    // Most files are ASCII, which takes no decoding.
    if bytes.reduce(0, |) < 0x80 || String(validating: bytes, as: UTF8.self) != nil { return }
    var line = 1
    var column = 1
    var decoder = UTF8()
    var iterator = bytes.makeIterator()
    while case .scalarValue(let scalar) = decoder.decode(&iterator) {
      (line, column) = scalar == "\n" ? (line + 1, 1) : (line, column + 1)
    }
    throw FileError("\(path):\(line):\(column)", "not UTF-8")
  }

  /// Writes `bytes` to `path` unless it holds them already, so that a build sees no change where there is none. The new content
  /// replaces the old one as a whole. Returns `true` iff the file was written.
  @discardableResult
  public static func writeIfChanged(_ path: String, _ bytes: [UInt8]) throws(FileError) -> Bool {
    if exists(path), let old = try? read(path), old == bytes { return false }
    try write(path, bytes)
    return true
  }

  private static func write(_ path: String, _ bytes: [UInt8]) throws(FileError) {
    var mode: mode_t = 0o644
    var status = stat()
    if stat(path, &status) == 0 { mode = status.st_mode & 0o777 }
    let temporary = "\(path).\(getpid()).tmp"
    let descriptor = open(temporary, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, mode)
    guard descriptor >= 0 else { throw .lastCall(path) }
    let isWritten = writeAll(descriptor, bytes)
    let failure = FileError.lastCall(path)
    close(descriptor)
    guard isWritten else {
      unlink(temporary)
      throw failure
    }
    guard rename(temporary, path) == 0 else {
      let failure = FileError.lastCall(path)
      unlink(temporary)
      throw failure
    }
  }

  /// Writes all of `bytes` and returns `true`, or `false` with `errno` set.
  static func writeAll(_ descriptor: Int32, _ bytes: [UInt8]) -> Bool {
    bytes.withUnsafeBytes { buffer in
      var offset = 0
      while offset < buffer.count {
        let count = systemWrite(descriptor, buffer.baseAddress.map { $0 + offset }, buffer.count - offset)
        if count < 0 {
          if errno == EINTR { continue }
          return false
        }
        offset += count
      }
      return true
    }
  }

  /// Makes the directory `path` and the ones above it, where they are missing.
  public static func makeDirectory(_ path: String) throws(FileError) {
    if path.isEmpty || isDirectory(path) { return }
    let parent = directory(of: path)
    if parent != path { try makeDirectory(parent) }
    if mkdir(path, 0o755) != 0 && errno != EEXIST { throw .lastCall(path) }
  }

  /// Removes the file at `path`.
  public static func remove(_ path: String) throws(FileError) {
    if unlink(path) != 0 { throw .lastCall(path) }
  }

  /// `true` iff something is at `path`.
  public static func exists(_ path: String) -> Bool {
    var status = stat()
    return stat(path, &status) == 0
  }

  /// `true` iff `path` is a directory, or a link to one.
  public static func isDirectory(_ path: String) -> Bool {
    var status = stat()
    return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
  }

  /// The names in the directory `path`, sorted, without `.` and `..`.
  public static func names(in path: String) throws(FileError) -> [String] {
    guard let stream = opendir(path) else { throw .lastCall(path) }
    defer { closedir(stream) }
    var names: [String] = []
    while let entry = readdir(stream) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) {
        $0.withMemoryRebound(to: CChar.self, capacity: MemoryLayout.size(ofValue: $0.pointee)) { String(cString: $0) }
      }
      if name != "." && name != ".." { names.append(name) }
    }
    return names.sorted()
  }

  /// Every `.intent` file below the directory `path`, in order of their paths; directories whose name begins with a dot, and links
  /// to directories, are left out.
  public static func intentFiles(below path: String) throws(FileError) -> [String] {
    var found: [String] = []
    for name in try names(in: path) {
      let child = join(path, name)
      var status = stat()
      guard lstat(child, &status) == 0 else { continue }
      if status.st_mode & S_IFMT == S_IFDIR {
        if !name.hasPrefix(".") { found += try intentFiles(below: child) }
      } else if name.hasSuffix(".intent") {
        found.append(child)
      }
    }
    return found
  }

  /// The directory that the process works in.
  public static var currentDirectory: String {
    guard let path = getcwd(nil, 0) else { return "." }
    defer { free(path) }
    return String(cString: path)
  }

  /// The path of the running program without links, where the system tells.
  public static var runningExecutable: String? {
    #if canImport(Darwin)
      let link = CommandLine.arguments.first ?? ""
    #else
      let link = "/proc/self/exe"
    #endif
    return resolved(link)
  }

  /// The path without links and dots, of what is there.
  public static func resolved(_ path: String) -> String? {
    guard let path = realpath(path, nil) else { return nil }
    defer { free(path) }
    return String(cString: path)
  }

  /// `directory/name`, or `name` alone in the directory `.`.
  public static func join(_ directory: String, _ name: String) -> String {
    if directory.isEmpty || directory == "." { return name }
    return directory.hasSuffix("/") ? directory + name : "\(directory)/\(name)"
  }

  /// What stands before the last `/`, or `.`.
  public static func directory(of path: String) -> String {
    guard let slash = path.lastIndex(of: "/") else { return "." }
    return slash == path.startIndex ? "/" : String(path[..<slash])
  }

  /// What stands after the last `/`.
  public static func baseName(of path: String) -> String {
    guard let slash = path.lastIndex(of: "/") else { return path }
    return String(path[path.index(after: slash)...])
  }

  /// `path` relative to `root`, where it lies below it; else `nil`.
  public static func relative(_ path: String, to root: String) -> String? {
    let prefix = root.hasSuffix("/") ? root : root + "/"
    return path.hasPrefix(prefix) ? String(path.dropFirst(prefix.count)) : nil
  }
}

/// The C library's `read` and `write`, whose names `Files` uses for its own.
private func systemRead(_ descriptor: Int32, _ buffer: UnsafeMutableRawPointer?, _ count: Int) -> Int { read(descriptor, buffer, count) }
private func systemWrite(_ descriptor: Int32, _ buffer: UnsafeRawPointer?, _ count: Int) -> Int { write(descriptor, buffer, count) }
