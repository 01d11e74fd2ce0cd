#if canImport(Glibc)
  import CMalloc
#endif

/// How a tool that runs for a moment treats its memory.
public enum Memory {
  /// Asks the system for memory in large pieces, and gives none back before the end: small ones cost more time than they save.
  public static func prepare() {
    #if canImport(Glibc)
      mallopt(M_TRIM_THRESHOLD, 1 << 30)
      mallopt(M_TOP_PAD, 32 << 20)
      mallopt(M_MMAP_THRESHOLD, 32 << 20)
    #endif
  }

  /// Keeps `value` until the process ends, which frees all at once what would take a while piece by piece.
  public static func keep<Value>(_ value: Value) { _ = Unmanaged.passRetained(Kept(value)) }

  private final class Kept<Value> {
    let value: Value

    init(_ value: Value) { self.value = value }
  }
}
