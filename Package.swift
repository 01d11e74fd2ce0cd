// swift-tools-version: 6.1
import PackageDescription

// Names no third-party package: what an author adds to a build is this compiler and this runtime, nothing behind it.
let package = Package(
  name: "intent",
  products: [
    .library(name: "IntentRuntime", targets: ["IntentRuntime"]),
    .library(name: "IntentSQLite", targets: ["IntentSQLite"]),
  ],
  targets: [
    // The compiler, floor by floor: each target knows only the ones above it in this list.
    .target(name: "IntentSource"),
    .target(name: "IntentDiagnostics", dependencies: ["IntentSource"]),
    .target(name: "IntentSyntax", dependencies: ["IntentSource", "IntentDiagnostics"]),
    .target(name: "IntentIR"),
    .target(name: "IntentSemantics", dependencies: ["IntentSource", "IntentDiagnostics", "IntentSyntax", "IntentIR"]),
    .target(name: "IntentSwiftGen", dependencies: ["IntentIR"]),

    // What generated code stands on.
    .target(name: "IntentRuntime"),
    .systemLibrary(name: "CSQLite", pkgConfig: "sqlite3", providers: [.apt(["libsqlite3-dev"]), .brew(["sqlite3"])]),
    .target(name: "IntentSQLite", dependencies: ["IntentRuntime", "CSQLite"]),

    .testTarget(name: "TidyTests"),
    .testTarget(name: "IntentSyntaxTests", dependencies: ["IntentSyntax"]),
    .testTarget(name: "IntentSemanticsTests", dependencies: ["IntentSemantics"]),
  ],
  swiftLanguageModes: [.v6]
)
