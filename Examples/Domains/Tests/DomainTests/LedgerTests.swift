import IntentRuntime
import Ledger
import Testing

/// In every state the books balance, and what is refused says why.
@Suite struct LedgerTests {
  let books: Conductor<Ledger.Model>
  let bookkeeper: Acting<Ledger.Roles.Bookkeeper>
  let (cash, sales, rent): (Ledger.Account.ID, Ledger.Account.ID, Ledger.Account.ID)

  init() async throws {
    books = try await Ledger.open(store: MemoryStore(), clock: ManualTime(.noon), handlers: Accountant())
    let ada = Identity(authenticated: "ada"), owner = Identity(authenticated: "owner")
    try await books.grant(Ledger.Roles.Bookkeeper.self, to: ada, by: owner)
    bookkeeper = try await books.acting(as: Ledger.Roles.Bookkeeper.self, for: ada)
    cash = try await books.openAccount(as: bookkeeper, number: 1000, title: "Cash", kind: .asset).account
    sales = try await books.openAccount(as: bookkeeper, number: 4000, title: "Sales", kind: .income).account
    rent = try await books.openAccount(as: bookkeeper, number: 6000, title: "Rent", kind: .expense).account
  }

  private func euros(_ amount: Int) -> Money { Money(FixedDecimal(amount), Currency("EUR" as StaticString)) }

  @Test func bookingsThatBalanceAreBooked() async throws {
    let entry = try await books.book(
      as: bookkeeper, text: "A sale", lines: [.init(account: cash, amount: euros(90)), .init(account: sales, amount: euros(-90))]
    ).entry
    let booked = await books.read { $0.state.journalEntries[entry] }
    #expect(booked?.number == 1)
    let lines = try await books.statement(as: bookkeeper, of: cash)
    #expect(lines.map(\.amount) == [euros(90)])
    #expect(try await books.sumOfAll(as: bookkeeper) == euros(0))
    try await books.settle()
    #expect(await books.gaps.isEmpty)
  }

  @Test func bookingsThatDoNotBalanceAreRefusedByName() async throws {
    let before = await books.lastPosition
    await #expect(throws: CommandError<Ledger.BookRefusal>.refused(.unbalanced)) {
      try await books.book(
        as: bookkeeper, text: "Lost", lines: [.init(account: cash, amount: euros(90)), .init(account: sales, amount: euros(-80))])
    }
    #expect(await books.lastPosition == before)
  }

  /// The rule holds whatever way the events come.
  @Test func appendThatDoesNotBalanceIsRefused() async throws {
    let entry = Ledger.JournalEntry(id: 1, text: "By hand")
    let refusal = await #expect(throws: Refusal.self) {
      try await books.append(
        [
          .journalEntry(.created(entry)), .posting(.created(.init(id: 1, journalEntry: 1, account: cash, amount: euros(5)))),
          .posting(.created(.init(id: 2, journalEntry: 1, account: rent, amount: euros(5)))),
        ], actor: "import")
    }
    #expect(refusal?.rule == "balanced")
  }

  @Test func accountIsClosedOnlyWhenItIsEmpty() async throws {
    _ = try await books.book(
      as: bookkeeper, text: "A sale", lines: [.init(account: cash, amount: euros(9)), .init(account: sales, amount: euros(-9))])
    await #expect(throws: CommandError<Ledger.CloseAccountRefusal>.refused(.notEmpty)) {
      try await books.closeAccount(as: bookkeeper, account: cash)
    }
    try await books.closeAccount(as: bookkeeper, account: rent)
    await #expect(throws: CommandError<Ledger.BookRefusal>.refused(.accountClosed)) {
      try await books.book(
        as: bookkeeper, text: "Rent", lines: [.init(account: rent, amount: euros(1)), .init(account: cash, amount: euros(-1))])
    }
  }
}
