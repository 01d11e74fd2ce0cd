import IntentSource

extension TreeDump {
  mutating func system(_ system: SystemBlock) {
    line("\(text(system.doc))system \(text(system.name))\(optional("version", system.version) { "\($0.number)" })")
    nested { dump in for item in system.items { dump.item(dump.tree[item]) } }
  }

  private mutating func item(_ item: Item) {
    let head = text(item.doc)
    let tail = text(item.renames)
    switch item.kind {
    case .entity(let entity):
      line("\(head)entity \(text(entity.name))\(optional("plural", entity.plural, text))\(tail)")
      nested { dump in for member in entity.members { dump.member(dump.tree[member]) } }
    case .when(let when):
      line("\(head)when \(text(when.trigger))\(optional("as", when.binder, text))\(tail)")
      statements(when.body)
    case .schedule(let schedule):
      line("\(head)every \(text(schedule.period))\(optional("at", schedule.at, text))\(tail)")
      statements(schedule.body)
    case .always(let body):
      line("\(head)always\(tail)")
      statements(body)
    case .mutation(let mutation):
      line("\(head)mutation \(text(mutation.name))\(text(mutation.parameters))\(optional("by", mutation.by))\(tail)")
      statements(mutation.body)
    case .capability(let capability):
      let lists = optional("accepts", capability.accepts) + optional("produces", capability.produces)
      line("\(head)capability \(text(capability.name))\(lists)\(tail)")
      nested { dump in
        for property in capability.properties {
          dump.line("\(dump.text(property.doc))property \(dump.text(property.name))\(dump.optional("unless", property.unless, dump.text))")
        }
      }
    case .workflow(let workflow):
      let ends = "initial \(text(workflow.initial)) final \(text(workflow.final))"
      line("\(head)workflow \(text(workflow.name)) on \(text(workflow.on)) \(ends)\(tail)")
      nested { dump in for transition in workflow.transitions { dump.transition(transition) } }
    case .role(let role):
      line("\(head)role \(text(role.name))\(optional("is", role.entity, text))\(tail)")
      nested { dump in for grant in role.grants { dump.grant(grant) } }
    case .view(let view):
      line("\(head)view \(text(view.name)) for \(text(view.roles))\(tail)")
      nested { dump in
        for show in view.shows { dump.line("\(dump.text(show.doc))show \(dump.text(show.value))\(dump.optional("columns", show.columns))") }
      }
    case .binding(let binding):
      line("\(head)binding \(text(binding.name)) provides \(text(binding.provides))\(tail)")
      nested { dump in for entity in binding.entities { dump.boundEntity(entity) } }
    default: line(head + oneLine(item.kind) + tail)
    }
  }

  /// The items without a body.
  private func oneLine(_ kind: ItemKind) -> String {
    switch kind {
    case .timeZone(let zone): "time_zone \(text(zone))"
    case .retired(let names): "retired \(text(names))"
    case .weakens(let name, let reason): "weakens \(text(name)) because \(text(reason))"
    case .type(let type): "type \(text(type.name)) \(text(type.type))"
    case .event(let event): "event \(text(event.name)) \(text(event.fields))"
    case .threshold(let threshold): "threshold \(text(threshold.name)) \(threshold.direction) \(text(threshold.value))"
    case .derive(let derive):
      "derive \(text(derive.name))\(text(derive.parameters))\(optional("->", derive.result, text))\(optional("=", derive.body, text))"
    case .metric(let metric): "metric \(text(metric.name))\(optional(":", metric.type, text)) \(text(metric.value))"
    case .invariant(let invariant): text(invariant)
    case .optimise(let optimise): "optimise \(text(optimise.quantity)) \(text(optimise.goal))"
    case .protect(let paths): "protect \(text(paths))"
    case .action(let action): "action \(text(action.name))\(text(action.parameters))\(optional("emits", action.emits, text))"
    case .permission(let permission): "permission \(text(permission.name))\(optional("granted", permission.grantedBy))"
    case .query(let query): "query \(text(query.name))\(text(query.parameters))\(optional("by", query.by)) \(text(query.value))"
    case .projection(let projection): "projection \(text(projection.name)) \(text(projection.form))"
    case .agents(let settings): "agents" + settings.map { " \(text($0.name)): \(text($0.value))" }.joined()
    default: "<error>"
    }
  }

  private func text(_ invariant: InvariantItem) -> String {
    let head = "invariant \(text(invariant.name))\(invariant.covers.isEmpty ? "" : " covers \(text(invariant.covers))")"
    let attested = invariant.attested ? " attested" : ""
    switch invariant.claim {
    case .named: return head + attested
    case .condition(let condition): return head + attested + " : " + text(condition)
    case .bound(let op, let bound): return head + " \(op.text) " + text(bound)
    }
  }

  private func text(_ goal: OptimiseGoal) -> String {
    switch goal {
    case .within(let target): "within \(text(target))"
    case .minimise: "minimise"
    case .maximise: "maximise"
    case .bound(let op, let bound): "\(op.text) \(text(bound))"
    case .level(let name): "level \(text(name))"
    }
  }

  private func text(_ form: ProjectionForm) -> String {
    switch form {
    case .tables(let tables): "tables \(text(tables))"
    case .graph(let nodes, let edges): "graph nodes \(text(nodes)) edges \(text(edges))"
    }
  }

