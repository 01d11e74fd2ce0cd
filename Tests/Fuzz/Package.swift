// swift-tools-version: 6.1
import PackageDescription

// The front end under libFuzzer: a package of its own, because every module of it is built with the sanitizers. Its floors are links to the
// sources of the package around it. `run` builds and starts it.
let package = Package(
  name: "Fuzz",
  targets: [
    .target(name: "IntentSource"),
    .target(name: "IntentDiagnostics", dependencies: ["IntentSource"]),
    .target(name: "IntentSyntax", dependencies: ["IntentSource", "IntentDiagnostics"]),
    .target(name: "IntentIR"),
    .target(name: "IntentSemantics", dependencies: ["IntentSource", "IntentDiagnostics", "IntentSyntax", "IntentIR"]),
    .executableTarget(
      name: "Fuzz", dependencies: ["IntentSource", "IntentDiagnostics", "IntentSyntax", "IntentSemantics", "IntentIR"],
      swiftSettings: [.unsafeFlags(["-parse-as-library"])]),
  ],
  swiftLanguageModes: [.v6]
)
