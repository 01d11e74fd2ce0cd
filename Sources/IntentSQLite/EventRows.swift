import CSQLite
import IntentRuntime

/// Writes events to rows and reads them back, with statements and buffers that are used again and again. For one thread.
struct EventRows {
  private let connection: Connection
  private let insertion, selection, specNumber, specInsertion, specFingerprint: Statement
  /// The bytes of the id and of the correlation, bound once; each row is written into the same place.
  private let binary: Scratch
  /// The spec whose number is bound to the insertion.
  private var boundSpec: Fingerprint?
  /// The spec of the row that was read last.
  private var lastSpec: (fingerprint: Fingerprint, number: Int64)?
  private var texts = TextCache()

  init(_ connection: Connection) throws(StoreError) {
    self.connection = connection
    insertion = try connection.prepare("INSERT INTO events VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, NULL)")
    selection = try connection.prepare("SELECT * FROM events WHERE position >= ? ORDER BY position LIMIT ?")
    specNumber = try connection.prepare("SELECT number FROM specs WHERE fingerprint = ?")
    specInsertion = try connection.prepare("INSERT INTO specs VALUES ((SELECT coalesce(max(number), 0) + 1 FROM specs), ?)")
    specFingerprint = try connection.prepare("SELECT fingerprint FROM specs WHERE number = ?")
    binary = Scratch(byteCount: 48)
    insertion.bindBlob(2, binary.part(0))
    specNumber.bindBlob(1, binary.part(2))
    specInsertion.bindBlob(1, binary.part(2))
  }

  /// Forgets what a transaction that was undone may have numbered.
  mutating func forgetSpecs() { (boundSpec, lastSpec) = (nil, nil) }

  /// Writes a row for each draft. Answers SQLITE_DONE, or the code of what failed.
  mutating func insert(_ drafts: UnsafeBufferPointer<EventDraft>, _ receipt: Appended, seed: UInt64) -> Int32 {
    insertion.bind(5, receipt.recorded.milliseconds)
    guard var draft = drafts.baseAddress else { return SQLITE_DONE }
    for position in receipt.positions {
      var code = SQLITE_OK
      if boundSpec != draft.pointee.spec { code = look(up: draft.pointee.spec) }
      if code == SQLITE_OK { code = insert(draft, at: position, receipt.recorded, seed) }
      if code != SQLITE_DONE { return code }
      draft += 1
    }
    return SQLITE_DONE
  }

  // By pointer: a draft that is passed as a value is copied first, with six counts of references.
  private func insert(_ draft: UnsafePointer<EventDraft>, at position: Position, _ recorded: Timestamp, _ seed: UInt64) -> Int32 {
    let row = insertion
    row.bind(1, position)
    binary.store(eventID(seed: seed, position: position, recorded: recorded), part: 0)
    if let effective = draft.pointee.effective, effective != recorded, effective != .recorded {
      row.bind(6, effective.milliseconds)
    } else {
      row.bindNull(6)
    }
    row.bind(8, draft.pointee.cause)
    if let correlation = draft.pointee.correlation {
      binary.store(correlation, part: 1)
      row.bindBlob(9, binary.part(1))
    } else {
      row.bindNull(9)
    }
    let code = row.withText(3, draft.pointee.type) {
      row.withText(4, draft.pointee.subject) {
        row.withText(7, draft.pointee.actor) {
          row.withText(12, draft.pointee.key) {
            draft.pointee.payload.withUnsafeBufferPointer { payload in row.withText(11, payload) { sqlite3_step(row.pointer) } }
          }
        }
      }
    }
    row.reset()
    return code
  }

  /// Binds the row of `specs` that stands for the fingerprint, after making it for a new fingerprint. Answers SQLITE_OK or what failed.
  private mutating func look(up spec: Fingerprint) -> Int32 {
    binary.store(Identifier(high: UInt64(spec.value >> 64), low: UInt64(truncatingIfNeeded: spec.value)), part: 2)
    var code = sqlite3_step(specNumber.pointer)
    if code == SQLITE_DONE {
      code = sqlite3_step(specInsertion.pointer)
      specInsertion.reset()
      if code != SQLITE_DONE { return code }
      specNumber.reset()
      code = sqlite3_step(specNumber.pointer)
    }
    guard code == SQLITE_ROW else { return code == SQLITE_DONE ? SQLITE_CORRUPT : code }
    insertion.bind(10, specNumber.integer(0))
    specNumber.reset()
    boundSpec = spec
    return SQLITE_OK
  }

