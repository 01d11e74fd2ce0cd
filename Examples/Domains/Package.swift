// swift-tools-version: 6.1
import PackageDescription

// Four small systems of four domains, each a library made of one specification and what the app must write for it.
let package = Package(
  name: "Domains",
  dependencies: [.package(name: "intent", path: "../..")],
  targets: ["CRM", "Shop", "Clinic", "Ledger"].map { name in
    .target(
      name: name,
      dependencies: [.product(name: "IntentRuntime", package: "intent")],
      plugins: [.plugin(name: "IntentPlugin", package: "intent")])
  } + [
    .testTarget(
      name: "DomainTests", dependencies: ["CRM", "Shop", "Clinic", "Ledger", .product(name: "IntentSQLite", package: "intent")])
  ],
  swiftLanguageModes: [.v6]
)
