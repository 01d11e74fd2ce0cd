import IntentRuntime

func takesItsOwnIdentity(_ deal: Desk.Deal) -> Desk.Deal.ID { deal.id }

func comparesTheRelation(_ customer: Desk.Customer, _ deal: Desk.Deal) -> Bool { deal.customer == customer.id }

func changesTheChangeable(_ customer: inout Desk.Customer) { customer.name = "other" }

func appendsAnUpdate(_ customer: Desk.Customer) -> Desk.Event { .customer(.updated(customer.id, [.name("other")])) }

func deletesWhatMayGo(_ customer: Desk.Customer) -> Desk.Event { .customer(.deleted(customer.id)) }

func makesADeal(_ customer: Desk.Customer.ID, _ rep: Desk.Rep.ID) -> Desk.Deal { Desk.Deal(id: 1, customer: customer, rep: rep) }

func makesANote(_ customer: Desk.Customer.ID) -> Desk.Note { Desk.Note(id: 1, customer: customer, text: "") }

func handsADealOver(_ deal: Desk.Deal.ID, to rep: Desk.Rep.ID) -> Desk.Event { .deal(.updated(deal, [.rep(rep)])) }

func knowsEveryKindOfEvent(_ event: Desk.Event) -> String {
  switch event {
  case .customer, .rep, .deal, .note: "entity"
  case .invoicePaid, .greeted, .done: "event"
  case .retired: "retired"
  }
}

func knowsEveryCase(_ priority: Desk.Priority) -> Int {
  switch priority {
  case .low: 0
  case .high: 1
  }
}

func addsMoney(_ customer: Desk.Customer) -> Money { customer.credit + Money(FixedDecimal(5)) }
