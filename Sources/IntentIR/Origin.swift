/// Where a declaration stands in the sources. It is no part of the meaning and of no hash.
public struct Origin: Hashable, Sendable {
  private let path: SourcePath
  /// 1-based line of the declaration's first token.
  public let line: Int

  public init(path: SourcePath, line: Int) {
    self.path = path
    self.line = line
  }

  public init(file: String, line: Int) { self.init(path: SourcePath(file), line: line) }

  /// The path of the `.intent` file, as given to the compiler.
  public var file: String { path.text }
}

/// The path of a source file, as everything that stands in the file carries it: nobody counts who does, for all threads would count at one
/// place, and whatever is copied carries it. It is never freed; a compilation has few.
public struct SourcePath: Hashable, Sendable {
  private final class Storage: Sendable {
    let text: String

    init(_ text: String) { self.text = text }
  }

  private let storage: Unmanaged<Storage>

  public init(_ text: String) { storage = .passRetained(Storage(text)) }

  public var text: String { storage._withUnsafeGuaranteedRef { $0.text } }

  public static func == (a: SourcePath, b: SourcePath) -> Bool { a.storage.toOpaque() == b.storage.toOpaque() || a.text == b.text }

  public func hash(into hasher: inout Hasher) { hasher.combine(text) }
}
