import Foundation
import PackagePlugin

/// `swift package generate-intent [--check]`: writes the Swift that the package's specifications mean to `Generated/`, for review.
/// Nothing there is compiled; a build makes its own, the very same. With `--check` nothing is written, and what is stale is named.
@main
struct GenerateIntent: CommandPlugin {
  func performCommand(context: PluginContext, arguments: [String]) throws {
    let known = ["--check", "--help", "-h"]
    if let wrong = arguments.first(where: { !known.contains($0) }) {
      throw Failure("unknown argument `\(wrong)`; usage: swift package generate-intent [--check]")
    }
    if arguments.contains("--help") || arguments.contains("-h") {
      return print("Usage: swift package --allow-writing-to-package-directory generate-intent [--check]")
    }
    let isCheck = arguments.contains("--check")
    let generated = context.package.directoryURL.appending(path: "Generated")
    var expected: [String: Data] = [:]
    for module in context.package.targets.compactMap(\.sourceModule) {
      if generated.path.hasPrefix(module.directoryURL.path + "/") {
        throw Failure("target \(module.name) would compile Generated/ too: give it a `path` of its own")
      }
      for file in try generate(module, context) {
        expected["\(module.name)/\(file.lastPathComponent)"] = try Data(contentsOf: file)
      }
    }
    let present = FileManager.default.subpaths(atPath: generated.path)?.filter { $0.hasSuffix(".intent.swift") } ?? []
    let stale = Set(expected.keys).union(present).sorted().filter {
      expected[$0] != (try? Data(contentsOf: generated.appending(path: $0)))
    }
    if isCheck {
      if stale.isEmpty { return }
      for name in stale { Diagnostics.error("Generated/\(name) is stale") }
      throw Failure("run `swift package --allow-writing-to-package-directory generate-intent`")
    }
    for name in stale { try update(generated.appending(path: name), to: expected[name]) }
    print("Generated/: \(expected.count) file\(expected.count == 1 ? "" : "s"), \(stale.count) changed")
  }

  /// Compiles the `.intent` files of `module` into a directory of the plugin's own and returns what is there then.
  private func generate(_ module: any SourceModuleTarget, _ context: PluginContext) throws -> [URL] {
    let specs = module.sourceFiles.map(\.url).filter { $0.pathExtension == "intent" }.map(\.path).sorted()
    if specs.isEmpty { return [] }
    let files = FileManager.default
    let root = module.directoryURL.standardizedFileURL
    let output = context.pluginWorkDirectoryURL.appending(path: module.name)
    try? files.removeItem(at: output)
    var arguments = ["--output-dir", output.path, "--root", root.path]
    let configs = [root, context.package.directoryURL].map { $0.appending(path: "intent.json").path }
    if let config = configs.first(where: files.fileExists) { arguments += ["--config", config] }
    let tool = Process()
    tool.executableURL = try context.tool(named: "intentc").url
    tool.arguments = arguments + specs
    try tool.run()
    tool.waitUntilExit()
    guard tool.terminationStatus == 0 else { throw Failure("target \(module.name) does not compile") }
    return try files.contentsOfDirectory(at: output, includingPropertiesForKeys: nil)
  }

  private func update(_ file: URL, to content: Data?) throws {
    guard let content else { return try FileManager.default.removeItem(at: file) }
    try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
    try content.write(to: file, options: .atomic)
  }

  private struct Failure: Error, CustomStringConvertible {
    let description: String
    init(_ description: String) { self.description = description }
  }
}
