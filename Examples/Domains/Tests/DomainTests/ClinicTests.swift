import Clinic
import IntentRuntime
import Testing

/// Nobody is booked twice, nobody is forgotten, whatever the clocks do.
@Suite struct ClinicTests {
  let clock = ManualTime(.noon)
  let desk = FrontDesk()
  let clinic: Conductor<Clinic.Model>
  let assistant: Acting<Clinic.Roles.Assistant>

  init() async throws {
    clinic = try await Clinic.open(store: MemoryStore(), clock: clock, handlers: desk)
    let owner = Identity(authenticated: "owner"), ines = Identity(authenticated: "ines")
    try await clinic.append(
      [
        .doctor(.created(.init(id: 1, name: "Dr. Sousa", email: "sousa@example.com"))),
        .patient(.created(.init(id: 1, name: "Ana", born: Sealed(CalendarDate(daysSince1970: 7000))))),
        .patient(.created(.init(id: 2, name: "Rui", born: Sealed(CalendarDate(daysSince1970: 8000))))),
      ], actor: "owner")
    try await clinic.grant(Clinic.Roles.Assistant.self, to: ines, by: owner)
    assistant = try await clinic.acting(as: Clinic.Roles.Assistant.self, for: ines)
  }

  private func book(_ patient: Clinic.Patient.ID, _ from: TimeSpan, _ length: TimeSpan = .minutes(30)) async throws -> Clinic.Appointment.ID {
    try await clinic.book(as: assistant, patient: patient, doctor: 1, starts: .noon + from, ends: .noon + from + length).appointment
  }

  @Test func patientsAreOpenedEachWithTheirOwnKey() async throws {
    let key = try await clinic.key(of: 1, as: assistant)
    let (ana, rui) = await clinic.read { ($0.state.patients[1], $0.state.patients[2]) }
    #expect(try ana?.name.open(with: key) == "Ana")
    #expect(throws: SealError.self) { try rui?.name.open(with: key) }
    #expect("\(String(describing: rui))".contains("name: sealed"))
  }

  @Test func nobodyIsBookedTwice() async throws {
    let first = try await book(1, .days(3))
    do {
      _ = try await book(2, .days(3) + .minutes(29))
      Issue.record("two patients at one time")
    } catch let error as CommandError<Clinic.BookRefusal> {
      guard case .rule(let refusal) = error else { throw error }
      #expect(refusal.rule.contains("no_overlap"))
      #expect(refusal.file.hasSuffix("clinic.intent") && refusal.line > 0)
    }
    _ = try await book(2, .days(3) + .minutes(30))
    // What is called off makes room.
    try await clinic.callOff(as: assistant, appointment: first)
    _ = try await book(2, .days(3))
  }

  @Test func reminderFollowsTheAppointment() async throws {
    let appointment = try await book(1, .days(3))
    try await clinic.confirm(as: assistant, appointment: appointment)
    try await clinic.postpone(as: assistant, appointment: appointment, by: .days(2))
    try await clinic.run(until: .noon + .days(2) + .hours(1), on: clock)
    #expect(desk.diary.withLock { $0.filter { $0.contains("remind") } } == [])
    try await clinic.run(until: .noon + .days(4) + .hours(1), on: clock)
    #expect(desk.diary.withLock { $0.filter { $0.contains("remind") } } == ["\(Timestamp.noon + .days(4)) remind patient 1"])
  }

  /// The doctor's round begins at eight by Lisbon's clocks: at 8:00 UTC in winter, at 7:00 UTC in summer.
  @Test func roundKeepsToTheClinicsClock() async throws {
    try await clinic.run(until: .noon + .days(3), on: clock)
    let rounds = desk.diary.withLock { $0.filter { $0.contains("print list") } }
    #expect(rounds.map { $0.prefix(16) } == ["2026-03-28T08:00", "2026-03-29T07:00", "2026-03-30T07:00"])
  }

  @Test func lateCancellationIsRefusedByName() async throws {
    let appointment = try await book(1, .hours(20))
    await #expect(throws: CommandError<Clinic.CallOffRefusal>.refused(.tooLate)) {
      try await clinic.callOff(as: assistant, appointment: appointment)
    }
  }
}
