// What the compiler generates, in shape, from:
//
//   system "w1" {
//     event interaction_created { interaction: int, customer: int }
//     action update_engagement(customer: int) emits engagement_updated
//     action acknowledge(interaction: int) emits acknowledged
//     when interaction_created {
//       must: update_engagement(interaction_created.customer) within: 5s
//       must: acknowledge(interaction_created.interaction) within: 5s
//     }
//   }
import IntentRuntime

public nonisolated enum W1 {}

// MARK: - events

extension W1 {
  public nonisolated struct InteractionCreated: RecordValue, Hashable {
    public let interaction: Int
    public let customer: Int

    public init(interaction: Int, customer: Int) {
      self.interaction = interaction
      self.customer = customer
    }

    public init(from payload: PayloadReader) {
      interaction = payload.field("interaction")
      customer = payload.field("customer")
    }

    public func visit(_ fields: inout some FieldVisitor) {
      fields.field("interaction", interaction)
      fields.field("customer", customer)
    }
  }

  public nonisolated enum Event: SystemEvent, Hashable {
    case interactionCreated(InteractionCreated)
    case engagementUpdated(UpdateEngagement)
    case acknowledged(Acknowledge)
    case retired(RawEvent)

    public var type: String {
      switch self {
      case .interactionCreated: "interaction_created"
      case .engagementUpdated: "engagement_updated"
      case .acknowledged: "acknowledged"
      case .retired(let raw): raw.type
      }
    }

    public var subject: String? {
      if case .retired(let raw) = self { raw.subject } else { nil }
    }

    public func visit(_ fields: inout some FieldVisitor) {
      switch self {
      case .interactionCreated(let event): event.visit(&fields)
      case .engagementUpdated(let event): event.visit(&fields)
      case .acknowledged(let event): event.visit(&fields)
      case .retired: break
      }
    }

    public init(type: String, subject: String?, payload: PayloadReader) {
      switch type {
      case "interaction_created": self = .interactionCreated(InteractionCreated(from: payload))
      case "engagement_updated": self = .engagementUpdated(UpdateEngagement(from: payload))
      case "acknowledged": self = .acknowledged(Acknowledge(from: payload))
      default: self = .retired(RawEvent(type: type, subject: subject, payload: payload.bytes))
      }
    }

    public var evidence: Action? {
      switch self {
      case .engagementUpdated(let event): .updateEngagement(event)
      case .acknowledged(let event): .acknowledge(event)
      case .interactionCreated, .retired: nil
      }
    }
  }
}

// MARK: - actions

extension W1 {
  public nonisolated struct UpdateEngagement: RecordValue, Hashable {
    public let customer: Int

    public init(customer: Int) { self.customer = customer }
    public init(from payload: PayloadReader) { customer = payload.field("customer") }
    public func visit(_ fields: inout some FieldVisitor) { fields.field("customer", customer) }
  }

  public nonisolated struct Acknowledge: RecordValue, Hashable {
    public let interaction: Int

    public init(interaction: Int) { self.interaction = interaction }
    public init(from payload: PayloadReader) { interaction = payload.field("interaction") }
    public func visit(_ fields: inout some FieldVisitor) { fields.field("interaction", interaction) }
  }

  public nonisolated enum Action: ActionValue, Hashable {
    case updateEngagement(UpdateEngagement)
    case acknowledge(Acknowledge)

    public var name: String {
      switch self {
      case .updateEngagement: "update_engagement"
      case .acknowledge: "acknowledge"
      }
    }

    public var index: Int {
      switch self {
      case .updateEngagement: 0
      case .acknowledge: 1
      }
    }

    public func visit(_ fields: inout some FieldVisitor) {
      switch self {
      case .updateEngagement(let action): action.visit(&fields)
      case .acknowledge(let action): action.visit(&fields)
      }
    }
  }

  public nonisolated protocol Handlers: Sendable {
    func updateEngagement(_ action: UpdateEngagement, _ work: Work) async throws -> Outcome<UpdateEngagement>
    func acknowledge(_ action: Acknowledge, _ work: Work) async throws -> Outcome<Acknowledge>
  }
}

// MARK: - the system

extension W1 {
  public static let specification = Specification(
    name: "w1", declarations: "00000000000000000000000000000001", reactions: [whenInteractionCreated])

  public nonisolated struct State: Journaled {
    public init() {}

    public mutating func visit(_ stores: inout some StoreVisitor) {}
  }

  public nonisolated struct Model: SpecifiedSystem {
    public let handlers: any Handlers

    public init(handlers: any Handlers) { self.handlers = handlers }

    public static var specification: Specification { W1.specification }
    public var emptyWorld: State { State() }

    public func apply(_ event: Event, to world: inout State, at moment: Moment) throws(LogError) {}

    public func consequences<Sink: ExpectationSink>(
      of event: Event, in world: State, before: [FixedDecimal?], at moment: Moment, into expect: inout Sink
    ) where Sink.Action == Action {
      switch event {
      case .interactionCreated(let interactionCreated):
        expect.begin(0)
        whenInteractionCreated(interactionCreated, world, moment, &expect)
      case .engagementUpdated, .acknowledged, .retired: break
      }
    }

    public func handling(of action: Action) -> Handling<Event> {
      switch action {
      case .updateEngagement(let arguments):
        Handling(arguments, emits: Event.engagementUpdated) { [handlers] in try await handlers.updateEngagement($0, $1) }
      case .acknowledge(let arguments):
        Handling(arguments, emits: Event.acknowledged) { [handlers] in try await handlers.acknowledge($0, $1) }
      }
    }
  }
}

// MARK: - when interaction_created

extension W1 {
  static let whenInteractionCreated = Reaction(
    trigger: "interaction_created", meaning: "00000000000000000000000000000002", file: "w1.intent", line: 5,
    rules: [
      Rule(.must, "update_engagement(interaction_created.customer)", id: 0xA1, within: .seconds(5), line: 6),
      Rule(.must, "acknowledge(interaction_created.interaction)", id: 0xA2, within: .seconds(5), line: 7),
    ])
}

extension W1.Model {
  func whenInteractionCreated(
    _ interactionCreated: W1.InteractionCreated, _ world: W1.State, _ moment: Moment,
    _ expect: inout some ExpectationSink<W1.Action>
  ) {
    expect.expect(0, .updateEngagement(W1.UpdateEngagement(customer: interactionCreated.customer)))
    expect.expect(1, .acknowledge(W1.Acknowledge(interaction: interactionCreated.interaction)))
  }
}
