import IntentDiagnostics
import IntentIR
import IntentSource
import IntentSyntax

/// An item where it stands. A class, for it is large, looked up often and sorted.
final class Declared<Node> {
  let node: Node
  let name: String
  let nameSpan: Span
  /// The index of the file's tree.
  let tree: Int
  let doc: DocComment?
  let span: Span

  init(node: Node, name: String, nameSpan: Span, tree: Int, doc: DocComment?, span: Span) {
    self.node = node
    self.name = name
    self.nameSpan = nameSpan
    self.tree = tree
    self.doc = doc
    self.span = span
  }
}

/// Everything that is known about one system while it is being analysed. Each phase is an extension in a file of its own.
struct SystemAnalysis: ~Copyable {
  private let passing = PassedByAddress()
  let blocks: SystemBlocks
  let trees: [SyntaxTree]
  /// The text of every symbol, by its number.
  let spellings: [String]
  var diagnostics: DiagnosticSet
  /// What has been lowered so far.
  var ir: SystemIR
  /// The tree that the phase is reading; ids of nodes are relative to it.
  var tree: Int
  /// Where in the sources the phase is reading.
  private let cursor = LineCursor()
  /// What a text of the source is put together in.
  let out = TextBytes()
  /// `true` iff the items of the system are collected in the order of `inOrder`.
  private let isCollectedInOrder: Bool

  // Declarations, by name.
  var types: NameTable<Declared<TypeItem>> = [:]
  var entities: NameTable<Declared<EntityItem>> = [:]
  var events: NameTable<Declared<EventItem>> = [:]
  var thresholds: NameTable<Declared<ThresholdItem>> = [:]
  var derives: NameTable<Declared<DeriveItem>> = [:]
  var metrics: NameTable<Declared<MetricItem>> = [:]
  var actions: NameTable<Declared<ActionItem>> = [:]
  var workflows: NameTable<Declared<WorkflowItem>> = [:]
  var permissions: NameTable<Declared<PermissionItem>> = [:]
  var roles: NameTable<Declared<RoleItem>> = [:]
  var mutations: NameTable<Declared<MutationItem>> = [:]
  var queries: NameTable<Declared<QueryItem>> = [:]
  var views: NameTable<Declared<ViewItem>> = [:]
  /// Declarations of kinds that nothing looks up yet, only for finding duplicates: keyword and name.
  var others: NameTable<Span> = [:]
  // Items without a name, in the order of the text.
  var whens: [Declared<WhenItem>] = []
  var schedules: [Declared<ScheduleItem>] = []
  /// Every `when intent.evolved`.
  var evolutions: [Declared<WhenItem>] = []
  /// Every `when` and `every`, in the order of the text; files by path. Those for `intent.evolved` come last.
  var reactionSources: [ReactionSource] = []
  var always: [Declared<NodeList<StatementID>>] = []
  /// The contract, projections, bindings, agents and evolution.
  var contractItems: [Declared<ItemKind>] = []
  var timeZoneSpan: Span?
  /// Every call of an action.
  var calls: [CalledAction] = []
  /// The actions that are declared or called, with their signatures and uses.
  var actionTable = ActionTable()

  // Facts that the phases find.
  /// `true` once something is declared under the name of a built-in type.
  var hidesBuiltIn = false
  /// The entity that a plural stands for.
  var plurals: NameTable<String> = [:]
  /// What a declared type's name stands for: `nil` inside for a type that is wrong and was reported.
  var typeFacts: NameTable<TypeIR?> = [:]
  var typesBeingResolved: [String] = []
  /// Where the defaults stand that stand for arguments which are being left out.
  var defaultsBeingRead: [Span] = []
  /// The declared types and those that the compiler names, by name.
  var shapes: NameTable<TypeDeclarationIR> = [:]
  /// The fields of records, and of variants' cases as `payment.card`.
  var recordFacts: NameTable<[FieldFact]> = [:]
  /// The choices and variants that have a case of that name.
  var choicesByCase: NameTable<[String]> = [:]
  var entityFacts: NameTable<EntityFacts> = [:]
  /// How many of `shapes`, the first ones, go by their names wherever a type is written; zero until they are all declared.
  var namedShapes = 0
  var eventFacts: NameTable<[FieldFact]> = [:]
  var thresholdFacts: NameTable<TypeIR> = [:]
  /// The types of the thresholds that are holes, as far as their uses have told them.
  var holeTypes: [String: TypeIR] = [:]
  /// Those whose type no use has told yet, and those that were taken for numbers before.
  var openThresholds: Set<String> = []
  var untoldThresholds: Set<String> = []
  /// `true` once a threshold that was taken for a number turned out to be none: what was read before then is to be read again.
  var wasToldLate = false
  var derivationFacts: NameTable<DerivationFacts> = [:]
  var metricFacts: NameTable<MetricFacts> = [:]
  /// Events that no item declares but an action's `emits`.
  var emittedEvents: [String] = []
  var commands = CommandFacts()

  // What the contract speaks of.
  var itemsByName: NameTable<[NamedItem]> = [:]
  var renames: [DeclaredRename] = []
  /// What is protected, set and said of the past so far, by its text.
  var protectedPaths: NameTable<Span> = [:]
  var settingPlaces: NameTable<Span> = [:]
  var evolutionPlaces: NameTable<Span> = [:]
  /// The bounds and targets so far, with their places.
  var bounds: [(bound: BoundIR, isTarget: Bool, span: Span)] = []
  var links: ConsequenceLinks?
  var hadErrorsBeforeContract = false
  /// The number of errors in the syntax.
  let syntaxErrorCount: Int
  var patterns: NameTable<Regex<AnyRegexOutput>> = [:]

