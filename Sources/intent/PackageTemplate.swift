/// The files of the package that `intent new` writes.
struct PackageTemplate {
  /// The package's, the module's and the program's name.
  let name: String
  /// The manifest's line that names Intent.
  let dependency: String

  /// Paths in the package's directory, with their texts.
  var files: [(path: String, text: String)] {
    [
      ("Package.swift", manifest),
      (".gitignore", ".build/\n*.sqlite\n*.sqlite-*\n"),
      ("README.md", readme),
      ("Sources/\(name)/\(system).intent", specification),
      ("Sources/\(name)/Desk.swift", handlers),
      ("Sources/\(name)/main.swift", program),
    ]
  }

  /// The system's name in the specification: `MyShop` is `my_shop`.
  var system: String {
    var out = ""
    var wasLower = false
    for character in name {
      if character.isUppercase && wasLower { out += "_" }
      wasLower = character.isLowercase || character.isNumber
      out += character.lowercased()
    }
    return out
  }

  /// The namespace that is generated for the system: `my_shop` is `MyShop`.
  var namespace: String {
    system.split(separator: "_").map { $0.prefix(1).uppercased() + $0.dropFirst() }.joined()
  }

  private var manifest: String {
    """
    // swift-tools-version: 6.1
    import PackageDescription

    let package = Package(
      name: "\(name)",
      platforms: [.macOS(.v15)],
      dependencies: [
        \(dependency)
      ],
      targets: [
        .executableTarget(
          name: "\(name)",
          dependencies: [
            .product(name: "IntentRuntime", package: "intent"),
            .product(name: "IntentSQLite", package: "intent"),
          ],
          plugins: [.plugin(name: "IntentPlugin", package: "intent")])
      ],
      swiftLanguageModes: [.v6]
    )

    """
  }

  private var specification: String {
    """
    ## Answers those who ask for help.
    system "\(system)" version 1 {
      type mood = calm | angry

      entity customer { has: name: text }

      ## What a customer wrote; once recorded, never changed.
      entity ticket {
        belongs_to: customer
        immutable: true
        has: mood: mood, text: text
      }

      when ticket.created {
        must: acknowledge(ticket) within: 5m
        if ticket.mood == angry {
          must: call_back(ticket.customer) within: 1h fallback: alert_lead(ticket) within: 4h
        }
      }
    }

    """
  }

  private var handlers: String {
    """
    import IntentRuntime

    /// What the app does for each action of the specification. Delete a function, and the package no longer compiles.
    struct Desk: \(namespace).Handlers {
      func acknowledge(_ action: \(namespace).Acknowledge, _ work: Work) async throws -> Outcome<Done<\(namespace).Acknowledge>> {
        .met(Done(action))
      }

      /// Nobody has called yet: the evidence comes later, or the deadline lapses and `alertLead` is called.
      func callBack(_ action: \(namespace).CallBack, _ work: Work) async throws -> Outcome<Done<\(namespace).CallBack>> {
        .later
      }

      func alertLead(_ action: \(namespace).AlertLead, _ work: Work) async throws -> Outcome<Done<\(namespace).AlertLead>> {
        .met(Done(action))
      }
    }

    """
  }

  private var program: String {
    """
    import IntentRuntime
    import IntentSQLite

    let store = try SQLiteStore(path: "\(system).sqlite")
    let system = try await \(namespace).open(store: store, handlers: Desk())

    let customer = \(namespace).Customer(id: await system.read { $0.state.customers.nextID }, name: "Ada")
    let ticket = \(namespace).Ticket(
      id: await system.read { $0.state.tickets.nextID }, customer: customer.id, mood: .angry, text: "It does not work.")
    let appended = try await system.append([.customer(.created(customer)), .ticket(.created(ticket))], actor: "ada")

    // Calls the handlers of what must follow, and records what they did.
    try await system.settle()
    print(try await system.graph(of: appended.positions.upperBound - 1).text)
    await store.close()

    """
  }

  private var readme: String {
    """
    # \(name)

    `Sources/\(name)/\(system).intent` says what must follow when something happens. `swift run` compiles it into Swift, records a
    ticket in an SQLite log, and prints what the specification expected of it and what came of that.

    ```sh
    swift run
    sqlite3 \(system).sqlite 'select position, type, subject, cause from log'
    ```

    """
  }
}
