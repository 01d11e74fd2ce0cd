// swift-tools-version: 6.1
import PackageDescription

// Names no third-party package: what an author adds to a build is this compiler and this runtime, nothing behind it.
let package = Package(
  name: "intent",
  products: [
    .library(name: "IntentRuntime", targets: ["IntentRuntime"]),
    .library(name: "IntentSQLite", targets: ["IntentSQLite"]),
    .plugin(name: "IntentPlugin", targets: ["IntentPlugin"]),
    .plugin(name: "GenerateIntent", targets: ["GenerateIntent"]),
    .executable(name: "intent", targets: ["intent"]),
    .executable(name: "intentc", targets: ["intentc"]),
  ],
  targets: [
    // The compiler, floor by floor: each target knows only the ones above it in this list.
    .target(name: "IntentSource"),
    .target(name: "IntentDiagnostics", dependencies: ["IntentSource"]),
    .target(name: "IntentSyntax", dependencies: ["IntentSource", "IntentDiagnostics"]),
    .target(name: "IntentIR"),
    .target(name: "IntentSemantics", dependencies: ["IntentSource", "IntentDiagnostics", "IntentSyntax", "IntentIR"]),
    .target(name: "IntentSwiftGen", dependencies: ["IntentIR"]),
    .target(name: "IntentInterpreter", dependencies: ["IntentIR", "IntentRuntime"]),

    .systemLibrary(name: "CMalloc"),
    .target(
      name: "IntentDriver",
      dependencies: ["IntentSource", "IntentDiagnostics", "IntentSyntax", "IntentIR", "IntentSemantics", "IntentSwiftGen", "CMalloc"]),

    // The tools: a person's, a build's, and what calls the latter from SwiftPM.
    .executableTarget(name: "intent", dependencies: ["IntentDriver", "IntentDiagnostics", "IntentIR"]),
    .executableTarget(name: "intentc", dependencies: ["IntentDriver"]),
    .plugin(name: "IntentPlugin", capability: .buildTool(), dependencies: ["intentc"]),
    .plugin(
      name: "GenerateIntent",
      capability: .command(
        intent: .custom(verb: "generate-intent", description: "Write the Swift of all specifications to Generated/, for review"),
        permissions: [.writeToPackageDirectory(reason: "Generated/ holds the Swift of all specifications, for review")]),
      dependencies: ["intentc"]),

    // What generated code stands on.
    .target(name: "IntentRuntime"),
    .systemLibrary(name: "CSQLite", pkgConfig: "sqlite3", providers: [.apt(["libsqlite3-dev"]), .brew(["sqlite3"])]),
    .target(name: "IntentSQLite", dependencies: ["IntentRuntime", "CSQLite"]),

    .target(name: "TestSupport", path: "Tests/TestSupport"),
    .testTarget(name: "IntentDriverTests", dependencies: ["IntentDriver", "IntentDiagnostics", "IntentSource"]),
    .testTarget(name: "IntentToolTests", dependencies: ["intent", "intentc"]),
    .testTarget(name: "IntentIRTests", dependencies: ["IntentDriver", "IntentIR", "IntentRuntime", "IntentSyntax", "TestSupport"]),
    .testTarget(name: "TidyTests"),
    .testTarget(name: "IntentRuntimeTests", dependencies: ["IntentRuntime", "TestSupport"]),
    .testTarget(name: "IntentStoreTests", dependencies: ["IntentSQLite", "CSQLite", "CrashWriter", "TestSupport"]),
    .executableTarget(name: "CrashWriter", dependencies: ["IntentSQLite"], path: "Tests/Fixtures/CrashWriter"),
    .testTarget(name: "IntentSyntaxTests", dependencies: ["IntentSyntax", "TestSupport"]),
    .testTarget(
      name: "IntentSwiftGenTests",
      dependencies: ["IntentSwiftGen", "IntentSemantics", "IntentSyntax", "IntentRuntime", "IntentSQLite"]),
    .testTarget(
      name: "DifferentialTests",
      dependencies: ["IntentInterpreter", "IntentSwiftGen", "IntentSemantics", "IntentSyntax", "IntentRuntime", "TestSupport"]),
    .testTarget(name: "IntentSemanticsTests", dependencies: ["IntentSemantics", "TestSupport"]),
  ],
  swiftLanguageModes: [.v6]
)
