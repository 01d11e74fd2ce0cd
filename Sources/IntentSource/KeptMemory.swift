/// Keeps `value` until the process ends, which frees all at once what would take a while piece by piece.
public func keepUntilExit<Value: ~Copyable>(_ value: consuming Value) { _ = Unmanaged.passRetained(Kept(value)) }

private final class Kept<Value: ~Copyable> {
  let value: Value

  init(_ value: consuming Value) { self.value = value }
}
