import IntentIR

extension SystemContext {
  func aimName(_ number: Int) -> String { "aim" + reactionNames[number].prefix(1).uppercased() + reactionNames[number].dropFirst() }

  /// The functions that say when a timed reaction fires.
  func timerFunctions(_ number: Int) -> [Code] {
    let reaction = reactions[number]
    switch reaction.trigger {
    case .aged, .relative: return [instanceTimer(number)]
    case .schedule(let schedule): return [scheduleTimer(number, schedule)]
    default: return []
    }
  }

  /// The instant at which the reaction fires for an instance; nil where it does not.
  private func instanceTimer(_ number: Int) -> Code {
    let reaction = reactions[number]
    let parameters = reactionParameters(reaction)
    guard let entity = reaction.trigger.entity, let local = reaction.subject.flatMap({ parameters.writer.locals[$0] }) else {
      return .group([])
    }
    let instance = Value(code: local.name, form: .instance(entity))
    var lines: [Code] = []
    switch reaction.trigger {
    case .aged(_, let field, let state, let milliseconds):
      let declared = entities[entity]?.fields.first { $0.name == field }
      let stored = parameters.writer.fieldValue(instance, entity, field, declared?.type ?? .bool)
      let holds = parameters.writer.isIn(stored, state, declared)
      let column = "\(stateCode).\(changeTimeName(FieldKey(entity: entity, field: field)))"
      lines = [
        .line("guard \(condition(holds.code)), let since = \(column)[\(local.name).id] else { return nil }"),
        .line("return since + \(durationCode(milliseconds))"),
      ]
    case .relative(_, let field, let milliseconds):
      let declared = entities[entity]?.fields.first { $0.name == field }
      let stored = parameters.writer.fieldValue(instance, entity, field, declared?.type ?? .timestamp)
      let shift = milliseconds < 0 ? "- \(durationCode(-milliseconds))" : "+ \(durationCode(milliseconds))"
      let isDate = declared.map { base($0.type.unwrapped) == .date } ?? false
      func instant(_ code: String) -> String { isDate ? "moment.calendar.start(of: \(code)) \(shift)" : "\(code) \(shift)" }
      lines = [.line(stored.isOptional ? "\(stored.receiver).map { \(instant("$0")) }" : instant(stored.code))]
    default: break
    }
    return function(
      "func \(aimName(number))", parameters.declarations + ["_ world: World", "_ moment: Moment"], " -> Timestamp?", lines)
  }

  private func scheduleTimer(_ number: Int, _ schedule: ScheduleIR) -> Code {
    let reaction = reactions[number]
    let parameters = reactionParameters(reaction)
    var call = "moment.calendar.next(\(periodCode(schedule.period))"
    var result = "Timestamp"
    var body = ""
    if let at = schedule.at {
      var writer = parameters.writer
      // A schedule for each instance names the entity, whatever the subject is called.
      if let entity = schedule.perEntity, let subject = reaction.subject, writer.locals[entity] == nil {
        writer.locals[entity] = writer.locals[subject]
      }
      let time = writer.value(at)
      result = time.isOptional ? "Timestamp?" : "Timestamp"
      call += ", at: \(time.isOptional ? "$0" : time.spelled), after: time)"
      body = time.isOptional ? "\(time.receiver).map { \(call) }" : call
    } else {
      call += ", after: time)"
      body = call
    }
    return function(
      "func \(aimName(number))", parameters.declarations + ["after time: Timestamp", "_ moment: Moment"], " -> \(result)", [.line(body)])
  }

  private func periodCode(_ period: ScheduleIR.Period) -> String {
    switch period {
    case .hour: ".hour"
    case .day: ".day"
    case .week: ".week"
    case .month: ".month"
    case .year: ".year"
    case .weekday(let number): ".weekday(\(number))"
    case .milliseconds(let count): ".every(\(durationCode(count)))"
    }
  }

  /// The model's functions that set and fire timers; none where nothing is timed.
  var timerDispatch: [Code] {
    let timed = reactions.indices.filter { reactions[$0].trigger.isTimed }
    guard !timed.isEmpty else { return [] }
    return [aimAfterEvent(timed), firing(timed)] + aimAfterTimer(timed)
  }

  private func perInstance(of entity: String) -> [Int] {
    (reactionsByEntity[entity] ?? []).filter { reactions[$0].trigger.isTimed }
  }

  /// The call that gives the instant of the reaction for an instance.
  private func instant(_ number: Int, _ local: String) -> String {
    if case .schedule = reactions[number].trigger { return "\(aimName(number))(\(local), after: moment.now, moment)" }
    return "\(aimName(number))(\(local), world, moment)"
  }

