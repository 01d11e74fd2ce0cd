import IntentRuntime

typealias ID = EntityID
let time = ManualTime(Timestamp(milliseconds: 1_000_000))
let books = try await Books.open(store: MemoryStore(seed: 1), clock: time)

/// Appends the events; says whether they were accepted, or by which rule they were refused.
func append(_ what: String, _ events: Books.Event...) async throws {
  do {
    try await books.append(events, actor: "test")
    print("\(what): accepted")
  } catch let refusal as Refusal {
    print("\(what): \(refusal.rule) refuses \(refusal.subject), line \(refusal.line)")
  }
}

func at(_ hour: Int64) -> Timestamp { Timestamp(milliseconds: hour * 3_600_000) }
func day(_ number: Int64) -> CalendarDate { CalendarDate(daysSince1970: number) }

func booking(_ id: UInt64, _ doctor: UInt64, _ from: Int64, _ until: Int64?) -> Books.Event {
  .booking(.created(Books.Booking(id: ID(ordinal: id), starts: at(from), ends: until.map(at), doctor: ID(ordinal: doctor))))
}

try await append(
  "two doctors", .doctor(.created(Books.Doctor(id: 1, name: "A"))), .doctor(.created(Books.Doctor(id: 2, name: "B"))))
try await append("9 to 10", booking(1, 1, 9, 10))
try await append("10 to 11 touches it", booking(2, 1, 10, 11))
try await append("9 to 12 of another doctor", booking(3, 2, 9, 12))
try await append("8 to 12 holds two", booking(4, 1, 8, 12))
try await append("from 10", booking(4, 1, 10, nil))
try await append("from 12 without an end", booking(4, 1, 12, nil))
try await append("20 to 21 lies in it", booking(5, 1, 20, 21))
try await append("two that overlap in one batch", booking(5, 2, 1, 3), booking(6, 2, 2, 4))
try await append("moved to 11", .booking(.updated(2, [.starts(at(11)), .ends(at(12))])))
try await append("moved to 8.5", .booking(.updated(2, [.starts(Timestamp(milliseconds: 34_000_000)), .ends(at(12))])))
try await append("cancelled", .booking(.updated(1, [.cancelled(true)])))
try await append("in its place", booking(7, 1, 9, 10))
try await append("no longer cancelled", .booking(.updated(1, [.cancelled(false)])))
try await append("gone", .booking(.deleted(7)))
try await append("no longer cancelled", .booking(.updated(1, [.cancelled(false)])))
try await append("a week off", .holiday(.created(Books.Holiday(id: 1, from: day(1), until: day(7)))))
try await append("another from its last day", .holiday(.created(Books.Holiday(id: 2, from: day(7), until: day(9)))))
try await append("another from the day after", .holiday(.created(Books.Holiday(id: 2, from: day(8), until: day(9)))))

func entry(_ id: UInt64, _ text: String = "", closed: Bool = false) -> Books.Event {
  .entry(.created(Books.Entry(id: ID(ordinal: id), text: text, closed: closed)))
}
func posting(_ id: UInt64, of entry: UInt64, _ amount: Int) -> Books.Event {
  .posting(.created(Books.Posting(id: ID(ordinal: id), entry: ID(ordinal: entry), amount: amount)))
}
func tag(_ id: UInt64, of posting: UInt64, _ label: String) -> Books.Event {
  .tag(.created(Books.Tag(id: ID(ordinal: id), posting: ID(ordinal: posting), label: label)))
}

try await append("an entry without postings", entry(1))
try await append("an entry with one", entry(1), posting(1, of: 1, 0))
try await append("one that does not balance", entry(1), posting(1, of: 1, 5), posting(2, of: 1, -4))
let four = [posting(1, of: 1, 5), posting(2, of: 1, -5), posting(3, of: 1, 7), posting(4, of: 1, -7)]
try await append("one that balances", entry(1), four[0], four[1], four[2], four[3])
try await append("a posting more", posting(9, of: 1, 0))
try await append("behind another entry", entry(3), posting(9, of: 3, 1), posting(10, of: 3, -1), posting(11, of: 1, 0))
try await append("one of them changed", .posting(.updated(3, [.amount(8)])))
try await append("both changed", .posting(.updated(3, [.amount(8)])), .posting(.updated(4, [.amount(-8)])))
try await append("one deleted", .posting(.deleted(4)))
try await append("both deleted", .posting(.deleted(3)), .posting(.deleted(4)))
try await append("another deleted", .posting(.deleted(1)))
try await append("a note", .note(.created(Books.Note(id: 1, entry: 1, text: "of no family"))))
try await append("a large one", entry(2, "large"), posting(5, of: 2, 1000), posting(6, of: 2, -1000), tag(1, of: 5, "x"))
try await append("it is renamed", .entry(.updated(2, [.text("small")])))
try await append("a tag more", tag(2, of: 6, "late"))
try await append("its entry is closed", .entry(.updated(2, [.closed(true)])))
try await append("it is called late", .tag(.updated(1, [.label("late")])))
try await append("its entry is closed", .entry(.updated(2, [.closed(true)])))
try await append("it is called otherwise", .tag(.updated(1, [.label("early")])))
print(await books.read { "\($0.state.postings.count) postings, \($0.state.bookings.count) bookings, next \($0.state.bookings.nextID)" })
