// swift-tools-version: 6.2
import PackageDescription

// What an author's package looks like, with the settings that are hardest on generated code.
let package = Package(
  name: "Fixture",
  dependencies: [.package(name: "intent", path: "../../..")],
  targets: [
    .executableTarget(
      name: "Shop",
      dependencies: [.product(name: "IntentRuntime", package: "intent")],
      swiftSettings: [.treatAllWarnings(as: .error)],
      plugins: [.plugin(name: "IntentPlugin", package: "intent")]),
    .target(
      name: "MainShop",
      dependencies: [.product(name: "IntentRuntime", package: "intent")],
      swiftSettings: [.treatAllWarnings(as: .error), .defaultIsolation(MainActor.self)],
      plugins: [.plugin(name: "IntentPlugin", package: "intent")]),
  ],
  swiftLanguageModes: [.v6]
)
