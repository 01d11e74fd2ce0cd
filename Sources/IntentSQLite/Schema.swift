import IntentRuntime

/// The tables of a log file. The file can be read with the `sqlite3` program: `SELECT * FROM log`.
enum Schema {
  /// The version that this library writes, kept in `user_version`.
  static let version: Int64 = 1
  /// `Intn` in ASCII, kept in `application_id`: what tells a log from other SQLite files.
  static let application: Int64 = 0x496E_746E

  /// `events` has one B-tree, which grows at its right edge; nothing else is written for an event. `correlation` is NULL where it is the
  /// event's own id, `effective` where it is the recorded time, and `spec` is a row of `specs`: a third less to write and to sync.
  static let tables = """
    CREATE TABLE identity (seed INTEGER NOT NULL, fencing INTEGER NOT NULL);
    CREATE TABLE specs (number INTEGER PRIMARY KEY, fingerprint BLOB NOT NULL UNIQUE);
    CREATE TABLE events (
      position INTEGER PRIMARY KEY,
      id BLOB NOT NULL,
      type TEXT NOT NULL,
      subject TEXT,
      recorded INTEGER NOT NULL,
      effective INTEGER,
      actor TEXT NOT NULL,
      cause INTEGER NOT NULL,
      correlation BLOB,
      spec INTEGER NOT NULL,
      payload TEXT NOT NULL,
      key TEXT,
      link BLOB
    );
    CREATE TABLE receipts (key TEXT PRIMARY KEY, first INTEGER NOT NULL, last INTEGER NOT NULL) WITHOUT ROWID;
    """

  /// What a person wants to read: times as text, ids in hexadecimal, the fingerprint in place of its number.
  static let view = """
    CREATE VIEW log AS SELECT position, lower(hex(id)) AS id, type, subject,
      strftime('%Y-%m-%dT%H:%M:%fZ', recorded / 1000.0, 'unixepoch') AS recorded,
      strftime('%Y-%m-%dT%H:%M:%fZ', coalesce(effective, recorded) / 1000.0, 'unixepoch') AS effective,
      actor, cause, lower(hex(coalesce(correlation, id))) AS correlation,
      (SELECT lower(hex(fingerprint)) FROM specs WHERE number = spec) AS spec, payload, key, lower(hex(link)) AS link
    FROM events;
    """

  /// They bind every connection but the store's own writer, which gives out the positions itself. OR REPLACE deletes without firing delete
  /// triggers, but an insert trigger comes before it.
  static let triggers = """
    CREATE TRIGGER events_grow BEFORE INSERT ON events
      WHEN NEW.position IS NOT (SELECT coalesce(max(position), 0) + 1 FROM events)
      BEGIN SELECT raise(ABORT, 'the log is append-only: the position is not the next one'); END;
    CREATE TRIGGER events_stay BEFORE UPDATE ON events
      BEGIN SELECT raise(ABORT, 'the log is append-only: events are not changed'); END;
    CREATE TRIGGER events_last BEFORE DELETE ON events
      BEGIN SELECT raise(ABORT, 'the log is append-only: events are not deleted'); END;
    CREATE TRIGGER receipts_grow BEFORE INSERT ON receipts WHEN EXISTS (SELECT 1 FROM receipts WHERE key = NEW.key)
      BEGIN SELECT raise(ABORT, 'the log is append-only: the key is taken'); END;
    CREATE TRIGGER receipts_stay BEFORE UPDATE ON receipts
      BEGIN SELECT raise(ABORT, 'the log is append-only: receipts are not changed'); END;
    CREATE TRIGGER receipts_last BEFORE DELETE ON receipts
      BEGIN SELECT raise(ABORT, 'the log is append-only: receipts are not deleted'); END;
    CREATE TRIGGER specs_grow BEFORE INSERT ON specs
      WHEN NEW.number IS NOT (SELECT coalesce(max(number), 0) + 1 FROM specs)
        OR EXISTS (SELECT 1 FROM specs WHERE fingerprint = NEW.fingerprint)
      BEGIN SELECT raise(ABORT, 'the log is append-only: the spec is there'); END;
    CREATE TRIGGER specs_stay BEFORE UPDATE ON specs
      BEGIN SELECT raise(ABORT, 'the log is append-only: specs are not changed'); END;
    CREATE TRIGGER specs_last BEFORE DELETE ON specs
      BEGIN SELECT raise(ABORT, 'the log is append-only: specs are not deleted'); END;
    """

  /// True if the file holds a log of a version that is known; false if it holds nothing. Throws `notALog` or `newerSchema`.
  static func isPresent(in connection: Connection) throws(StoreError) -> Bool {
    let found = try connection.integer("PRAGMA user_version") ?? 0
    if try connection.integer("PRAGMA application_id") == application {
      if found > version { throw .newerSchema(path: connection.path, found: Int(found), known: Int(version)) }
      return true
    }
    guard found == 0, try connection.integer("SELECT count(*) FROM sqlite_schema") == 0 else { throw .notALog(path: connection.path) }
    return false
  }

  /// Makes the tables, all or none.
  static func create(in connection: Connection, seed: UInt64) throws(StoreError) {
    try connection.execute("""
      BEGIN IMMEDIATE;
      \(tables)\(view)\(triggers)
      INSERT INTO identity VALUES (\(Int64(bitPattern: seed)), 0);
      PRAGMA application_id = \(application);
      PRAGMA user_version = \(version);
      COMMIT;
      """)
  }
}
