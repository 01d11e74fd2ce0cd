/// What became of a promise that a checker, a person or the log judges.
public struct PromiseVerdict: Sendable, Equatable {
  public enum Answer: Sendable, Equatable {
    case kept, broken
    /// The checker threw, with what it said; or nobody has signed off what the promise covers now.
    case undecided(String)
  }

  public let promise: CheckedPromise
  public let answer: Answer
  /// Who said so; nil for what no person judges.
  public let attestation: Attestation?
  /// What of the log breaks it; nil for what the log does not judge.
  public let lost: LostData?

  init(_ promise: CheckedPromise, _ answer: Answer, attestation: Attestation? = nil, lost: LostData? = nil) {
    self.promise = promise
    self.answer = answer
    self.attestation = attestation
    self.lost = lost
  }
}

extension PromiseVerdict: CustomStringConvertible {
  /// `crm.intent:12: consent_is_kept is broken`, `crm.intent:14: explainable is kept, says anna at 2026-03-01T09:00:00Z`.
  public var description: String {
    let place = "\(promise.file):\(promise.line): \(promise.name)"
    let reason = attestation.map { ", says \($0)" } ?? lost.map { ": \($0)" } ?? ""
    return switch answer {
    case .kept: "\(place) is kept\(reason)"
    case .broken: "\(place) is broken\(reason)"
    case .undecided(let reason): "\(place) is undecided: \(reason)"
    }
  }
}

extension Conductor {
  /// Judges every invariant and property that a checker of the app, a person or the log decides, in the order of the spec, with the
  /// state after the log so far. Each checker runs outside the conductor's turn, one after the other; one that throws leaves its promise
  /// undecided, as does a store that cannot be read. Complexity: that of the checkers; O(length of the log) for `…_data_never_lost`.
  public func checkPromises() async -> [PromiseVerdict] {
    let (system, world, moment, attestations) = (engine.system, engine.fold, engine.moment(), engine.attestations)
    let specification = System.specification
    var verdicts: [PromiseVerdict] = []
    for promise in specification.promises {
      do {
        switch promise.judge {
        case .checker:
          let isKept = try await system.isKept(promise: promise.name, in: world, at: moment)
          verdicts.append(PromiseVerdict(promise, isKept ? .kept : .broken))
        case .person(let meaning):
          verdicts.append(attestations.verdict(on: promise, meaning: meaning ?? specification.fingerprint))
        case .log(let entity):
          let lost = try await firstLost(of: entity, until: moment.position)
          verdicts.append(PromiseVerdict(promise, lost == nil ? .kept : .broken, lost: lost))
        }
      } catch {
        verdicts.append(PromiseVerdict(promise, .undecided(String(describing: error))))
      }
    }
    return verdicts
  }

  /// Puts on record that the person has judged an `attested` invariant, as the spec of this program says it and what it covers. The last
  /// judgement of each meaning counts; once what is covered changes, nobody has judged it. Throws `StoreError`.
  public func attest(
    _ invariant: System.Attested, isKept: Bool = true, by person: Identity, because reason: String? = nil
  ) async throws {
    let name = invariant.invariantName
    let specification = System.specification
    guard case .person(let meaning) = specification.promises.first(where: { $0.name == name })?.judge else {
      preconditionFailure("`\(name)` is not an attested invariant of \(specification.name)")
    }
    let attestation = Attestation(
      invariant: name, meaning: meaning ?? specification.fingerprint, isKept: isKept, by: person, at: now, reason: reason)
    try await note(.attested(attestation), by: person)
  }
}
