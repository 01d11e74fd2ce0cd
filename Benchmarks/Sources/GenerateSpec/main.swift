// Writes a spec of about so many lines to standard output, for measuring the compiler: entities, events, actions and
// reactions in the proportions of the customer platform. The same arguments give the same bytes.
//
//   generate-spec LINES [LINES_PER_SYSTEM]

let arguments = CommandLine.arguments.dropFirst().compactMap { Int($0) }
guard let lines = arguments.first, lines > 0 else {
  print("usage: generate-spec LINES [LINES_PER_SYSTEM]")
  throw UsageError()
}
let perSystem = arguments.dropFirst().first ?? 1_000

struct UsageError: Error {}

/// One domain of 29 lines: a customer-like entity, a record of what happened to it, and what must follow.
func domain(_ n: Int) -> String {
  """

    type kind_\(n) = call | email | meeting | complaint
    type mood_\(n) = positive | neutral | negative
    ## Someone who buys, or may.
    entity account_\(n) {
      has: name: text, note: text?, level: int = 0, active: bool = true
      has: credit: money = $0, joined: timestamp = now
      has: contacts_\(n)[]
      rule: credit_positive: credit >= $0
    }
    entity contact_\(n) plural contacts_\(n) {
      belongs_to: account_\(n)
      immutable: true
      has: kind: kind_\(n), mood: mood_\(n), at: timestamp, text: text?
    }
    event answered_\(n) { account: account_\(n), text: text }
    threshold busy_\(n) = above \(3 + n % 7)
    derive load_\(n)(account: account_\(n)) = account.contacts_\(n).where(mood == negative).count
    when contact_\(n).created as contact {
      must: update_score_\(n)(contact.account_\(n))
      must: acknowledge_\(n)(contact) within: \(1 + n % 9)s
      if contact.mood == negative and contact.account_\(n).active {
        must: call_back_\(n)(account: contact.account_\(n), urgent: true) within: 1h fallback: escalate_\(n) within: 2h
        should: log_mood_\(n)
      } else {
        could: thank_\(n)(contact.account_\(n)) within: 2d
      }
      must: await_answered_\(n) within: 24h
    }

  """
}

var number = 0
var written = 0
var system = 0
while written < lines {
  system += 1
  print("system \"generated_\(system)\" version 1 {", terminator: "")
  var inSystem = 0
  while inSystem < perSystem && written < lines {
    let text = domain(number)
    print(text, terminator: "")
    number += 1
    let count = text.reduce(0) { $0 + ($1 == "\n" ? 1 : 0) }
    inSystem += count
    written += count
  }
  print("}")
}
