import IntentRuntime

#if canImport(Darwin)
  import Darwin
#elseif canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// The right to write to a log: a lock on a file beside it, which the operating system gives back when the process ends, however it ends.
struct WriterLease: ~Copyable {
  private let descriptor: Int32

  /// Takes the lease of the log at `path`. Throws `locked` if somebody has it.
  init(of path: String) throws(StoreError) {
    let file = path + "-lease"
    let descriptor = open(file, O_RDWR | O_CREAT | O_CLOEXEC, 0o644)
    guard descriptor >= 0 else {
      let cause = errno
      let logExists = access(path, F_OK) == 0
      // A directory that takes no new file, around a log that is there: the log can be read, but not written.
      if logExists, [EACCES, EPERM, EROFS].contains(cause) { throw .readOnly(path: path) }
      throw StoreError(opening: path, errno: cause, reason: String(cString: strerror(cause)))
    }
    guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
      let holder = Self.holder(descriptor)
      Self.end(descriptor)
      throw .locked(path: path, holder: holder)
    }
    self.descriptor = descriptor
    let text = Array("\(getpid())\n".utf8)
    // For whoever finds the log locked; the lock itself does not depend on it.
    if ftruncate(descriptor, 0) == 0 { _ = pwrite(descriptor, text, text.count, 0) }
  }

  deinit { Self.end(descriptor) }

  private static func end(_ descriptor: Int32) { _ = close(descriptor) }

  private static func holder(_ descriptor: Int32) -> Int32? {
    var bytes = [UInt8](repeating: 0, count: 16)
    let count = pread(descriptor, &bytes, bytes.count, 0)
    return Int32(String(decoding: bytes.prefix(max(count, 0)).prefix { $0 != UInt8(ascii: "\n") }, as: UTF8.self))
  }
}
