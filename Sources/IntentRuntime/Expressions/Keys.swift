import Synchronization

/// Two values as one key: what a natural key of several fields is made of.
public struct KeyPair<First: Hashable & Sendable, Second: Hashable & Sendable>: Hashable, Sendable {
  public var first: First
  public var second: Second

  @inlinable public init(_ first: First, _ second: Second) {
    self.first = first
    self.second = second
  }

  /// The pair; nil where a value is absent, since absent values never collide.
  @inlinable public init?(ifPresent first: First?, _ second: Second?) {
    guard let first, let second else { return nil }
    self.init(first, second)
  }
}

/// A regular expression of a refinement (`text matching "…"`). A text matches if some part of it does: patterns say `^` and `$`
/// where they mean the whole.
public final class TextPattern: Sendable {
  private let expression: Mutex<Regex<AnyRegexOutput>?>

  /// Requires: `pattern` is a regular expression, which the compiler has checked; nothing matches one that is not.
  public init(_ pattern: String) {
    expression = Mutex(try? Regex(pattern))
  }

  /// True if a part of the text matches.
  public func matches(_ text: String) -> Bool {
    expression.withLock { expression in
      guard let expression else { return false }
      return (try? expression.firstMatch(in: text)) != nil
    }
  }
}

extension ActionValue {
  /// Hashes the action by what its visit shows, so that no generated struct of arguments needs a hash of its own.
  @inlinable public func hash(into hasher: inout Hasher) {
    var key = KeyHasher()
    visit(&key)
    hasher.combine(index)
    hasher.combine(key.key)
  }
}

/// The default evidence of an action: that it was done, with these arguments.
public struct Done<Action: Sendable>: Sendable {
  public var action: Action

  @inlinable public init(_ action: Action) {
    self.action = action
  }
}