  private func aimAfterEvent(_ timed: [Int]) -> Code {
    var cases: [Code] = []
    for entity in entitiesInSourceOrder {
      let own = perInstance(of: entity.name)
      guard !own.isEmpty else { continue }
      let caseName = Naming.escaped(names.entityCases[entity.name] ?? entity.name)
      let local = local(entity)
      cases += [
        .line("case .\(caseName)(.created(let \(local))):"),
        .indented(own.map { .line("timers.aim(\($0), \(local).id.raw, at: \(instant($0, local)))") }),
      ]
      if !entity.changeable.isEmpty {
        var lines: [Code] = [
          .line(
            "guard let \(local) = \(stateCode).\(names.table(entity.name))[id], "
              + "let was = \(stateCode).\(previousName(entity.name)).value else { return }")
        ]
        for number in own {
          lines.append(
            .line("if \(changed(number, entity, local)) { timers.aim(\(number), id.raw, at: \(instant(number, local))) }"))
        }
        cases += [.line("case .\(caseName)(.updated(let id, _)):"), .indented(lines)]
      }
      if !entity.isImmutable {
        cases += [
          .line("case .\(caseName)(.deleted(let id)):"), .indented(own.map { .line("timers.aim(\($0), id.raw, at: nil)") }),
        ]
      }
    }
    var start: [Code] = timed.filter { reactions[$0].trigger.entity == nil }.map {
      .line("timers.aim(\($0), nil, at: \(aimName($0))(after: moment.now, moment))")
    }
    for entity in entitiesInSourceOrder {
      let own = perInstance(of: entity.name)
      guard !own.isEmpty else { continue }
      let local = local(entity)
      // An instant that has passed was fired, or came before the reaction was written.
      let lines: [Code] = own.map { number in
        if case .schedule = reactions[number].trigger {
          return .line("timers.aim(\(number), \(local).id.raw, at: \(instant(number, local)))")
        }
        return .block(
          "if let time = \(instant(number, local)), time > moment.now", [.line("timers.aim(\(number), \(local).id.raw, at: time)")])
      }
      start.append(.block("for \(local) in \(stateCode).\(names.table(entity.name)).all", lines))
    }
    cases += [.line("case nil:"), .indented(start), .line("default: break")]
    return .block(
      "\(access) func aim<Sink: TimerSink>(after event: Event?, in world: World, at moment: Moment, into timers: inout Sink)",
      [.block("switch event", cases)])
  }

  /// The condition under which an update moves the timer.
  private func changed(_ number: Int, _ entity: EntityIR, _ local: String) -> String {
    let owner = "entity \(entity.name)"
    var fields: [String] = []
    switch reactions[number].trigger {
    case .aged(_, let field, _, _), .relative(_, let field, _): fields = [field]
    case .schedule(let schedule):
      schedule.at?.forEach { if case .field(_, entity.name, let name) = $0.kind, !fields.contains(name) { fields.append(name) } }
    default: break
    }
    let tests = entity.fields.filter { fields.contains($0.name) }.map {
      "\(openedMember($0, of: owner, on: local)) != \(openedMember($0, of: owner, on: "was"))"
    }
    return tests.isEmpty ? "false" : tests.joined(separator: " || ")
  }

  private func firing(_ timed: [Int]) -> Code {
    var cases: [Code] = []
    for number in timed {
      let reaction = reactions[number]
      let before = reaction.crossings.isEmpty ? "" : "[\(reaction.crossings.map { _ in "nil" }.joined(separator: ", "))], "
      var lines: [Code] = []
      var subject = ""
      if let entity = reaction.trigger.entity, let declared = entities[entity] {
        let local = local(declared)
        let table = "\(stateCode).\(names.table(entity))"
        lines.append(
          .line("guard let subject, let \(local) = \(table)[\(namespace).\(names.entity(entity)).ID(subject)] else { return }"))
        if reaction.subject != nil { subject = local + ", " }
      }
      lines += [
        .line("expect.begin(\(number))"), .line("\(reactionNames[number])(\(subject)world, \(before)moment, &expect)"),
      ]
      cases += [.line("case \(number):"), .indented(lines)]
    }
    return .group([
      .line("\(access) func consequences<Sink: ExpectationSink>("),
      .indented([.line("ofTimer reaction: Int, subject: Identifier?, in world: World, at moment: Moment, into expect: inout Sink")]),
      .block(") where Sink.Action == Action", [.block("switch reaction", cases + [.line("default: break")])]),
    ])
  }

  private func aimAfterTimer(_ timed: [Int]) -> [Code] {
    var cases: [Code] = []
    for number in timed {
      guard case .schedule = reactions[number].trigger else { continue }
      var lines: [Code] = []
      if let entity = reactions[number].trigger.entity, let declared = entities[entity] {
        let local = local(declared)
        let table = "\(stateCode).\(names.table(entity))"
        lines = [
          .line("guard let subject, let \(local) = \(table)[\(namespace).\(names.entity(entity)).ID(subject)] else { return }"),
          .line("timers.aim(\(number), subject, at: \(aimName(number))(\(local), after: moment.nominal, moment))"),
        ]
      } else {
        lines = [.line("timers.aim(\(number), nil, at: \(aimName(number))(after: moment.nominal, moment))")]
      }
      cases += [.line("case \(number):"), .indented(lines)]
    }
    guard !cases.isEmpty else { return [] }
    return [
      .group([
        .line("\(access) func aim<Sink: TimerSink>("),
        .indented([
          .line("afterTimer reaction: Int, subject: Identifier?, in world: World, at moment: Moment, into timers: inout Sink")
        ]),
        .block(")", [.block("switch reaction", cases + [.line("default: break")])]),
      ])
    ]
  }
}
