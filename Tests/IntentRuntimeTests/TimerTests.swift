import IntentRuntime
import Testing

@Suite struct TimerTests {
  private let start = DeskRun.start

  @Test func aStateTooOldFiresOnce() async throws {
    let run = try await DeskRun()
    try await run.step([.customerCreated(Desk.Customer(id: 1, name: "A"))])
    try await run.step([.alertCreated(Desk.Alert(id: 1, customer: 1)), .alertCreated(Desk.Alert(id: 2, customer: 1))])
    run.clock.advance(by: .hours(1))
    try await run.step([.alertAcknowledged(2)])
    try await run.conductor.run(until: start + .hours(20), on: run.clock)
    let fired = try await run.store.read(from: 1, limit: 100).filter { $0.type == "intent.timer_fired" }
    #expect(fired.count == 1)
    #expect(fired.first?.recorded == start + .hours(4))
    #expect(try await run.types().suffix(2) == ["intent.timer_fired", "re_alert.done"])
    let graph = try await run.conductor.graph(of: try #require(fired.first).position)
    #expect(graph.text.hasPrefix("alert.unacknowledged for 4h(1) at 2026-03-02T14:00:00.000Z\n└─ must re_alert(a1)"))
  }

  @Test func whatAClockAskedForIsATemporalGap() async throws {
    let run = try await DeskRun { action, _ in if case .reAlert = action { .later } else { .met(.done(action)) } }
    try await run.step([.customerCreated(Desk.Customer(id: 1, name: "A"))])
    try await run.step([.alertCreated(Desk.Alert(id: 1, customer: 1))])
    try await run.conductor.run(until: start + .hours(5), on: run.clock)
    #expect(await run.gaps() == ["temporal must re_alert(a1): no evidence"])
  }

  @Test func eachMissedTickOpensOnce() async throws {
    let store = MemoryStore(seed: 3)
    let run = try await DeskRun(store: store)
    try await run.step([.customerCreated(Desk.Customer(id: 1, name: "A"))])
    // The process is away for three days; summer time begins in Lisbon on the 29th.
    let later = Timestamp(milliseconds: start.milliseconds + 27 * 86_400_000)
    let again = try await DeskRun(at: later, store: store)
    try await again.conductor.settle()
    let fired = try await store.read(from: 1, limit: 200).filter { $0.type == "intent.timer_fired" }
    #expect(fired.count == 27)
    let dues = fired.map { String(decoding: $0.payload, as: UTF8.self) }
    #expect(dues.first?.contains("2026-03-03T09:00:00.000Z") == true)
    #expect(dues.last?.contains("2026-03-29T08:00:00.000Z") == true, "nine in Lisbon, one hour earlier by UTC")
    #expect(try await store.read(from: 1, limit: 200).filter { $0.type == "review.done" }.count == 27)
  }

  @Test func skippedAndDoubledLocalTimes() throws {
    let lisbon = try #require(SystemCalendar(timeZone: "Europe/Lisbon"))
    // On 2026-03-29 clocks go from 01:00 to 02:00, on 2026-10-25 from 02:00 back to 01:00.
    let spring = try #require(CalendarDate(year: 2026, month: 3, day: 29))
    let half = TimeOfDay(hour: 1, minute: 30)
    #expect(lisbon.instant(spring, half).description == "2026-03-29T01:00:00.000Z")
    let autumn = try #require(CalendarDate(year: 2026, month: 10, day: 25))
    let first = lisbon.instant(autumn, half)
    #expect(first.description == "2026-10-25T00:30:00.000Z")
    #expect(lisbon.next(.day, at: half, after: first).description == "2026-10-26T01:30:00.000Z", "the second 01:30 is no tick")
    #expect(lisbon.next(.day, at: half, after: lisbon.instant(spring, half)).description == "2026-03-30T00:30:00.000Z")
  }

  @Test func periods() throws {
    let utc = SystemCalendar.utc
    let time = try #require(Timestamp("2026-03-04T10:07:00.000Z"))
    #expect(utc.next(.every(.minutes(15)), after: time).description == "2026-03-04T10:15:00.000Z")
    #expect(utc.next(.hour, after: time).description == "2026-03-04T11:00:00.000Z")
    #expect(utc.next(.day, after: time).description == "2026-03-05T00:00:00.000Z")
    #expect(utc.next(.week, after: time).description == "2026-03-09T00:00:00.000Z")
    #expect(utc.next(.weekday(3), at: TimeOfDay(hour: 10), after: time).description == "2026-03-11T10:00:00.000Z")
    #expect(utc.next(.month, after: time).description == "2026-04-01T00:00:00.000Z")
    #expect(utc.next(.year, after: time).description == "2027-01-01T00:00:00.000Z")
    #expect(utc.next(.every(.hours(7)), after: time).description == "2026-03-04T14:00:00.000Z")
    let evening = try #require(Timestamp("2026-03-04T22:00:00.000Z"))
    #expect(utc.next(.every(.hours(7)), after: evening).description == "2026-03-05T00:00:00.000Z", "aligned to midnight anew")
  }
}
