import IntentSource

/// `when trigger as i { … }`.
public struct WhenItem: Hashable, Sendable, BitwiseCopyable {
  public let trigger: Trigger
  /// `as i`: the subject's name in the block.
  public let binder: Name?
  public let body: NodeList<StatementID>

  public init(trigger: Trigger, binder: Name?, body: NodeList<StatementID>) {
    self.trigger = trigger
    self.binder = binder
    self.body = body
  }
}

/// What a `when` waits for.
public enum Trigger: Hashable, Sendable, BitwiseCopyable {
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
public struct ScheduleItem: Hashable, Sendable, BitwiseCopyable {
  public let period: SchedulePeriod
  public let at: ExprID?
  public let body: NodeList<StatementID>

  public init(period: SchedulePeriod, at: ExprID?, body: NodeList<StatementID>) {
    self.period = period
    self.at = at
    self.body = body
  }
}

/// How often an `every` comes round.
public enum SchedulePeriod: Hashable, Sendable, BitwiseCopyable {
  case unit(CalendarUnit)
  case weekday(Weekday)
  /// `every 15m`; a duration or a hole.
  case interval(ExprID)
}

/// `action name(parameters) emits event`.
public struct ActionItem: Hashable, Sendable, BitwiseCopyable {
  public let name: Name
  public let parameters: NodeList<Parameter>
  public let emits: Name?

  public init(name: Name, parameters: NodeList<Parameter>, emits: Name?) {
    self.name = name
    self.parameters = parameters
    self.emits = emits
  }
}

/// `workflow name on entity.field { … }`.
public struct WorkflowItem: Hashable, Sendable, BitwiseCopyable {
  public let name: Name
  public let on: Path
  public let initial: NodeList<Name>
  public let final: NodeList<Name>
  public let transitions: NodeList<WorkflowTransition>

  public init(name: Name, on: Path, initial: NodeList<Name>, final: NodeList<Name>, transitions: NodeList<WorkflowTransition>) {
    self.name = name
    self.on = on
    self.initial = initial
    self.final = final
    self.transitions = transitions
  }
}

/// `a | b -> c | d if condition by role, role`.
public struct WorkflowTransition: Hashable, Sendable, BitwiseCopyable {
  public let from: NodeList<Name>
  public let to: NodeList<Name>
  public let condition: ExprID?
  public let by: NodeList<Name>
  public let doc: DocComment?
  public let span: Span

  public init(from: NodeList<Name>, to: NodeList<Name>, condition: ExprID?, by: NodeList<Name>, doc: DocComment?, span: Span) {
    self.from = from
    self.to = to
    self.condition = condition
    self.by = by
    self.doc = doc
    self.span = span
  }
}

/// `mutation name(parameters) by role { … }`.
public struct MutationItem: Hashable, Sendable, BitwiseCopyable {
  public let name: Name
  public let parameters: NodeList<Parameter>
  public let by: NodeList<Name>
  public let body: NodeList<StatementID>

  public init(name: Name, parameters: NodeList<Parameter>, by: NodeList<Name>, body: NodeList<StatementID>) {
    self.name = name
    self.parameters = parameters
    self.by = by
    self.body = body
  }
}

/// `query name(parameters) by role = expr`.
public struct QueryItem: Hashable, Sendable, BitwiseCopyable {
  public let name: Name
  public let parameters: NodeList<Parameter>
  public let by: NodeList<Name>
  public let value: ExprID

  public init(name: Name, parameters: NodeList<Parameter>, by: NodeList<Name>, value: ExprID) {
    self.name = name
    self.parameters = parameters
    self.by = by
    self.value = value
  }
}

/// `view name for role { show: … }`.
public struct ViewItem: Hashable, Sendable, BitwiseCopyable {
  public let name: Name
  public let roles: NodeList<Name>
  public let shows: NodeList<Show>

  public init(name: Name, roles: NodeList<Name>, shows: NodeList<Show>) {
    self.name = name
    self.roles = roles
    self.shows = shows
  }
}

/// `show: expr columns a, b`.
public struct Show: Hashable, Sendable, BitwiseCopyable {
  public let value: ExprID
  public let columns: NodeList<Name>
  public let doc: DocComment?
  public let span: Span

  public init(value: ExprID, columns: NodeList<Name>, doc: DocComment?, span: Span) {
    self.value = value
    self.columns = columns
    self.doc = doc
    self.span = span
  }
}

/// `projection name into …`.
public struct ProjectionItem: Hashable, Sendable, BitwiseCopyable {
  public let name: Name
  public let form: ProjectionForm

  public init(name: Name, form: ProjectionForm) {
    self.name = name
    self.form = form
  }
}

/// What a projection is made of.
public enum ProjectionForm: Hashable, Sendable, BitwiseCopyable {
  /// `tables { customer, deal }`.
  case tables(NodeList<Name>)
  /// `graph { node customer  edge deal.company }`.
  case graph(nodes: NodeList<Name>, edges: NodeList<Path>)
}

/// `binding name provides a, b { … }`.
public struct BindingItem: Hashable, Sendable, BitwiseCopyable {
  public let name: Name
  public let provides: NodeList<Name>
  public let entities: NodeList<BoundEntity>

  public init(name: Name, provides: NodeList<Name>, entities: NodeList<BoundEntity>) {
    self.name = name
    self.provides = provides
    self.entities = entities
  }
}

/// `customer from "customers" { ours: theirs, … }`.
public struct BoundEntity: Hashable, Sendable, BitwiseCopyable {
  public let entity: Name
  public let source: TextLiteral
  public let fields: NodeList<BoundField>
  public let doc: DocComment?
  public let span: Span

  public init(entity: Name, source: TextLiteral, fields: NodeList<BoundField>, doc: DocComment?, span: Span) {
    self.entity = entity
    self.source = source
    self.fields = fields
    self.doc = doc
    self.span = span
  }
}

/// `ours: theirs`.
public struct BoundField: Hashable, Sendable, BitwiseCopyable {
  public let ours: Name
  public let theirs: Path

  public init(ours: Name, theirs: Path) {
    self.ours = ours
    self.theirs = theirs
  }
}
