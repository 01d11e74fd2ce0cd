import IntentRuntime

let store = MemoryStore(seed: 7)
let clock = ManualTime(Timestamp(milliseconds: 1_767_225_600_000))
let (anna, ben) = (Identity(authenticated: "anna"), Identity(authenticated: "ben"))

func say(_ title: String, _ verdicts: [PromiseVerdict]) {
  print(title)
  for verdict in verdicts { print(" ", verdict) }
}

let house = try await House.open(store: store, clock: clock)
say("nobody was asked", await house.checkPromises())
try await house.attest(.explainable, by: anna, because: "read each of them")
try await house.attest(.wordedWell, by: anna)
try await house.attest(.whole, by: ben)
try await house.attest(.neverPushy, isKept: false, by: anna, because: "three is too many")
say("judged", await house.checkPromises())
clock.advance(by: .hours(1))
try await house.attest(.neverPushy, by: ben, because: "three will do")
say("judged again", await house.checkPromises())
print("all are signed off:", await house.checkPromises().allSatisfy { $0.answer == .kept && $0.attestation != nil })

say("after a new start", await (try House.open(store: store, clock: clock)).checkPromises())
let next = try await HouseNext.open(store: store, clock: clock)
say("advice changed", await next.checkPromises())
try await next.attest(.explainable, by: ben)
say("signed off anew", await next.checkPromises())
say("rolled back", await (try House.open(store: store, clock: clock)).checkPromises())
print(House.Attested.allCases.map(\.invariantName))
for record in try await store.read(from: 1, limit: 100) where record.type == "intent.attested" {
  print(record.actor, String(decoding: record.payload, as: UTF8.self))
}
