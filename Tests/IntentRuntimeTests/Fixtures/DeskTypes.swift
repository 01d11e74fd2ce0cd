// What the compiler generates, in shape, from a small system with entities:
//
//   system "desk" {
//     threshold churn_warning = below 45      threshold churn_critical = below 20
//     derive engagement(customer) -> { trend: decimal }
//     entity customer { has: name: text, has_account_manager: bool }
//     entity interaction { belongs_to: customer  immutable: true  has: type: kind, sentiment: sentiment, timestamp: timestamp }
//     entity alert { belongs_to: customer  has: status: unacknowledged | acknowledged }
//     event manager_acknowledgment { customer: customer }
//     when interaction.created { … }      # below, as rules
//     when alert.created { must: reserve(alert) undo: release(alert)  must: charge(alert) retry: 2
//                          could: note(alert) within: 1h unless: alert is acknowledged }
//     when alert.unacknowledged for 4h { must: re_alert(alert) within: 10m }
//     every day at 09:00 { should: review }
//   }
import IntentRuntime

public nonisolated enum Desk {}

extension Desk {
  public enum Sentiment: String, ChoiceValue { case positive, neutral, negative }
  public enum Kind: String, ChoiceValue { case call, mail }
  public enum AlertStatus: String, ChoiceValue { case unacknowledged, acknowledged }
  public enum Reason: String, ChoiceValue { case churnRiskRising = "churn_risk_rising" }
}

// MARK: - entities

extension Desk {
  public struct Customer: Entity, Hashable {
    public typealias ID = EntityID<Customer>
    public static var entityName: String { "customer" }
    public let id: ID
    public var name: String
    public var hasAccountManager: Bool

    public init(id: ID, name: String, hasAccountManager: Bool = false) {
      self.id = id
      self.name = name
      self.hasAccountManager = hasAccountManager
    }
    public init(from payload: PayloadReader) {
      id = payload.field("id")
      name = payload.field("name")
      hasAccountManager = payload.field("has_account_manager")
    }
    public func visit(_ fields: inout some FieldVisitor) {
      fields.field("id", id)
      fields.field("name", name)
      fields.field("has_account_manager", hasAccountManager)
    }
  }

  public struct Interaction: Entity, Hashable {
    public typealias ID = EntityID<Interaction>
    public static var entityName: String { "interaction" }
    public let id: ID
    public let customer: Customer.ID
    public let type: Kind
    public let sentiment: Sentiment
    public let timestamp: Timestamp

    public init(id: ID, customer: Customer.ID, type: Kind, sentiment: Sentiment, timestamp: Timestamp = .recorded) {
      self.id = id
      self.customer = customer
      self.type = type
      self.sentiment = sentiment
      self.timestamp = timestamp
    }
    public init(from payload: PayloadReader) {
      id = payload.field("id")
      customer = payload.field("customer")
      type = payload.field("type")
      sentiment = payload.field("sentiment")
      timestamp = payload.field("timestamp")
    }
    public func visit(_ fields: inout some FieldVisitor) {
      fields.field("id", id)
      fields.field("customer", customer)
      fields.field("type", type)
      fields.field("sentiment", sentiment)
      fields.field("timestamp", timestamp)
    }
  }

  public struct Alert: Entity, Hashable {
    public typealias ID = EntityID<Alert>
    public static var entityName: String { "alert" }
    public let id: ID
    public let customer: Customer.ID
    public var status: AlertStatus

    public init(id: ID, customer: Customer.ID, status: AlertStatus = .unacknowledged) {
      self.id = id
      self.customer = customer
      self.status = status
    }
    public init(from payload: PayloadReader) {
      id = payload.field("id")
      customer = payload.field("customer")
      status = payload.field("status")
    }
    public func visit(_ fields: inout some FieldVisitor) {
      fields.field("id", id)
      fields.field("customer", customer)
      fields.field("status", status)
    }
  }
}

// MARK: - actions

extension Desk {
  public enum Action: ActionValue, Hashable {
    case updateEngagementScore(Customer.ID)
    case acknowledgeToRep(Interaction.ID)
    case alertRep(Customer.ID, Reason, actionable: Bool)
    case logAlertEvent
    case notifyAccountManager(Customer.ID)
    case awaitManagerAcknowledgment
    case escalateToSalesDirector(Customer.ID)
    case reserve(Alert.ID)
    case release(Alert.ID)
    case charge(Alert.ID)
    case note(Alert.ID)
    case reAlert(Alert.ID)
    case review

    public static let names = [
      "update_engagement_score", "acknowledge_to_rep", "alert_rep", "log_alert_event", "notify_account_manager",
      "await_manager_acknowledgment", "escalate_to_sales_director", "reserve", "release", "charge", "note", "re_alert", "review",
    ]
    public var name: String { Self.names[index] }

