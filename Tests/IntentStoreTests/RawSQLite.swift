import CSQLite

/// A second connection to a log's file, as any program could make it.
final class RawSQLite {
  private var handle: OpaquePointer?

  init(_ path: String) { sqlite3_open(path, &handle) }

  deinit { sqlite3_close(handle) }

  /// Runs the statements; answers SQLite's message if one fails, else nil.
  func run(_ sql: String) -> String? {
    sqlite3_exec(handle, sql, nil, nil, nil) == SQLITE_OK ? nil : String(cString: sqlite3_errmsg(handle))
  }

  /// The rows of a query, columns joined by `|` as the `sqlite3` program prints them.
  func rows(_ sql: String) -> [String] {
    var statement: OpaquePointer?
    guard sqlite3_prepare_v2(handle, sql, -1, &statement, nil) == SQLITE_OK else { return [String(cString: sqlite3_errmsg(handle))] }
    defer { sqlite3_finalize(statement) }
    var rows: [String] = []
    while sqlite3_step(statement) == SQLITE_ROW {
      let columns = (0..<sqlite3_column_count(statement)).map { sqlite3_column_text(statement, $0).map { String(cString: $0) } ?? "" }
      rows.append(columns.joined(separator: "|"))
    }
    return rows
  }
}
