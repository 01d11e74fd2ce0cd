#if canImport(Glibc)
  import Glibc
#endif

/// How a tool that runs for a moment treats its memory.
public enum Memory {
  /// Asks the system for memory in large pieces, and gives none back before the end: small ones cost more time than they save.
  public static func prepare() {
    #if canImport(Glibc)
      // Swift's view of glibc leaves out <malloc.h>; the numbers are those of M_TRIM_THRESHOLD, M_TOP_PAD and M_MMAP_THRESHOLD in it.
      guard let symbol = dlsym(nil, "mallopt") else { return }
      let setOption = unsafeBitCast(symbol, to: (@convention(c) (CInt, CInt) -> CInt).self)
      _ = setOption(-1, 1 << 30)
      _ = setOption(-2, 32 << 20)
      _ = setOption(-3, 32 << 20)
    #endif
  }

  /// Keeps `value` until the process ends, which frees all at once what would take a while piece by piece.
  public static func keep<Value>(_ value: Value) { _ = Unmanaged.passRetained(Kept(value)) }

  private final class Kept<Value> {
    let value: Value

    init(_ value: Value) { self.value = value }
  }
}
