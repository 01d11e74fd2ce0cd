/// What an app's checker, or a person, said of a promise.
public struct PromiseVerdict: Sendable, Equatable {
  public enum Answer: Sendable, Equatable {
    case kept, broken
    /// The checker threw, with what it said; or nobody has signed off what the promise covers now.
    case undecided(String)
  }

  public let promise: CheckedPromise
  public let answer: Answer
  /// Who said so; nil for a checker's answer.
  public let attestation: Attestation?
}

extension PromiseVerdict: CustomStringConvertible {
  /// `crm.intent:12: consent_is_kept is broken`, `crm.intent:14: explainable is kept, says anna at 2026-03-01T09:00:00Z`.
  public var description: String {
    let place = "\(promise.file):\(promise.line): \(promise.name)"
    let said = attestation.map { ", says \($0.description)" } ?? ""
    return switch answer {
    case .kept: "\(place) is kept\(said)"
    case .broken: "\(place) is broken\(said)"
    case .undecided(let reason): "\(place) is undecided: \(reason)"
    }
  }
}

extension Conductor {
  /// Asks the app's checkers for every invariant and property that only the app can judge, and the log for those that people sign off,
  /// in the order of the spec, with the state after the log so far. Each checker runs outside the conductor's turn, one after the
  /// other; one that throws leaves its promise undecided.
  public func checkPromises() async -> [PromiseVerdict] {
    let (system, world, moment, attestations) = (engine.system, engine.fold, engine.moment(), engine.attestations)
    var verdicts: [PromiseVerdict] = []
    for promise in System.specification.promises {
      if let scope = promise.attested {
        verdicts.append(attestations.verdict(on: promise, meaning: System.specification.meaning(of: scope)))
        continue
      }
      let answer: PromiseVerdict.Answer
      do {
        answer = try await system.isKept(promise: promise.name, in: world, at: moment) ? .kept : .broken
      } catch {
        answer = .undecided(String(describing: error))
      }
      verdicts.append(PromiseVerdict(promise: promise, answer: answer, attestation: nil))
    }
    return verdicts
  }

  /// Puts on record that the person has judged an `attested` invariant, as the spec of this program says it and what it covers. The last
  /// judgement of each meaning counts; once what is covered changes, nobody has judged it. Throws `StoreError`.
  public func attest(
    _ invariant: System.Attested, isKept: Bool = true, by person: Identity, because reason: String? = nil
  ) async throws {
    let name = invariant.invariantName
    guard let scope = System.specification.promises.first(where: { $0.name == name })?.attested else {
      preconditionFailure("`\(name)` is not an attested invariant of \(System.specification.name)")
    }
    let meaning = System.specification.meaning(of: scope)
    let attestation = Attestation(invariant: name, meaning: meaning, isKept: isKept, by: person, at: now, reason: reason)
    try await note(.attested(attestation), by: person)
  }
}
