import CSQLite
import IntentRuntime

#if canImport(Darwin)
  import Darwin
#elseif canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// A connection to an SQLite file and the owner of its prepared statements. For one thread.
final class Connection {
  let path: String
  private var handle: OpaquePointer?

  /// Opens the file; makes it if `isReadOnly` is false and it is not there.
  init(path: String, isReadOnly: Bool) throws(StoreError) {
    self.path = path
    let flags = (isReadOnly ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE) | SQLITE_OPEN_NOMUTEX
    let code = sqlite3_open_v2(path, &handle, flags, nil)
    guard code == SQLITE_OK else {
      let error = error(code)
      close()
      throw error
    }
    sqlite3_extended_result_codes(handle, 1)
    // Somebody who works on the file by hand may hold it for a moment.
    sqlite3_busy_timeout(handle, 5000)
  }

  deinit { close() }

  /// Ends all statements and the connection. Once is enough.
  func close() {
    guard let handle else { return }
    while let statement = sqlite3_next_stmt(handle, nil) { sqlite3_finalize(statement) }
    sqlite3_close(handle)
    self.handle = nil
  }

  /// True if SQLite could open the file for reading only.
  var isReadOnly: Bool { sqlite3_db_readonly(handle, "main") == 1 }

  /// Lets triggers be for this connection.
  func disableTriggers() { _ = intent_sqlite3_enable_triggers(handle, 0) }

  /// True between BEGIN and COMMIT or ROLLBACK.
  var isInTransaction: Bool { sqlite3_get_autocommit(handle) == 0 }

  /// Runs statements that answer nothing.
  func execute(_ sql: String) throws(StoreError) {
    let code = sqlite3_exec(handle, sql, nil, nil, nil)
    if code != SQLITE_OK { throw error(code) }
  }

  /// The first column of the first row, or nil where there is no row.
  func integer(_ sql: String) throws(StoreError) -> Int64? {
    let statement = try prepare(sql)
    defer { sqlite3_finalize(statement.pointer) }
    return try step(statement) ? statement.integer(0) : nil
  }

  /// A statement to be run many times; it lasts as long as the connection.
  func prepare(_ sql: String) throws(StoreError) -> Statement {
    var pointer: OpaquePointer?
    let code = sqlite3_prepare_v3(handle, sql, -1, UInt32(SQLITE_PREPARE_PERSISTENT), &pointer, nil)
    guard code == SQLITE_OK, let pointer else { throw error(code) }
    return Statement(pointer: pointer)
  }

  /// Goes on to the next row; false if there is none, and the statement is then ready to run again.
  func step(_ statement: Statement) throws(StoreError) -> Bool {
    let code = sqlite3_step(statement.pointer)
    if code == SQLITE_ROW { return true }
    defer { statement.reset() }
    if code != SQLITE_DONE { throw error(code) }
    return false
  }

  /// Runs a statement that answers no row.
  func run(_ statement: Statement) throws(StoreError) { while try step(statement) {} }

  /// The named error that stands behind a result code of the call just made.
  func error(_ code: Int32) -> StoreError {
    let reason = handle.map { String(cString: sqlite3_errmsg($0)) } ?? String(cString: sqlite3_errstr(code))
    let cause = handle.map { sqlite3_system_errno($0) } ?? 0
    switch code & 0xFF {
    case SQLITE_NOTADB: return .notALog(path: path)
    case SQLITE_CORRUPT: return .corrupt(path: path, reason: reason)
    case SQLITE_FULL: return .diskFull(path: path)
    case SQLITE_READONLY: return .readOnly(path: path)
    case SQLITE_BUSY, SQLITE_LOCKED: return .locked(path: path, holder: nil)
    case SQLITE_CANTOPEN: return StoreError(opening: path, errno: cause, reason: reason)
    case SQLITE_PERM, SQLITE_AUTH: return .noPermission(path: path)
    case SQLITE_TOOBIG: return .badBatch("an event is larger than SQLite allows")
    case SQLITE_CONSTRAINT: return .overtaken(path: path)
    case SQLITE_IOERR where cause == ENOSPC || cause == EDQUOT: return .diskFull(path: path)
    case SQLITE_IOERR where code == SQLITE_IOERR | 2 << 8 /* short read */ || code == SQLITE_IOERR | 33 << 8 /* corrupt file system */:
      return .corrupt(path: path, reason: reason)
    default: return .failed("\(reason), SQLite code \(code)")
    }
  }
}

