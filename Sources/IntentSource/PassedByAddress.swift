/// A member that makes the compiler hand the struct around it by address. Without one, Swift copies a large struct to the stack for each
/// call of a function that does not change it: of what a compilation knows of a system that was 2.6 KB for each name looked up.
public struct PassedByAddress: Sendable {
  /// A value of a type that is not known has no registers to go through.
  private let opaque: (any Sendable)? = nil

  public init() {}
}
