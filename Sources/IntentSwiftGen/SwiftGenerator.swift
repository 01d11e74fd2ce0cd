import IntentIR

/// How the generator writes.
public struct GeneratorOptions: Sendable {
  /// The access level of everything that the app may name.
  public enum Access: String, Sendable, CaseIterable {
    case `internal`, package, `public`
  }

  public var access: Access

  public init(access: Access = .internal) {
    self.access = access
  }
}

/// A Swift file to write.
public struct GeneratedFile: Equatable, Sendable {
  /// The file's own name, without a directory.
  public var name: String
  /// The `.intent` file that it comes from.
  public var source: String
  public var text: String

  public init(name: String, source: String, text: String) {
    self.name = name
    self.source = source
    self.text = text
  }
}

/// Turns lowered systems into Swift: values in, text out.
public enum SwiftGenerator {
  /// One generated file for each of `files`, in their order, empty ones too. What belongs to a whole system stands in the file
  /// where the system is at home; everything else stands in the file that declares it. Equal input gives equal bytes.
  /// O(n log n) in the size of the systems.
  public static func generate(
    systems: [SystemIR], files: [String], options: GeneratorOptions = GeneratorOptions()
  ) -> [GeneratedFile] {
    var sections: [String: [Section]] = [:]
    for system in systems {
      let context = SystemContext(system, access: options.access)
      for section in context.sections() { sections[section.origin.file, default: []].append(section) }
    }
    return files.map { file in
      GeneratedFile(
        name: swiftFileName(for: file), source: file,
        text: Printer.print(header: file, sections: (sections[file] ?? []).sortedBySource()))
    }
  }

  /// The name of the Swift file for an `.intent` file: `/` becomes `+`, and no two inputs give one name (a `+` or `=` of the
  /// input's own is written `=2B` or `=3D`).
  public static func swiftFileName(for path: String) -> String {
    var name = ""
    for character in path {
      switch character {
      case "/": name += "+"
      case "+": name += "=2B"
      case "=": name += "=3D"
      default: name.append(character)
      }
    }
    return name + ".swift"
  }
}