extension StoreError {
  /// Why the operating system refused to open `path`.
  init(opening path: String, errno cause: Int32, reason: String) {
    switch cause {
    case ENOENT, ENOTDIR: self = .missing(path: path)
    case EACCES, EPERM: self = .noPermission(path: path)
    case EROFS: self = .readOnly(path: path)
    case ENOSPC, EDQUOT: self = .diskFull(path: path)
    default: self = .cannotOpen(path: path, reason: reason)
    }
  }
}

/// A prepared statement; its `Connection` owns it.
struct Statement {
  private static let empty: StaticString = ""

  let pointer: OpaquePointer

  func bind(_ index: Int32, _ value: Int64) { sqlite3_bind_int64(pointer, index, value) }

  func bindNull(_ index: Int32) { sqlite3_bind_null(pointer, index) }

  /// Binds bytes that stay where they are until the binding is replaced.
  func bindBlob(_ index: Int32, _ bytes: UnsafeRawBufferPointer) {
    sqlite3_bind_blob(pointer, index, bytes.baseAddress, Int32(bytes.count), nil)
  }

  /// Binds the text while `body` runs, without copying it.
  @inline(__always)
  func withText(_ index: Int32, _ text: String, _ body: () -> Int32) -> Int32 {
    text.utf8.withContiguousStorageIfAvailable { bytes in withText(index, bytes, body) } ?? withForeignText(index, text, body)
  }

  /// The same for a string that is not UTF-8 inside, as some of Foundation's on macOS.
  @inline(never)
  private func withForeignText(_ index: Int32, _ text: String, _ body: () -> Int32) -> Int32 {
    Array(text.utf8).withUnsafeBufferPointer { bytes in withText(index, bytes, body) }
  }

  /// Binds the text, or NULL, while `body` runs, without copying it.
  @inline(__always)
  func withText(_ index: Int32, _ text: String?, _ body: () -> Int32) -> Int32 {
    if let text { return withText(index, text, body) }
    bindNull(index)
    return body()
  }

  /// Binds UTF-8 as a text while `body` runs, without copying it.
  @inline(__always)
  func withText(_ index: Int32, _ bytes: UnsafeBufferPointer<UInt8>, _ body: () -> Int32) -> Int32 {
    // A null pointer would be NULL, not the empty text.
    let start = UnsafeRawPointer(bytes.baseAddress ?? Self.empty.utf8Start).assumingMemoryBound(to: CChar.self)
    let code = sqlite3_bind_text64(pointer, index, start, UInt64(bytes.count), nil, UInt8(SQLITE_UTF8))
    return code == SQLITE_OK ? body() : code
  }

  func integer(_ column: Int32) -> Int64 { sqlite3_column_int64(pointer, column) }

  func isNull(_ column: Int32) -> Bool { sqlite3_column_type(pointer, column) == SQLITE_NULL }

  /// The bytes of a text or blob, valid until the next step.
  func bytes(_ column: Int32) -> UnsafeBufferPointer<UInt8> {
    let start = sqlite3_column_blob(pointer, column)?.assumingMemoryBound(to: UInt8.self)
    return UnsafeBufferPointer(start: start, count: start == nil ? 0 : Int(sqlite3_column_bytes(pointer, column)))
  }

  func reset() { sqlite3_reset(pointer) }
}
