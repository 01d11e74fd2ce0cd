import CMalloc

/// How a tool that runs for a moment treats its memory.
public enum Memory {
  /// Asks the system for memory in large pieces, and gives none back before the end: small ones cost more time than they save.
  public static func prepare() { prepare_malloc() }

  /// Keeps `value` until the process ends, which frees all at once what would take a while piece by piece.
  public static func keep<Value>(_ value: Value) { _ = Unmanaged.passRetained(Kept(value)) }

  private final class Kept<Value> {
    let value: Value

    init(_ value: Value) { self.value = value }
  }
}
