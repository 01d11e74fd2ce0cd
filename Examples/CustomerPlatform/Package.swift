// swift-tools-version: 6.1
import PackageDescription

let package = Package(
  name: "CustomerPlatform",
  dependencies: [.package(name: "intent", path: "../..")],
  targets: [
    .executableTarget(
      name: "CustomerPlatform",
      dependencies: [
        .product(name: "IntentRuntime", package: "intent"),
        .product(name: "IntentSQLite", package: "intent"),
      ],
      plugins: [.plugin(name: "IntentPlugin", package: "intent")]
    ),
    .testTarget(name: "StoryTests", dependencies: ["CustomerPlatform"]),
  ],
  swiftLanguageModes: [.v6]
)
