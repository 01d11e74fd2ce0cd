import IntentSource

/// `when trigger as i { … }`.
public struct WhenItem: Hashable, Sendable {
  public let trigger: Trigger
  /// `as i`: the subject's name in the block.
  public let binder: Name?
  public let body: [StatementID]

  public init(trigger: Trigger, binder: Name?, body: [StatementID]) {
    self.trigger = trigger
    self.binder = binder
    self.body = body
  }
}

/// What a `when` waits for.
public enum Trigger: Hashable, Sendable {
  /// `interaction.created`, `invoice_paid`, `acknowledge_to_rep.done`.
  case event(Path)
  /// `alert.unacknowledged for 4h`.
  case lasting(Path, ExprID)
  /// `24h before appointment.starts`.
  case before(ExprID, Path)
  /// `24h after appointment.starts`.
  case after(ExprID, Path)
  /// `intent.evolved`.
  case evolved
  /// What could not be read; it has been reported.
  case error
}

/// `every period at time { … }`.
public struct ScheduleItem: Hashable, Sendable {
  public let period: SchedulePeriod
  public let at: ExprID?
  public let body: [StatementID]

  public init(period: SchedulePeriod, at: ExprID?, body: [StatementID]) {
    self.period = period
    self.at = at
    self.body = body
  }
}

/// How often an `every` comes round.
public enum SchedulePeriod: Hashable, Sendable {
  case unit(CalendarUnit)
  case weekday(Weekday)
  /// `every 15m`; a duration or a hole.
  case interval(ExprID)
}

/// `action name(parameters) emits event`.
public struct ActionItem: Hashable, Sendable {
  public let name: Name
  public let parameters: [Parameter]
  public let emits: Name?

  public init(name: Name, parameters: [Parameter], emits: Name?) {
    self.name = name
    self.parameters = parameters
    self.emits = emits
  }
}

/// `workflow name on entity.field { … }`.
public struct WorkflowItem: Hashable, Sendable {
  public let name: Name
  public let on: Path
  public let initial: [Name]
  public let final: [Name]
  public let transitions: [WorkflowTransition]

  public init(name: Name, on: Path, initial: [Name], final: [Name], transitions: [WorkflowTransition]) {
    self.name = name
    self.on = on
    self.initial = initial
    self.final = final
    self.transitions = transitions
  }
}

/// `a | b -> c | d if condition by role, role`.
public struct WorkflowTransition: Hashable, Sendable {
  public let from: [Name]
  public let to: [Name]
  public let condition: ExprID?
  public let by: [Name]
  public let doc: DocComment?
  public let span: Span

  public init(from: [Name], to: [Name], condition: ExprID?, by: [Name], doc: DocComment?, span: Span) {
    self.from = from
    self.to = to
    self.condition = condition
    self.by = by
    self.doc = doc
    self.span = span
  }
}

/// `mutation name(parameters) by role { … }`.
public struct MutationItem: Hashable, Sendable {
  public let name: Name
  public let parameters: [Parameter]
  public let by: [Name]
  public let body: [StatementID]

  public init(name: Name, parameters: [Parameter], by: [Name], body: [StatementID]) {
    self.name = name
    self.parameters = parameters
    self.by = by
    self.body = body
  }
}

/// `query name(parameters) by role = expr`.
public struct QueryItem: Hashable, Sendable {
  public let name: Name
  public let parameters: [Parameter]
  public let by: [Name]
  public let value: ExprID

  public init(name: Name, parameters: [Parameter], by: [Name], value: ExprID) {
    self.name = name
    self.parameters = parameters
    self.by = by
    self.value = value
  }
}

/// `view name for role { show: … }`.
public struct ViewItem: Hashable, Sendable {
  public let name: Name
  public let roles: [Name]
  public let shows: [Show]

  public init(name: Name, roles: [Name], shows: [Show]) {
    self.name = name
    self.roles = roles
    self.shows = shows
  }
}

/// `show: expr columns a, b`.
public struct Show: Hashable, Sendable {
  public let value: ExprID
  public let columns: [Name]
  public let doc: DocComment?
  public let span: Span

  public init(value: ExprID, columns: [Name], doc: DocComment?, span: Span) {
    self.value = value
    self.columns = columns
    self.doc = doc
    self.span = span
  }
}

/// `projection name into …`.
public struct ProjectionItem: Hashable, Sendable {
  public let name: Name
  public let form: ProjectionForm

  public init(name: Name, form: ProjectionForm) {
    self.name = name
    self.form = form
  }
}

/// What a projection is made of.
public enum ProjectionForm: Hashable, Sendable {
  /// `tables { customer, deal }`.
  case tables([Name])
  /// `graph { node customer  edge deal.company }`.
  case graph(nodes: [Name], edges: [Path])
}

/// `binding name provides a, b { … }`.
public struct BindingItem: Hashable, Sendable {
  public let name: Name
  public let provides: [Name]
  public let entities: [BoundEntity]

  public init(name: Name, provides: [Name], entities: [BoundEntity]) {
    self.name = name
    self.provides = provides
    self.entities = entities
  }
}

/// `customer from "customers" { ours: theirs, … }`.
public struct BoundEntity: Hashable, Sendable {
  public let entity: Name
  public let source: TextLiteral
  public let fields: [BoundField]
  public let doc: DocComment?
  public let span: Span

  public init(entity: Name, source: TextLiteral, fields: [BoundField], doc: DocComment?, span: Span) {
    self.entity = entity
    self.source = source
    self.fields = fields
    self.doc = doc
    self.span = span
  }
}

/// `ours: theirs`.
public struct BoundField: Hashable, Sendable {
  public let ours: Name
  public let theirs: Path

  public init(ours: Name, theirs: Path) {
    self.ours = ours
    self.theirs = theirs
  }
}