  private func text(_ trigger: Trigger) -> String {
    switch trigger {
    case .event(let path): text(path)
    case .lasting(let path, let duration): "(for \(text(path)) \(text(duration)))"
    case .before(let offset, let path): "(before \(text(offset)) \(text(path)))"
    case .after(let offset, let path): "(after \(text(offset)) \(text(path)))"
    case .evolved: "intent.evolved"
    case .error: "<error>"
    }
  }

  private func text(_ period: SchedulePeriod) -> String {
    switch period {
    case .unit(let unit): unit.text
    case .weekday(let day): day.text
    case .interval(let duration): text(duration)
    }
  }

  private mutating func transition(_ transition: WorkflowTransition) {
    let states = "\(text(transition.from)) -> \(text(transition.to))"
    line("\(text(transition.doc))\(states)\(optional("if", transition.condition, text))\(optional("by", transition.by))")
  }

  private mutating func grant(_ grant: Grant) {
    switch grant.kind {
    case .read(let entities, let condition): line("\(text(grant.doc))can read \(text(entities))\(optional("where", condition, text))")
    case .call(let names): line("\(text(grant.doc))can \(text(names))")
    }
  }

  private mutating func boundEntity(_ entity: BoundEntity) {
    let fields = entity.fields.map { "\(text($0.ours)): \(text($0.theirs))" }.joined(separator: ", ")
    line("\(text(entity.doc))\(text(entity.entity)) from \(text(entity.source)) {\(fields)}")
  }

  private mutating func member(_ member: EntityMember) {
    let head = text(member.doc)
    switch member.kind {
    case .error: line(head + "<error>")
    case .has(let fields): line("\(head)has \(text(fields))")
    case .belongsTo(let name, let entity): line("\(head)belongs_to \(name.map { text($0) } ?? "_") \(text(entity))")
    case .partOf(let name, let entity): line("\(head)part_of \(name.map { text($0) } ?? "_") \(text(entity))")
    case .key(let names): line("\(head)key \(text(names))")
    case .unique(let names, let condition): line("\(head)unique \(text(names))\(optional("where", condition, text))")
    case .personal(let names): line("\(head)personal \(text(names))")
    case .rule(let name, let condition): line("\(head)rule \(text(name))\(optional(":", condition, text))")
    case .immutable(let value): line("\(head)immutable \(value)")
    case .retired(let names): line("\(head)retired \(text(names))")
    case .convert(let field, let old, let value): line("\(head)convert \(text(field)) from \(text(old)) = \(text(value))")
    case .noOverlap(let start, let end, let per, let condition):
      line("\(head)no_overlap \(text(start))..\(text(end))\(optional("per", per))\(optional("where", condition, text))")
    case .was(let renames): line(head + "renamed" + text(renames))
    }
  }

  // MARK: - Statements

  private mutating func statements(_ body: NodeList<StatementID>) {
    nested { dump in for statement in body { dump.statement(dump.tree[statement]) } }
  }

  private mutating func statement(_ statement: Statement) {
    let head = text(statement.doc)
    switch statement.kind {
    case .error: line(head + "<error>")
    case .consequence(let obligation, let id): line("\(head)\(obligation) \(text(id))")
    case .if(let branch):
      line("\(head)if \(text(branch.condition))")
      statements(branch.then)
      if let otherwise = branch.otherwise {
        line("else")
        statements(otherwise)
      }
    case .forEach(let loop):
      line("\(head)for \(text(loop.name))\(optional("in", loop.collection, text))\(optional("with", loop.condition, text))")
      statements(loop.body)
    case .assert(let condition, let modifiers): line("\(head)assert \(text(condition))\(text(modifiers))")
    case .backfillPolicy(let policy): line("\(head)backfill_policy \(text(policy))")
    case .require(let condition, let refusal): line("\(head)require \(text(condition))\(optional("else", refusal, text))")
    case .create(let entity, let arguments, let binder):
      line("\(head)create (\(text(entity))\(text(arguments)))\(optional("as", binder, text))")
    case .update(let target, let arguments): line("\(head)update (\(text(target))\(text(arguments)))")
    case .move(let target, let state): line("\(head)move \(text(target)) to \(text(state))")
    case .delete(let target): line("\(head)delete \(text(target))")
    case .emit(let event, let arguments): line("\(head)emit (\(text(event))\(text(arguments)))")
    }
  }

  private func text(_ id: ConsequenceID) -> String {
    let consequence = tree[id]
    return text(consequence.action) + text(consequence.modifiers)
  }

  private func text(_ action: ActionCall) -> String { "(\(text(action.name))\(text(action.arguments)))" }

  private func text(_ modifiers: NodeList<Modifier>) -> String {
    modifiers.map { modifier in
      switch modifier.kind {
      case .within(let limit): " within \(text(limit))"
      case .retry(let count): " retry \(text(count))"
      case .requires(let permission): " requires \(text(permission))"
      case .unless(let condition): " unless \(text(condition))"
      case .undo(let action): " undo \(text(action))"
      case .fallback(let next): " fallback [\(text(next))]"
      }
    }.joined()
  }
}
