/// Why a store refuses or fails. After `corrupt`, `diskFull`, `overtaken` and `failed` the store is closed; the log is sound up to its
/// last commit.
public enum StoreError: Error, Equatable, Sendable {
  /// Another process, or another store of this one, holds the writer lease. `holder` is its process id, where that is known.
  case locked(path: String, holder: Int32?)
  /// The store was opened for reading, or the file may not be written.
  case readOnly(path: String)
  /// The file was written by a newer version of this library.
  case newerSchema(path: String, found: Int, known: Int)
  /// The file is something else than an event log.
  case notALog(path: String)
  /// The file, or the directory it should be made in, is not there.
  case missing(path: String)
  /// The user may not read or make the file.
  case noPermission(path: String)
  /// The file cannot be opened for another reason.
  case cannotOpen(path: String, reason: String)
  /// The file's pages contradict each other.
  case corrupt(path: String, reason: String)
  case diskFull(path: String)
  /// Something else than the store has written to the file while the store held the lease.
  case overtaken(path: String)
  /// The log does not end where the batch expects.
  case conflict(expected: Position, found: Position)
  /// More batches wait than the store was opened for.
  case overloaded(waiting: Int)
  /// A batch without events, or one that holds what the log cannot.
  case badBatch(String)
  case closed
  case failed(String)
}

extension StoreError: CustomStringConvertible {
  /// What is wrong and what to do, in one line.
  public var description: String {
    switch self {
    case .locked(let path, let holder):
      "\(path) has another writer\(holder.map { ", process \($0)" } ?? ""); close that first, or open the log for reading"
    case .readOnly(let path): "\(path) cannot be written; open it as a user who may, or only read"
    case .newerSchema(let path, let found, let known):
      "\(path) has schema \(found), this program knows up to \(known); use a newer program"
    case .notALog(let path): "\(path) is not an event log; name another file"
    case .missing(let path): "\(path) does not exist; check the name, and make the directory if it is a new log"
    case .noPermission(let path): "this user may not open \(path); change its owner or its mode, or run as another user"
    case .cannotOpen(let path, let reason): "\(path) cannot be opened (\(reason)); check the name and the disk"
    case .corrupt(let path, let reason): "\(path) is damaged (\(reason)); keep a copy and restore it from a backup"
    case .diskFull(let path): "no space is left for \(path); free some and open the log again"
    case .overtaken(let path): "another program has written to \(path); stop it and open the log again"
    case .conflict(let expected, let found): "the log ends at \(found), not at \(expected); read on and try again"
    case .overloaded(let waiting): "\(waiting) batches wait to be appended; wait for some of them before you append more"
    case .badBatch(let reason): "the batch cannot be appended: \(reason)"
    case .closed: "the log is closed; open it again"
    case .failed(let reason): "the log failed (\(reason)); open it again to see where it ends"
    }
  }
}
