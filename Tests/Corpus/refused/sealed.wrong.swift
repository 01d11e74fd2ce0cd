import IntentRuntime

// personal: sealed, and so is what derives from it; opened with the key of its subject.

func comparesSealedValues(_ a: Desk.Customer, _ b: Desk.Customer) -> Bool {
  a.email == b.email  // error: open sealed values with their subjects' keys and compare what they hold
}

func looksForAnAddress(_ customer: Desk.Customer) -> Bool {
  customer.email == "ada@example.org"  // error: open sealed values with their subjects' keys and compare what they hold
}

func looksForChanges(_ a: Desk.Customer, _ b: Desk.Customer) -> Bool {
  a.email != b.email  // error: open sealed values with their subjects' keys and compare what they hold
}

func comparesAddressesInASet(_ customers: [Desk.Customer]) -> Int {
  Set(customers.compactMap { $0.email }).count  // error: requires that 'Sealed<String>' conform to 'Hashable'
}

func takesItForAText(_ customer: Desk.Customer) -> String {
  customer.email ?? ""  // error: cannot convert return expression of type 'Sealed<String>' to return type 'String'
}

func readsItsLength(_ customer: Desk.Customer) -> Int? {
  customer.email?.count  // error: has no member 'count'
}

func opensWithoutAKey(_ customer: Desk.Customer) throws -> String? {
  try customer.email?.open()  // error: missing argument for parameter 'with'
}

func opensLikeGeneratedCode(_ customer: Desk.Customer) -> String? {
  customer.email?.opened  // error: 'opened' is inaccessible due to '@_spi' protection level
}

func looksInside(_ customer: Desk.Customer) -> String? {
  customer.email?.value  // error: 'value' is inaccessible due to 'internal' protection level
}

func makesAKey(_ customer: Desk.Customer) -> SubjectKey {
  SubjectKey(of: [customer.id.reference])  // error: 'SubjectKey' initializer is inaccessible due to 'internal' protection level
}

func takesTheKeyOfEverybody() -> SubjectKey {
  .everybody  // error: 'everybody' is inaccessible due to '@_spi' protection level
}

func asksForAKeyThatItMayNotHave<D>(
  _ desk: Conductor<Desk.Model<D>>, _ visitor: Acting<Desk.Roles.Visitor>, _ customer: Desk.Customer.ID
) async throws -> SubjectKey {
  try await desk.key(of: customer, as: visitor)  // error: requires that 'Desk.Roles.Visitor' conform to
}

func takesAnAnswerForAText<D>(
  _ desk: Conductor<Desk.Model<D>>, _ rep: Acting<Desk.Roles.Rep>, _ customer: Desk.Customer.ID
) async throws -> String? {
  try await desk.addressOf(as: rep, customer: customer)  // error: cannot convert return expression of type 'Sealed<String>?'
}

func takesAnArgumentForAText(_ action: Desk.WriteTo) -> String? {
  action.address  // error: cannot convert return expression of type 'Sealed<String>?' to return type 'String?'
}

func givesAnAddressAway(_ address: Sealed<String>) -> any Encodable {
  address  // error: return expression of type 'Sealed<String>' does not conform to 'Encodable'
}