  // What the analyses look at, with places.
  /// Conditions in the order in which they were read; the one around another comes before it.
  var conditionFacts: [ConditionFact] = []
  var consequenceFacts: [ConsequenceFact] = []
  var divisions: [Division] = []
  /// What mutations write into fields that are not personal, where the system has fields that are.
  var storedValues: [StoredValue] = []
  var knowsPersonalData = false
  /// The bodies of `when intent.evolved`, which no lowered reaction has.
  var evolutionBodies: [StatementIR] = []
  /// What the logic looks up, once all is lowered.
  var systemFacts: SystemFacts?

  // The state of a check.
  /// The metrics whose bodies are being checked.
  var runningMetrics: [String] = []
  /// What the inference of signatures has settled of the reactions.
  var settled = SettledReactions()
  /// How often something would have been told, but for `isInferring`.
  var withheld = 0
  /// What a hole at this place is for.
  var holeName: String?
  /// What `crosses` compares in the reaction at hand, or `nil` where no event is the cause.
  var crossings: [ExprIR]?
  /// `true` once the expression at hand reads something that nothing keeps yet.
  var readsUnenforced = false
  /// The number of the next rule of the reaction at hand.
  var nextRule = 0
  /// The names of items that another item of their kind has too, which was reported.
  var duplicates: Set<Span> = []
  /// Undeclared names that were reported, so that one missing declaration is one error.
  var reportedNames: Set<String> = []
  /// The findings about undeclared names, by what they say.
  var numberOfMissing: [String: Int] = [:]
  /// How much the declaration answers that such a finding offers.
  var rankOfMissing: [Int: Int] = [:]
  /// `true` while the uses of actions are collected, and nothing is reported.
  var isInferring = false
  /// Names that are near to declared ones, reported at the end: by what is written and what was probably meant.
  var slips: NameTable<[Slip]> = [:]
  /// How many names may still be compared with undeclared ones: where thousands are undeclared, the first hints are enough.
  var nearNameBudget = 20_000_000
  /// What could not be read.
  let syntaxErrors: SyntaxErrors
  /// Above zero in what a wrong condition guards: nobody knows what it would have proved.
  var unknownGuards = 0

  init(_ blocks: SystemBlocks, trees: [SyntaxTree], spellings: [String], diagnostics: DiagnosticSet) {
    self.blocks = blocks
    self.trees = trees
    self.spellings = spellings
    self.diagnostics = diagnostics
    syntaxErrorCount = diagnostics.errorCount
    syntaxErrors = SyntaxErrors(diagnostics, trees)
    tree = blocks.blocks[0].tree
    isCollectedInOrder = zip(blocks.blocks, blocks.blocks.dropFirst()).allSatisfy { ($0.tree, $0.id) < ($1.tree, $1.id) }
    let block = trees[tree][blocks.blocks[0].id]
    let line = trees[tree].file.position(of: block.span.start).line
    ir = SystemIR(name: blocks.name, origin: Origin(file: trees[tree].file.path, line: line))
  }
}

// MARK: - reading nodes

extension SystemAnalysis {
  func text(_ name: Name) -> String { spelling(name.symbol) }

  func spelling(_ symbol: Symbol) -> String { spellings[Int(symbol.rawValue)] }

  func expr(_ id: ExprID) -> Expr { trees[tree][id] }

  func span(of id: ExprID) -> Span { trees[tree][id].span }

  func origin(_ span: Span) -> Origin { cursor.origin(span, tree, trees) }

  func doc(_ doc: DocComment?) -> String? {
    guard let doc else { return nil }
    // Of a tree, which is large, only what is read.
    return doc.text(in: trees[tree].comments, of: trees[tree].file)
  }

  /// Declarations by name; a phase visits them in this order, so that what it reports does not depend on hashing.
  func inOrder<Node>(_ declarations: NameTable<Declared<Node>>) -> [Declared<Node>] {
    if isCollectedInOrder { return declarations.values }
    return declarations.values.sorted { ($0.tree, $0.nameSpan.start) < ($1.tree, $1.nameSpan.start) }
  }
}

// MARK: - reporting

extension SystemAnalysis {
  /// `true` iff `name` may be declared in what could not be read.
  func mayBeLost(_ name: String) -> Bool { syntaxErrors.words.contains(name) || commands.statesOfNoField.contains(name) }

  /// Runs `body`, which a condition guards; `false` says that the condition is wrong.
  mutating func guarded<Result>(byKnown isKnown: Bool, _ body: (inout SystemAnalysis) -> Result) -> Result {
    unknownGuards += isKnown ? 0 : 1
    defer { unknownGuards -= isKnown ? 0 : 1 }
    return body(&self)
  }

  mutating func report(
    _ code: DiagnosticCode, _ message: String, at span: Span, label: String? = nil, notes: [DiagnosticNote] = [], fixes: [Fix] = []
  ) {
    if isInferring {
      withheld += 1
      return
    }
    // An `else` that could not be read may stand behind a division.
    if code.severity == .error || code == .divisionByZero, syntaxErrors.touches(span) { return }
    if code == .optionalValue, unknownGuards > 0 { return }
    diagnostics.add(code, message, at: span, label: label, notes: notes, fixes: fixes)
  }
}
