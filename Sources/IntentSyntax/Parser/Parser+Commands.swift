import IntentDiagnostics
import IntentSource

extension Parser {
  mutating func parseMutation() -> ItemKind {
    let name = parseDeclaredName("the mutation's name")
    let parameters = parseParameters()
    let by = parseBy()
    let body = parseStatements("the mutation", in: .mutation)
    return .mutation(MutationItem(name: name, parameters: parameters, by: by, body: body))
  }

  mutating func parseQuery() -> ItemKind {
    let name = parseDeclaredName("the query's name")
    let parameters = parseParameters()
    let by = parseBy()
    let place = tokenSpan.startPoint
    if at(.assign) { mark(.assignment) }
    expectSign(.assign, "before what the query answers")
    let value = parseExpression()
    guard by.isEmpty, !panic, at(.by) else { return .query(QueryItem(name: name, parameters: parameters, by: by, value: value)) }
    let (start, end) = (token.start, tokens[index - 1].end)
    let late = parseBy()
    let written = tree.file.text(Span(file: tree.file.id, start: start, end: tokens[index - 1].end))
    let edits = [
      Edit(span: place, replacement: "\(written) "),
      Edit(span: Span(file: tree.file.id, start: end, end: tokens[index - 1].end), replacement: ""),
    ]
    report(
      .unexpected, "`by` stands before `=`", at: Span(file: tree.file.id, start: start, end: start + 2),
      fixes: [Fix("write `\(written)` before `=`", edits)])
    return .query(QueryItem(name: name, parameters: parameters, by: late, value: value))
  }

  mutating func parseView() -> ItemKind {
    let name = parseName("the view's name")
    let saysBy = at(.by) && !panic
    if saysBy { acceptMistaken(for: "for") }
    let roles = !panic && (saysBy || accept(.for)) ? parseNames("a role") : .empty
    var shows = NodeListBuilder<Show>(in: tree.memory)
    if !panic {
      let errors = diagnostics.errorCount
      parseBlock("the view", begins: { $0.atLabel(.show) }) { parser in
        let first = parser.index
        let doc = parser.docHere
        guard parser.acceptLine(.show) else { return parser.failExpected("`show:`") }
        let value = parser.parseExpression()
        let columns = !parser.panic && parser.accept(.columns) ? parser.parseNames("a column") : .empty
        shows.append(Show(value: value, columns: columns, doc: doc, span: parser.span(from: first)))
      }
      if shows.list.isEmpty, diagnostics.errorCount == errors {
        report(.unexpected, "a view shows something: `show:` and a value or a query", at: name.span)
      }
    }
    return .view(ViewItem(name: name, roles: roles, shows: shows.list))
  }

  mutating func parseProjection() -> ItemKind {
    let name = parseName("the projection's name")
    expect(.into, "and `tables` or `graph`")
    if accept(.tables) {
      let open = index
      guard expect(.leftBrace, "to begin the tables") else { return .error }
      var tables = NodeListBuilder<Name>(in: tree.memory)
      parseEntries(until: .rightBrace, open: open, "tables", begins: { $0.at(.word) && $0.token.startsLine }) { parser in
        tables.append(parser.parseName("an entity"))
      }
      return .projection(ProjectionItem(name: name, form: .tables(tables.list)))
    }
    expect(.graph, "or `tables`")
    var nodes = NodeListBuilder<Name>(in: tree.memory)
    var edges = NodeListBuilder<Path>(in: tree.memory)
    if !panic {
      parseBlock("the graph", begins: { $0.at(.node) || $0.at(.edge) }) { parser in
        if parser.accept(.node) {
          nodes.append(contentsOf: parser.parseNames("an entity"))
        } else if parser.accept(.edge) {
          edges.append(contentsOf: parser.parsePaths("a relation such as `deal.company`"))
        } else {
          parser.failExpected("`node` or `edge`")
        }
      }
    }
    return .projection(ProjectionItem(name: name, form: .graph(nodes: nodes.list, edges: edges.list)))
  }

  mutating func parseBinding() -> ItemKind {
    let name = parseName("the binding's name")
    let provides = !panic && accept(.provides) ? parseNames("what the other system provides") : .empty
    var entities = NodeListBuilder<BoundEntity>(in: tree.memory)
    if !panic {
      let begins: (Parser) -> Bool = { $0.at(.word) && $0.peek().isWord(.from) }
      parseBlock("the binding", begins: begins) { entities.append($0.parseBoundEntity()) }
    }
    return .binding(BindingItem(name: name, provides: provides, entities: entities.list))
  }

  private mutating func parseBoundEntity() -> BoundEntity {
    let first = index
    let doc = docHere
    let entity = parseName("an entity")
    expect(.from, "and the source's name in quotes")
    let source = parseText("the source's name in quotes")
    let open = index
    var fields = NodeListBuilder<BoundField>(in: tree.memory)
    if expect(.leftBrace, "to begin the fields") {
      parseEntries(until: .rightBrace, open: open, "fields", begins: { $0.atAnyLabel }) { parser in
        let ours = parser.parseName("a field of ours")
        parser.expectSign(.colon, "after our field")
        fields.append(BoundField(ours: ours, theirs: parser.parsePath("a field of theirs")))
      }
    }
    return BoundEntity(entity: entity, source: source, fields: fields.list, doc: doc, span: span(from: first))
  }
}
