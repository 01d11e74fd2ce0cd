extension DiagnosticCode {
  public static let requiredCircle = DiagnosticCode(
    "E0217", .error, "relations that need each other",
    """
    A required relation (`belongs_to`, `part_of`, or a relation without `?`) must point at an instance that is there already. Where such
    relations lead in a circle, nothing in it could ever be created. Let one of them be absent, or declare it on one side only: the
    other side is `has: deals[]`.
    """,
    wrong: """
      entity folder { has: name: text  belongs_to: parent: folder }
      """,
    right: """
      entity folder { has: name: text, parent: folder? }
      """)

  public static let unknownCurrency = DiagnosticCode(
    "E0314", .error, "a currency or a time zone that does not exist",
    """
    A currency is one of ISO 4217, by its three capital letters. `$` is the dollar of the United States, `USD`.
    A time zone is one of the IANA database, by its area and place: `Europe/Lisbon`.
    """,
    wrong: """
      entity deal { has: value: money in EUE }
      """,
    right: """
      entity deal { has: value: money in EUR }
      """)

  public static let badKey = DiagnosticCode(
    "E0315", .error, "a key or a range of fields that do not fit",
    """
    `key:` and `unique:` compare single values of the entity's own fields: no collections, also in a record, and each field once.
    `no_overlap:` joins two fields of one ordered type (times, numbers, amounts); an end that is absent is open. Saying the same twice
    is an error, too: one of them was probably meant to be another.
    """,
    wrong: """
      entity order { has: number: int, tags: text[]  key: tags }
      """,
    right: """
      entity order { has: number: int, tags: text[]  key: number }
      """)

  public static let badPersonal = DiagnosticCode(
    "E0316", .error, "a personal field that could not be sealed",
    """
    The values of `personal:` fields are sealed with the instance's own key, which is its `encryption_key`. A relation holds no value of
    its own, and what a workflow moves must be read to be moved, so neither can be personal.
    """,
    wrong: """
      entity customer { has: name: text }
      entity letter { belongs_to: customer  has: body: text  personal: body, customer }
      """,
    right: """
      entity customer { has: name: text  personal: name }
      entity letter { belongs_to: customer  has: body: text  personal: body }
      """)

  public static let foreignFilter = DiagnosticCode(
    "E0317", .error, "a guard that something else decides",
    """
    The condition behind `unique: … where` and `no_overlap: … where` is asked when the instance is written. What it reads must be the
    instance's own: as time goes by, or as another instance, a metric or a parameter changes, two instances could come to break the
    guard without any append that could be refused. Keep what decides it in a field of the entity, or say it as a `rule` or an
    `invariant`, which is watched.
    """,
    wrong: """
      entity shop { has: open: bool, items[] }
      entity item { belongs_to: shop  has: code: text  unique: code where shop.open }
      """,
    right: """
      entity shop { has: open: bool, items[] }
      entity item { belongs_to: shop  has: code: text, on_sale: bool  unique: code where on_sale }
      """)

  public static let wrongDirection = DiagnosticCode(
    "W0540", .warning, "a bound on the wrong side",
    """
    Of `availability` more is better; of response time, latency, errors, cost and storage, less. The bound or target asks for the
    opposite, so its sign is probably turned round.
    """,
    wrong: """
      # intent:allow W0501 because it is kept for later
      invariant availability < 99%
      """,
    right: """
      # intent:allow W0501 because it is kept for later
      invariant availability > 99%
      """)

  public static let personalLeak = DiagnosticCode(
    "W0541", .warning, "personal data in a field that is not personal",
    """
    What is personal stays sealed wherever it goes, but a field of an entity is personal only where `personal:` says so. What
    is written here derives from a personal field, and from here on anyone prints it, and no deletion reaches it. Make the
    field `personal` too, or allow the warning with the reason why this may be known.
    """,
    wrong: """
      role clerk { can: read customer, letter }
      entity customer { has: name: text, email: text  personal: email }
      entity letter { belongs_to: customer  has: address: text }
      mutation write(customer: customer) by clerk { create letter(customer: customer, address: customer.email) }
      """,
    right: """
      role clerk { can: read customer, letter }
      entity customer { has: name: text, email: text  personal: email }
      entity letter { belongs_to: customer  has: address: text  personal: address }
      mutation write(customer: customer) by clerk { create letter(customer: customer, address: customer.email) }
      """)
}