    public var index: Int {
      switch self {
      case .updateEngagementScore: 0
      case .acknowledgeToRep: 1
      case .alertRep: 2
      case .logAlertEvent: 3
      case .notifyAccountManager: 4
      case .awaitManagerAcknowledgment: 5
      case .escalateToSalesDirector: 6
      case .reserve: 7
      case .release: 8
      case .charge: 9
      case .note: 10
      case .reAlert: 11
      case .review: 12
      }
    }

    public func visit(_ fields: inout some FieldVisitor) {
      switch self {
      case .updateEngagementScore(let customer), .notifyAccountManager(let customer), .escalateToSalesDirector(let customer):
        fields.field("customer", customer)
      case .acknowledgeToRep(let interaction): fields.field("interaction", interaction)
      case .alertRep(let customer, let reason, let actionable):
        fields.field("customer", customer)
        fields.field("reason", reason)
        fields.field("actionable", actionable)
      case .reserve(let alert), .release(let alert), .charge(let alert), .note(let alert), .reAlert(let alert):
        fields.field("alert", alert)
      case .logAlertEvent, .awaitManagerAcknowledgment, .review: break
      }
    }

    init?(named name: String, _ payload: PayloadReader) {
      switch name {
      case "update_engagement_score": self = .updateEngagementScore(payload.field("customer"))
      case "acknowledge_to_rep": self = .acknowledgeToRep(payload.field("interaction"))
      case "alert_rep":
        self = .alertRep(
          payload.field("customer"), payload.field("reason"), actionable: payload.field("actionable"))
      case "log_alert_event": self = .logAlertEvent
      case "notify_account_manager": self = .notifyAccountManager(payload.field("customer"))
      case "escalate_to_sales_director": self = .escalateToSalesDirector(payload.field("customer"))
      case "reserve": self = .reserve(payload.field("alert"))
      case "release": self = .release(payload.field("alert"))
      case "charge": self = .charge(payload.field("alert"))
      case "note": self = .note(payload.field("alert"))
      case "re_alert": self = .reAlert(payload.field("alert"))
      case "review": self = .review
      default: return nil
      }
    }
  }
}

// MARK: - events

extension Desk {
  public enum Event: SystemEvent, Hashable {
    case customerCreated(Customer)
    case interactionCreated(Interaction)
    case alertCreated(Alert)
    case alertAcknowledged(Alert.ID)
    case managerAcknowledgment(Customer.ID)
    case done(Action)
    case retired(RawEvent)

    public var type: String {
      switch self {
      case .customerCreated: "customer.created"
      case .interactionCreated: "interaction.created"
      case .alertCreated: "alert.created"
      case .alertAcknowledged: "alert.entered_acknowledged"
      case .managerAcknowledgment: "manager_acknowledgment"
      case .done(let action): "\(action.name).done"
      case .retired(let raw): raw.type
      }
    }

    public var subject: String? {
      switch self {
      case .customerCreated(let customer): customer.id.reference.description
      case .interactionCreated(let interaction): interaction.id.reference.description
      case .alertCreated(let alert): alert.id.reference.description
      case .alertAcknowledged(let id): id.reference.description
      case .managerAcknowledgment, .done: nil
      case .retired(let raw): raw.subject
      }
    }

    public func visit(_ fields: inout some FieldVisitor) {
      switch self {
      case .customerCreated(let customer): customer.visit(&fields)
      case .interactionCreated(let interaction): interaction.visit(&fields)
      case .alertCreated(let alert): alert.visit(&fields)
      case .alertAcknowledged(let id): fields.field("id", id)
      case .managerAcknowledgment(let customer): fields.field("customer", customer)
      case .done(let action): action.visit(&fields)
      case .retired: break
      }
    }

    public init(type: String, subject: String?, payload: PayloadReader) {
      switch type {
      case "customer.created": self = .customerCreated(Customer(from: payload))
      case "interaction.created": self = .interactionCreated(Interaction(from: payload))
      case "alert.created": self = .alertCreated(Alert(from: payload))
      case "alert.entered_acknowledged": self = .alertAcknowledged(payload.field("id"))
      case "manager_acknowledgment": self = .managerAcknowledgment(payload.field("customer"))
      default:
        if type.hasSuffix(".done"), let action = Action(named: String(type.dropLast(5)), payload) {
          self = .done(action)
        } else {
          self = .retired(RawEvent(type: type, subject: subject, payload: payload.bytes))
        }
      }
    }

    public var evidence: Action? { if case .done(let action) = self { action } else { nil } }

    public var awaited: [AwaitKey] {
      if case .managerAcknowledgment(let customer) = self { [AwaitKey(channel: 0, id: customer.raw)] } else { [] }
    }
  }
}
