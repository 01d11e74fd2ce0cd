import Foundation
import PackagePlugin

/// Compiles all `.intent` files of a target together, in one command, into one Swift file each.
@main
struct IntentPlugin: BuildToolPlugin {
  func createBuildCommands(context: PluginContext, target: any Target) throws -> [Command] {
    guard let module = target.sourceModule else { return [] }
    let files = module.sourceFiles.map(\.url)
    let specs = files.filter { $0.pathExtension == "intent" }.sorted { $0.path < $1.path }
    if specs.isEmpty { return [] }
    let root = module.directoryURL.standardizedFileURL
    let output = context.pluginWorkDirectoryURL
    var arguments = ["--output-dir", output.path, "--root", root.path]
    var inputs = specs + files.filter { $0.pathExtension == "lock" }
    if let config = configuration(of: root, in: context) {
      arguments += ["--config", config.path]
      inputs.append(config)
    }
    return [
      .buildCommand(
        displayName: "Compiling \(specs.count) Intent file\(specs.count == 1 ? "" : "s") of \(module.name)",
        executable: try context.tool(named: "intentc").url,
        arguments: arguments + specs.map(\.path),
        inputFiles: inputs,
        outputFiles: specs.map { output.appending(path: swiftFileName(for: $0, root: root)) })
    ]
  }

  /// The target's own `intent.json`, or else the package's.
  private func configuration(of root: URL, in context: PluginContext) -> URL? {
    [root, context.package.directoryURL].map { $0.appending(path: "intent.json") }.first {
      FileManager.default.fileExists(atPath: $0.path)
    }
  }

  /// The name that `intentc` gives to the Swift of `spec`: its path below the target's directory, `/` as `+`. The same rule as
  /// `SwiftGenerator.swiftFileName(for:)`, which a plugin cannot call.
  private func swiftFileName(for spec: URL, root: URL) -> String {
    let path = spec.standardizedFileURL.path
    let prefix = root.path.hasSuffix("/") ? root.path : root.path + "/"
    let name = path.hasPrefix(prefix) ? String(path.dropFirst(prefix.count)) : spec.lastPathComponent
    let escaped = name.replacingOccurrences(of: "=", with: "=3D").replacingOccurrences(of: "+", with: "=2B")
    return escaped.replacingOccurrences(of: "/", with: "+") + ".swift"
  }
}
