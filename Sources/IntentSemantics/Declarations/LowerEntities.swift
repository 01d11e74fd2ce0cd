import IntentDiagnostics
import IntentIR
import IntentSource
import IntentSyntax

// Lowers entities: fields with their defaults, keys, uniqueness and rules.
extension SystemAnalysis {
  mutating func lowerEntity(_ declaration: Declared<EntityItem>) {
    tree = declaration.tree
    guard let facts = entityFacts[declaration.name] else { return }
    var entity = EntityIR(
      name: declaration.name, plural: facts.plural, isImmutable: facts.isImmutable, doc: doc(declaration.doc),
      origin: origin(declaration.span))
    entity.fields = lowered(facts.fields, of: declaration.name)
    entity.inverses = facts.inverses.elements.compactMap(\.ir)
    for id in declaration.node.members {
      let span = trees[tree][id].span
      switch trees[tree][id].kind {
      case .key(let names): lowerKey(names, span, &entity)
      case .unique(let names, let condition): lowerUnique(names, condition, span, &entity)
      case .rule(let name, let condition): lowerRule(name, condition, span, &entity)
      case .noOverlap(let start, let end, let per, let condition): lowerNoOverlap(start, end, per, condition, span, &entity)
      default: break
      }
    }
    ir.entities.append(entity)
  }

  /// A rule: a condition, one that the language keeps itself, or a checker that the app writes.
  private mutating func lowerRule(_ name: Name, _ condition: ExprID?, _ span: Span, _ entity: inout EntityIR) {
    let rule = text(name)
    if let first = entity.rules.first(where: { $0.name == rule }) {
      report(.duplicate, "rule `\(rule)` of `\(entity.name)` is declared twice, first in line \(first.origin.line)", at: name.span)
      return
    }
    func add(_ body: EntityRuleIR.Body, _ text: String) {
      entity.rules.append(EntityRuleIR(name: rule, body: body, text: text, origin: origin(span)))
    }
    if let condition {
      let (scope, _) = Scope().inside(.entity(entity.name), named: entity.name)
      guard let body = self.condition(condition, scope) else { return }
      _ = note(.rule(entity.name), body, at: expr(condition).span)
      add(.condition(body), sourceText(condition))
    } else if rule.hasSuffix("_never_in_future") {
      let field = String(rule.dropLast("_never_in_future".utf8.count))
      guard let fact = entityFacts[entity.name]?.field(field) else {
        let candidates = (entityFacts[entity.name]?.fields ?? []).map { $0.name + "_never_in_future" }
        reportUndeclared(.undeclaredMember, "`\(entity.name)` has no field `\(field)` for `\(rule)`", name, among: candidates)
        return
      }
      guard let type = fact.ir?.type else { return }
      let instance = ExprIR(.local(entity.name), .entity(entity.name))
      guard baseType(type.unwrapped) == .timestamp || baseType(type.unwrapped) == .date else {
        report(.mismatch, "`\(rule)` needs a timestamp or a date, and `\(field)` is `\(type.described)`", at: name.span)
        return
      }
      _ = note(.rule(entity.name), isNotAhead(ExprIR(.field(instance, entity: entity.name, name: field), type)), at: span)
      add(.builtIn, rule)
    } else {
      add(.checker, rule)
    }
  }

  /// What `rule: f_never_in_future` asks of the field.
  private func isNotAhead(_ field: ExprIR) -> ExprIR {
    let type = field.type.unwrapped
    let limit = baseType(type) == .date ? ExprIR(.today, .date) : ExprIR(.now, .timestamp)
    guard field.type.isOptional else { return ExprIR(.binary(.lessOrEqual, field, limit), .bool) }
    let isAhead = ExprIR(.binary(.lessOrEqual, ExprIR(.narrowed(field), type), limit), .bool)
    return ExprIR(.binary(.or, ExprIR(.not(ExprIR(.exists(field), .bool)), .bool), isAhead), .bool)
  }
}
