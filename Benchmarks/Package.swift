// swift-tools-version: 6.1
import PackageDescription

// Programs that measure, apart from the library so that nothing of them reaches an author's build.
let package = Package(
  name: "intent-benchmarks",
  dependencies: [.package(name: "intent", path: "..")],
  targets: [
    .executableTarget(name: "generate-spec", path: "Sources/GenerateSpec"),
    .executableTarget(
      name: "conductor-bench", dependencies: [.product(name: "IntentRuntime", package: "intent")], path: "Sources/ConductorBench",
      plugins: [.plugin(name: "IntentPlugin", package: "intent")]),
    .executableTarget(
      name: "growth-bench", dependencies: [.product(name: "IntentRuntime", package: "intent")], path: "Sources/GrowthBench",
      plugins: [.plugin(name: "IntentPlugin", package: "intent")]),
    .executableTarget(
      name: "append-bench",
      dependencies: [.product(name: "IntentRuntime", package: "intent"), .product(name: "IntentSQLite", package: "intent")],
      path: "Sources/AppendBench"),
  ],
  swiftLanguageModes: [.v6]
)