  // MARK: - Reading

  /// The events from `position` on, at most `limit`. Throws `corrupt` where one is missing.
  mutating func read(from position: Position, limit: Int) throws(StoreError) -> [EventRecord] {
    var records: [EventRecord] = []
    guard limit > 0 else { return records }
    var next = max(position, 1)
    selection.bind(1, next)
    selection.bind(2, Int64(limit))
    defer { selection.reset() }
    while try connection.step(selection) {
      let record = try record()
      if record.position != next { throw damaged(next, "is missing") }
      records.append(record)
      next += 1
    }
    return records
  }

  private mutating func record() throws(StoreError) -> EventRecord {
    let row = selection
    let position = row.integer(0)
    guard let id = Identifier(row.bytes(1)) else { throw damaged(position, "has no id") }
    var correlation = id
    if !row.isNull(8) {
      guard let other = Identifier(row.bytes(8)) else { throw damaged(position, "has no correlation") }
      correlation = other
    }
    let recorded = Timestamp(milliseconds: row.integer(4))
    return EventRecord(
      position: position, id: id, type: texts.text(row.bytes(2)), subject: row.isNull(3) ? nil : texts.text(row.bytes(3)),
      recorded: recorded, effective: row.isNull(5) ? recorded : Timestamp(milliseconds: row.integer(5)),
      actor: texts.text(row.bytes(6)), cause: row.integer(7), correlation: correlation,
      spec: try fingerprint(number: row.integer(9), of: position), payload: Array(row.bytes(10)),
      key: row.isNull(11) ? nil : texts.text(row.bytes(11)), link: row.isNull(12) ? nil : Array(row.bytes(12)))
  }

  private mutating func fingerprint(number: Int64, of position: Position) throws(StoreError) -> Fingerprint {
    if let lastSpec, lastSpec.number == number { return lastSpec.fingerprint }
    specFingerprint.bind(1, number)
    defer { specFingerprint.reset() }
    guard try connection.step(specFingerprint), let value = Identifier(specFingerprint.bytes(0)) else {
      throw damaged(position, "has no spec")
    }
    let fingerprint = Fingerprint(UInt128(value.high) << 64 | UInt128(value.low))
    lastSpec = (fingerprint, number)
    return fingerprint
  }

  private func damaged(_ position: Position, _ what: String) -> StoreError {
    .corrupt(path: connection.path, reason: "event \(position) \(what)")
  }
}

extension Identifier {
  /// The identifier of 16 bytes, the highest first; nil for another number of bytes.
  fileprivate init?(_ bytes: UnsafeBufferPointer<UInt8>) {
    guard bytes.count == 16 else { return nil }
    let raw = UnsafeRawBufferPointer(bytes)
    self.init(
      high: UInt64(bigEndian: raw.loadUnaligned(fromByteOffset: 0, as: UInt64.self)),
      low: UInt64(bigEndian: raw.loadUnaligned(fromByteOffset: 8, as: UInt64.self)))
  }
}

/// Memory that stays where it is, in parts of 16 bytes.
private final class Scratch {
  private let bytes: UnsafeMutableRawBufferPointer

  init(byteCount: Int) { bytes = .allocate(byteCount: byteCount, alignment: 16) }

  deinit { bytes.deallocate() }

  func part(_ index: Int) -> UnsafeRawBufferPointer { UnsafeRawBufferPointer(rebasing: bytes[index * 16..<index * 16 + 16]) }

  func store(_ identifier: Identifier, part index: Int) {
    bytes.storeBytes(of: identifier.high.bigEndian, toByteOffset: index * 16, as: UInt64.self)
    bytes.storeBytes(of: identifier.low.bigEndian, toByteOffset: index * 16 + 8, as: UInt64.self)
  }
}

/// Hands out one string for equal texts that come soon after another, such as types and actors, so that they are allocated once.
private struct TextCache {
  private var slots = [String](repeating: "", count: 256)

  mutating func text(_ bytes: UnsafeBufferPointer<UInt8>) -> String {
    // Strings up to this length are stored in place.
    if bytes.count <= 15 { return String(decoding: bytes, as: UTF8.self) }
    var hash: UInt32 = 0x811C_9DC5
    for byte in bytes { hash = (hash ^ UInt32(byte)) &* 0x0100_0193 }
    let slot = Int(hash >> 8 & 255)
    if slots[slot].utf8.elementsEqual(bytes) { return slots[slot] }
    let text = String(decoding: bytes, as: UTF8.self)
    slots[slot] = text
    return text
  }
}
