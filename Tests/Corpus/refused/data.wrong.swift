import IntentRuntime

// struct Customer, Customer.ID: identities of two entities do not mix.

func takesAnotherEntitysIdentity(_ customer: Desk.Customer) {
  let deal: Desk.Deal.ID = customer.id  // error: cannot assign value of type 'Desk.Customer.ID'
  _ = deal
}

func comparesIdentitiesOfTwoEntities(_ customer: Desk.Customer, _ deal: Desk.Deal) -> Bool {
  deal.id == customer.id  // error: conflicting arguments to generic parameter 'Self' ('Desk.Deal.ID' vs. 'Desk.Customer.ID')
}

// immutable: nothing of it changes, and it is not deleted.

func changesTheImmutable(_ note: inout Desk.Note) {
  note.text = "other"  // error: cannot assign to property: 'text' is a 'let' constant
}

func appendsAnUpdateOfTheImmutable(_ note: Desk.Note) -> Desk.Event {
  .note(.updated(note.id, []))  // error: has no member 'updated'
}

func deletesTheImmutable(_ note: Desk.Note) -> Desk.Event {
  .note(.deleted(note.id))  // error: has no member 'deleted'
}

// belongs_to: there from the first, and fixed.

func makesADealOfNobody(_ rep: Desk.Rep.ID) -> Desk.Deal {
  Desk.Deal(id: 1, rep: rep)  // error: missing argument for parameter 'customer'
}

func makesANoteOfNobody() -> Desk.Note {
  Desk.Note(id: 1, customer: nil, text: "")  // error: 'nil' is not compatible with expected argument type
}

func movesADealToAnotherCustomer(_ deal: Desk.Deal.ID, _ customer: Desk.Customer.ID) -> Desk.Event {
  .deal(.updated(deal, [.customer(customer)]))  // error: has no member 'customer'
}

// enum Event: who goes over what happens has said something of every kind.

func forgetsAKindOfEvent(_ event: Desk.Event) -> String {
  switch event {  // error: switch must be exhaustive
  case .customer, .rep, .deal: "entity"
  case .invoicePaid, .greeted, .done: "event"
  case .retired: "retired"
  }
}

func forgetsACaseOfAChoice(_ priority: Desk.Priority) -> Int {
  switch priority {  // error: switch must be exhaustive
  case .low: 0
  }
}

func inventsACase() -> Desk.Priority {
  .urgent  // error: has no member 'urgent'
}

// money and counts are not one another.

func addsMoneyToANumber(_ customer: Desk.Customer) -> Money {
  customer.credit + 5  // error: cannot convert value of type 'Int'
}
