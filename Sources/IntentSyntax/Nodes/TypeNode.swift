import IntentSource

/// A type as it is written.
public struct TypeNode: Hashable, Sendable, BitwiseCopyable {
  public let kind: TypeKind
  public let span: Span

  public init(_ kind: TypeKind, _ span: Span) {
    self.kind = kind
    self.span = span
  }
}

/// What a type is.
public enum TypeKind: Hashable, Sendable, BitwiseCopyable {
  /// What could not be read; it has been reported.
  case error
  /// A built-in type, a declared type or an entity.
  case named(Name)
  /// `money in EUR`.
  case money(currency: Name)
  /// `T?`.
  case optional(TypeID)
  /// `T[]`.
  case list(TypeID)
  /// `{ street: text, zip: text? }`.
  case record(NodeList<FieldID>)
  /// `a | b { x: text }`: only as the whole right side of `type`. A single bare name there is `.named`.
  case choice(NodeList<ChoiceCase>)
  /// `decimal in 0..100`; the expression is a range.
  case range(TypeID, in: ExprID)
  /// `text matching "…"`.
  case pattern(TypeID, TextLiteral)
}

/// A case of a choice: `cash`, `card { last4: text }`.
public struct ChoiceCase: Hashable, Sendable, BitwiseCopyable {
  public let name: Name
  /// The case's data; empty for a plain case.
  public let fields: NodeList<FieldID>
  public let doc: DocComment?
  public let span: Span

  public init(name: Name, fields: NodeList<FieldID>, doc: DocComment?, span: Span) {
    self.name = name
    self.fields = fields
    self.doc = doc
    self.span = span
  }
}

/// A field of an entity, an event, a record or a case.
public struct Field: Hashable, Sendable, BitwiseCopyable {
  public let name: Name
  public let shape: FieldShape
  public let defaultValue: ExprID?
  public let doc: DocComment?
  public let span: Span

  public init(name: Name, shape: FieldShape, defaultValue: ExprID?, doc: DocComment?, span: Span) {
    self.name = name
    self.shape = shape
    self.defaultValue = defaultValue
    self.doc = doc
    self.span = span
  }
}

/// What follows a field's name.
public enum FieldShape: Hashable, Sendable, BitwiseCopyable {
  /// `name`, as sketches write it.
  case untyped
  /// `name: type`.
  case typed(TypeID)
  /// `name[]`, the other side of a relation; `name[] of deal.buyer` says of which.
  case inverse(of: Path?)
}
