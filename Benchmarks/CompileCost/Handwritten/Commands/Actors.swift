import Chronicle
import Foundation

/// Somebody in a role. Made by `Desk` alone, from what was granted.
protocol Actor: Sendable {
  var identity: String { get }
  var role: Role { get }
  var membership: Membership { get }

  func mayRead(_ story: Story) -> Bool
  func mayRead(_ source: Source) -> Bool
  func mayRead(_ correction: Correction) -> Bool
  func mayRead(_ placement: Placement) -> Bool
  func mayRead(_ slot: Slot) -> Bool
  func mayRead(_ writer: Writer) -> Bool
  func mayRead(_ complaint: Complaint) -> Bool
  func mayRead(_ fee: Fee) -> Bool
  func mayRead(_ reader: Reader) -> Bool
}

/// Nobody may read what is not allowed.
extension Actor {
  func mayRead(_ story: Story) -> Bool { false }
  func mayRead(_ source: Source) -> Bool { false }
  func mayRead(_ correction: Correction) -> Bool { false }
  func mayRead(_ placement: Placement) -> Bool { false }
  func mayRead(_ slot: Slot) -> Bool { false }
  func mayRead(_ writer: Writer) -> Bool { false }
  func mayRead(_ complaint: Complaint) -> Bool { false }
  func mayRead(_ fee: Fee) -> Bool { false }
  func mayRead(_ reader: Reader) -> Bool { false }
}

struct WriterActor: Actor, Dropper {
  let identity: String
  let me: Writer.ID
  let role = Role.writer
  var membership: Membership { .writer(me) }

  fileprivate init(_ identity: String, _ me: Writer.ID) { (self.identity, self.me) = (identity, me) }

  func mayRead(_ story: Story) -> Bool { true }
  func mayRead(_ source: Source) -> Bool { true }
  func mayRead(_ correction: Correction) -> Bool { true }
  func mayRead(_ writer: Writer) -> Bool { writer.id == me }
  func mayRead(_ fee: Fee) -> Bool { fee.writer == me }
}

struct EditorActor: Actor, Publisher, Dropper, LawyerConsultant {
  let identity: String
  let me: Writer.ID
  let role = Role.editor
  var membership: Membership { .editor(me) }

  fileprivate init(_ identity: String, _ me: Writer.ID) { (self.identity, self.me) = (identity, me) }

  func mayRead(_ story: Story) -> Bool { true }
  func mayRead(_ source: Source) -> Bool { true }
  func mayRead(_ correction: Correction) -> Bool { true }
  func mayRead(_ placement: Placement) -> Bool { true }
  func mayRead(_ slot: Slot) -> Bool { true }
  func mayRead(_ writer: Writer) -> Bool { true }
  func mayRead(_ complaint: Complaint) -> Bool { true }
  func mayRead(_ fee: Fee) -> Bool { true }
}

struct DutyEditorActor: Actor, Publisher, LawyerConsultant {
  let identity: String
  let me: Writer.ID
  let role = Role.dutyEditor
  var membership: Membership { .dutyEditor(me) }

  fileprivate init(_ identity: String, _ me: Writer.ID) { (self.identity, self.me) = (identity, me) }

  func mayRead(_ story: Story) -> Bool { true }
  func mayRead(_ correction: Correction) -> Bool { true }
  func mayRead(_ placement: Placement) -> Bool { true }
  func mayRead(_ slot: Slot) -> Bool { true }
  func mayRead(_ writer: Writer) -> Bool { true }
}

struct ReaderActor: Actor {
  let identity: String
  let me: Reader.ID
  let role = Role.reader
  var membership: Membership { .reader(me) }

  fileprivate init(_ identity: String, _ me: Reader.ID) { (self.identity, self.me) = (identity, me) }

  func mayRead(_ story: Story) -> Bool { story.state == .published || story.state == .archived }
  func mayRead(_ correction: Correction) -> Bool { true }
  func mayRead(_ reader: Reader) -> Bool { reader.id == me }
  func mayRead(_ complaint: Complaint) -> Bool { complaint.reader == me }
}

/// Editors and duty editors.
protocol Publisher: Actor {}
/// Writers and editors.
protocol Dropper: Actor {}
/// Those who may let a lawyer be asked.
protocol LawyerConsultant: Actor {}

struct RoleNotHeld: Error, Equatable {
  let identity: String
  let role: Role
}

extension Desk where System == Newsroom {
  func writer(_ identity: String) throws -> WriterActor {
    for case .writer(let id) in state.members[identity] ?? [] { return WriterActor(identity, id) }
    throw RoleNotHeld(identity: identity, role: .writer)
  }

  func editor(_ identity: String) throws -> EditorActor {
    for case .editor(let id) in state.members[identity] ?? [] { return EditorActor(identity, id) }
    throw RoleNotHeld(identity: identity, role: .editor)
  }

  func dutyEditor(_ identity: String) throws -> DutyEditorActor {
    for case .dutyEditor(let id) in state.members[identity] ?? [] { return DutyEditorActor(identity, id) }
    throw RoleNotHeld(identity: identity, role: .dutyEditor)
  }

  func reader(_ identity: String) throws -> ReaderActor {
    for case .reader(let id) in state.members[identity] ?? [] { return ReaderActor(identity, id) }
    throw RoleNotHeld(identity: identity, role: .reader)
  }

  /// Lets readers be woken for the obligation.
  func wakeReaders(for obligation: Int, as actor: DutyEditorActor) throws {
    try allow(.wakeReaders, for: obligation, as: actor)
  }

  /// Lets a lawyer be asked for the obligation.
  func consultLawyers(for obligation: Int, as actor: some LawyerConsultant) throws {
    try allow(.consultLawyers, for: obligation, as: actor)
  }

  private func allow(_ permission: Permission, for number: Int, as actor: some Actor) throws {
    guard state.members[actor.identity]?.contains(actor.membership) == true, permission.grantors.contains(actor.role) else {
      throw RoleNotHeld(identity: actor.identity, role: actor.role)
    }
    guard obligations.indices.contains(number), obligations[number].duty.permission == permission else {
      throw Refusal.notThere("obligation \(number) that requires \(permission)")
    }
    try grant(number, by: actor.identity)
  }
}
