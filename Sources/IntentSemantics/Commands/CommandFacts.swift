import IntentIR
import IntentSource
import IntentSyntax

/// What is known of a role.
struct RoleFacts {
  /// What `me` is bound to.
  enum Binding: Equatable {
    case nothing
    /// It is wrong and was reported.
    case broken
    case entity(String)
  }

  var binding = Binding.nothing
  /// Entities, metrics and derivations that it may read, of some perhaps only some instances.
  var reads: Set<String> = []
  /// `true` once a `can:` names something that is not declared: what it would have granted is not known.
  var isUncertain = false
}

/// What a workflow allows.
struct WorkflowFacts {
  struct Move {
    let from: String
    let to: String
    let roles: RoleList
    /// What its guard says of the instance, which goes by its entity's name.
    let condition: ExprIR?
    /// `false` iff its guard is wrong.
    let isRight: Bool
    let span: Span
  }

  let name: String
  let entity: String
  let field: String
  var initial: String
  var states: [String] = []
  var moves: [Move] = []
  /// `true` once something in it is wrong, so that what it does not allow is not known.
  var isUncertain = false
}

/// The roles of a `by` or a `for`.
struct RoleList {
  /// Those that are declared, in the order of the text.
  var names: [String] = []
  /// `false` iff one is not declared, which was reported.
  var isCertain = true
}

/// A mutation, a query or a view, as those see it who name it.
struct CallableFacts {
  var parameters: [FieldFact] = []
  /// Who may call it. Sorted.
  var callers = RoleList()
  /// What a query answers, once that is known.
  var result: TypeIR?
}

/// A place where a command reads something.
struct ReadSite {
  enum Target: Hashable {
    case entity(String), metric(String), derivation(String)
  }

  let target: Target
  let tree: Int
  let span: Span
}

/// What is known of commands, and of who may give them.
struct CommandFacts {
  var roles: NameTable<RoleFacts> = [:]
  /// The workflow of each field, as `deal.stage`, by the workflow's name.
  var workflowByField: NameTable<String> = [:]
  /// The field that was probably meant by a workflow's field that is misspelt: `deal.stge` to `stage`.
  var meantFields: NameTable<String> = [:]
  /// The states of workflows of which it is not known whose they are.
  var statesOfNoField: Set<String> = []
  /// By name; only those that fit their field.
  var workflows: NameTable<WorkflowFacts> = [:]
  var mutations: NameTable<CallableFacts> = [:]
  var queries: NameTable<CallableFacts> = [:]
  var views: NameTable<CallableFacts> = [:]
  /// The roles that a `can:` gives a command to, by the command's name.
  var grantees: NameTable<[String]> = [:]
  /// `true` once a `can:` names something that is not declared: any command could be meant.
  var hasUnknownGrants = false
  /// Where the command at hand reads what, or `nil` where nothing asks.
  var readSites: [ReadSite]?
  /// `true` while the body of a mutation is read.
  var isInMutation = false
  /// What is named where, of the condition at hand, or `nil` where nothing asks.
  var namedValues: [(value: ExprIR, span: Span)]?
  /// The locals whose fields may be read without a grant: who acts, and what the mutation at hand has created.
  var ownLocals: Set<String> = ["me"]
  /// What the bodies of metrics and derivations read, by name with its kind in front.
  var readsOfBodies: NameTable<Set<String>> = [:]
}
