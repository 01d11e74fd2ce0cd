import Chronicle
import Foundation

/// Everything that the log can say.
enum Event: Codable, Sendable {
  case writer(Change<Writer>)
  case story(Change<Story>)
  case source(Change<Source>)
  case placement(Change<Placement>)
  case slot(Change<Slot>)
  case reader(Change<Reader>)
  case complaint(Change<Complaint>)
  case fee(Change<Fee>)
  case correctionMade(Correction)
  case tipReceived(text: String, desk: DeskName)
  case factsChecked(story: Story.ID, by: String)
  case breaking(story: Story.ID, headline: String)
  case viewCounted(story: Story.ID, seconds: Int)
  case roleGranted(identity: String, Membership)
  case roleRevoked(identity: String, Membership)
  case done(Job)
}

/// A role, and who it makes of the one who has it.
enum Membership: Codable, Hashable, Sendable {
  case writer(Writer.ID)
  case editor(Writer.ID)
  case dutyEditor(Writer.ID)
  case reader(Reader.ID)
}

/// What the newsroom asks of people and machines; each, once done, is an event.
enum Job: Codable, Hashable, Sendable {
  case readTip(desk: DeskName, text: String)
  case rank(story: Story.ID, seconds: Int)
  case push(story: Story.ID, headline: String)
  case recallPush(Story.ID)
  /// Nobody does it: facts are checked, or not.
  case awaitFactsChecked(Story.ID)
  case markAsDeveloping(Story.ID)
  case announce(Story.ID, desk: DeskName)
  case readThrough(Story.ID)
  case findOtherEditor(Story.ID)
  case checkFacts(Story.ID)
  case commissionPicture(Story.ID)
  case askLawyer(Story.ID)
  case index(Story.ID)
  case removeFromIndex(Story.ID)
  case notify(Writer.ID, Story.ID)
  case mail(Reader.ID)
  case thank(Writer.ID)
  case explainRetraction(Story.ID)
  case tellChief(Story.ID)
  case brief(Story.ID, editor: Writer.ID)
  case findEditor(Story.ID)
  case askWriter(Writer.ID, about: Story.ID)
  case prepare(Story.ID)
  case askWhy(who: Writer.ID, about: Story.ID)
  case addContext(Story.ID)
  case moveToDesk(Story.ID, desk: DeskName)
  case showCorrection(Story.ID, text: String)
  case talkTo(Writer.ID)
  case tellReaders(Story.ID, what: String)
  case tellLawyer(Complaint.ID)
  case answer(Complaint.ID)
  case answerByOmbudsman(Complaint.ID)
  case noteRemoval(from: Date)
  case countPush(Story.ID)
  case showDrafts(Writer.ID)
  case planWeek
  case fill(Slot.ID)
  case payFees(Writer.ID)
  case refreshFrontPage
}

/// What somebody has to allow before a job is done.
enum Permission: String, Codable, Sendable {
  case wakeReaders, consultLawyers

  /// The roles that may grant it.
  var grantors: Set<Role> {
    switch self {
    case .wakeReaders: [.dutyEditor]
    case .consultLawyers: [.editor, .dutyEditor]
    }
  }
}

/// What makes a job needless.
enum Waiver: Codable, Hashable, Sendable {
  case hasEmbargo(Story.ID)
  case isDropped(Story.ID)
}

enum Alarm: Codable, Hashable, Sendable {
  case draftForTwoWeeks(Story.ID)
  case beforeEmbargo(Story.ID)
  case afterEmbargo(Story.ID)
  case legalForAnHour(Complaint.ID)
  case logsOn(Writer.ID)
  case sunday
  case month
  case halfHour
}
