import IntentRuntime

#if canImport(Darwin)
  import Darwin
#elseif canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// The first bytes of a file, looked at before anything is made beside it.
enum FileHeader {
  /// Throws `missing`, `noPermission` or `notALog`. A file that is empty, or not there while it need not be, passes.
  static func check(_ path: String, mustExist: Bool) throws(StoreError) {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else {
      let cause = errno
      if cause == ENOENT, !mustExist { return }
      throw StoreError(opening: path, errno: cause, reason: String(cString: strerror(cause)))
    }
    defer { _ = close(descriptor) }
    let expected = Array("SQLite format 3\0".utf8)
    var found = [UInt8](repeating: 0, count: expected.count)
    let count = read(descriptor, &found, found.count)
    if count < 0 { throw .cannotOpen(path: path, reason: String(cString: strerror(errno))) }
    if count > 0, found != expected { throw .notALog(path: path) }
    if count == 0, mustExist { throw .notALog(path: path) }
  }
}
