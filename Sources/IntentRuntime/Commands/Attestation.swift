/// An invariant that a person signs off. Generated as an enum: `.explainableRecommendations`.
public protocol AttestedInvariant: Hashable, Sendable {
  /// The invariant's name in the spec.
  var invariantName: String { get }
}

extension AttestedInvariant where Self: RawRepresentable, RawValue == String {
  public var invariantName: String { rawValue }
}

/// What people sign off where no invariant is `attested`: nothing.
public enum NothingAttested: AttestedInvariant {
  public var invariantName: String { switch self {} }
}

/// A person's judgement of an invariant, as it stands in the log.
public struct Attestation: Sendable, Equatable, CustomStringConvertible {
  /// The invariant's name in the spec.
  public let invariant: String
  /// What the invariant and all that it covers meant to the person.
  public let meaning: Fingerprint
  public let isKept: Bool
  public let by: Identity
  public internal(set) var at: Timestamp
  public let reason: String?

  /// `anna at 2026-03-01T09:00:00Z: read twice`.
  public var description: String { "\(by) at \(at)" + (reason.map { ": \($0)" } ?? "") }
}

extension Attestation {
  init(_ payload: PayloadReader, by actor: String, at time: Timestamp) {
    let meaning: String = payload.field("meaning")
    if Fingerprint(meaning) == nil { payload.refuse("meaning", expected: "a fingerprint: 32 hexadecimal digits") }
    self.init(
      invariant: payload.field("invariant"), meaning: Fingerprint(meaning) ?? Fingerprint(of: []), isKept: payload.field("kept"),
      by: Identity(authenticated: actor), at: time, reason: payload.field("reason"))
  }

  func visit(_ fields: inout PayloadWriter) {
    fields.field("invariant", invariant)
    fields.field("meaning", meaning.description)
    fields.field("kept", isKept)
    fields.field("reason", reason)
  }
}

/// What people said of attested invariants, the last of each meaning.
struct Attestations: Sendable {
  private struct Key: Hashable {
    let invariant: String
    let meaning: Fingerprint
  }

  private var byMeaning: [Key: Attestation] = [:]
  private var last: [String: Attestation] = [:]

  mutating func note(_ attestation: Attestation) {
    byMeaning[Key(invariant: attestation.invariant, meaning: attestation.meaning)] = attestation
    last[attestation.invariant] = attestation
  }

  /// What is said of the promise now that it means this.
  func verdict(on promise: CheckedPromise, meaning: Fingerprint) -> PromiseVerdict {
    if let said = byMeaning[Key(invariant: promise.name, meaning: meaning)] {
      return PromiseVerdict(promise, said.isKept ? .kept : .broken, attestation: said)
    }
    let reason = last[promise.name].map { "what it covers changed after \($0.by) judged it at \($0.at)" } ?? "nobody has signed it off"
    return PromiseVerdict(promise, .undecided(reason))
  }
}
