import Chronicle
import Foundation

// Runs commands on a log in memory and on a file, and says what is not as it has to be.

final class FakeClock: @unchecked Sendable {  // the lock guards the date
  private let lock = NSLock()
  private var date = Date(timeIntervalSince1970: 1_750_000_000)
  var now: Date { lock.withLock { date } }
  func advance(_ interval: TimeInterval) { lock.withLock { date += interval } }
}

struct HouseRules: Checkers {
  func isShouting(_ story: Story) -> Bool { story.body.map { $0.headline == $0.headline.uppercased() } ?? false }
  func hasEncryptionKey(_ reader: Reader) -> Bool { true }
  func correctionsAreNeverHidden(in state: State) -> Bool { true }
  func sourcesStayUnknown(in state: State) -> Bool { true }
  func worksUnderLoad(in state: State) -> Bool { true }
  var isInPlannedMaintenance: Bool { false }
}

struct ViewCounter: ReachCounter {
  private var views: [Story.ID: [Date]] = [:]

  mutating func count(_ event: Event, at time: Date) {
    if case .viewCounted(let story, _) = event { views[story, default: []].append(time) }
  }

  func reach(of story: Story.ID, at time: Date) -> Reach {
    let recent = (views[story] ?? []).count { time.timeIntervalSince($0) < .minutes(10) }
    return Reach(readers: views[story]?.count ?? 0, perMinute: Decimal(recent) / 10)
  }
}

enum Failures { @MainActor static var count = 0 }

@MainActor func expect(_ condition: Bool, _ what: String) {
  if !condition {
    Failures.count += 1
    print("failed: \(what)")
  }
}

@MainActor func expect<Wanted: Error & Equatable>(_ wanted: Wanted, _ what: String, _ body: @MainActor () async throws -> Void) async {
  do {
    try await body()
    expect(false, "\(what) should be refused")
  } catch {
    expect(error as? Wanted == wanted, "\(what) is refused as \(error)")
  }
}

@MainActor func run(on store: any LogStore) async throws {
  let clock = FakeClock()
  let newsroom = Newsroom(
    thresholds: Thresholds(goingViral: 2), checkers: HouseRules(), reach: ViewCounter(), measurements: { Measurements(responseTime: 0.1) })
  let open = { try Desk(newsroom, store: store, clock: { clock.now }) { (job: Job) in if case .push = job { .done } else { .later } } }
  let desk = try open()
  let ann = Writer(id: ID(1), name: Personal("Ann"), byline: "A. Nn", desk: .politics, freelance: true)
  let bob = Writer(id: ID(2), name: Personal("Bob"), byline: "B. Ob", desk: .politics)
  let slot = Slot(id: ID(3), name: "top")
  try await desk.perform(as: "setup") { draft in
    for event in [Event.writer(.created(ann)), .writer(.created(bob)), .slot(.created(slot))] { try draft.record(event) }
    for granted in [("ann", Membership.writer(ann.id)), ("bob", .editor(bob.id)), ("ann", .editor(ann.id)), ("bob", .dutyEditor(bob.id))] {
      try draft.record(.roleGranted(identity: granted.0, granted.1))
    }
  }
  let writer = try await desk.writer("ann")
  let editor = try await desk.editor("bob")
  let slug = Slug("minister-resigns")!
  expect(Slug("Minister Resigns") == nil, "a slug has no capitals")

  await expect(CommandRefusal.sourceNeeded, "a sensitive story without a source") {
    try await desk.pitch(as: writer, slug: slug, desk: .politics, sensitive: true, references: [])
  }
  let story = try await desk.pitch(
    as: writer, slug: slug, desk: .politics, sensitive: true, references: [Reference(kind: .person(name: "C", onRecord: false))])
  await expect(Refusal.taken(key: "story.slug"), "a second story of that slug") {
    try await desk.pitch(as: writer, slug: slug, desk: .politics, sensitive: false, references: [])
  }
  try await desk.begin(as: writer, story: story)
  await expect(Refusal.headlineShouting, "a shouting headline") {
    try await desk.submit(as: writer, story: story, body: Body(headline: "GONE", paragraphs: []), words: 10)
  }
  try await desk.submit(as: writer, story: story, body: Body(headline: "Gone", paragraphs: ["So it is."]), words: 3_000)
  expect(try await desk.reviewView(as: editor).toRead.count == 1, "the editor has one to read")
  let own = try await desk.editor("ann")
  await expect(CommandRefusal.ownStory, "approving one's own story") { try await desk.approve(as: own, story: story) }
  await expect(Refusal.noWay(from: .inReview, to: .published), "publishing before approval") {
    try await desk.publish(as: editor, story: story, slot: slot.id, channel: .web, hours: 2)
  }
  try await desk.approve(as: editor, story: story)
  await expect(Refusal.outOfRange("placement.channel.page"), "a page that no paper has") {
    try await desk.publish(as: editor, story: story, slot: slot.id, channel: .print(page: 65), hours: 2)
  }
  try await desk.publish(as: editor, story: story, slot: slot.id, channel: .web, hours: 2)
  expect(await desk.state.feesOwed == AUD(2_400), "3,000 words at 0.80 are 2,400")

  let tasks = await desk.obligations.map(\.current.task)
  expect(tasks.contains(.askLawyer(story)) && tasks.contains(.commissionPicture(story)), "a long sensitive story asks for both")
  let push = await desk.obligations.first { $0.current.task == .push(story: story, headline: slug.text) }!
  try await desk.settle()
  expect(await desk.obligations[push.number].isWaiting, "nobody is woken without leave")
  try await desk.wakeReaders(for: push.number, as: try await desk.dutyEditor("bob"))
  try await desk.settle()
  expect(await desk.obligations[push.number].status == .met, "the push went out")
  expect(await desk.obligations.contains { $0.current.task == .countPush(story) }, "a push is counted")

  clock.advance(.minutes(31))
  try await desk.settle()
  expect(await desk.obligations.contains { $0.current.task == .markAsDeveloping(story) }, "unchecked facts fall back")
  clock.advance(.minutes(6))
  try await desk.settle()
  expect(await desk.obligations.contains { $0.current.task == .recallPush(story) }, "the push is recalled")
  for _ in 1...3 { try await desk.correct(as: editor, story: story, what: "date", text: "It was Monday.") }
  expect(await desk.obligations.count { $0.current.task == .talkTo(ann.id) } == 1, "the third error is talked about, once")
  try await desk.settle()
  expect(await desk.findings.map(\.name) == ["correction_rate"], "three corrections to one story are too many")

  let reader = Reader(id: ID(100), email: Personal("r@example.org"), joined: Day(year: 2025, month: 6, day: 15))
  try await desk.perform(as: "setup") { draft in
    try draft.record(.reader(.created(reader)))
    try draft.record(.roleGranted(identity: "rea", .reader(reader.id)))
  }
  let subscriber = try await desk.reader("rea")
  expect(try await desk.homeView(as: subscriber).front.map(\.slug) == [slug], "the front page has the story")
  expect(try await desk.writer(ann.id, as: subscriber) == nil, "a reader sees no writers")
  await expect(Refusal.legalButUnanswered, "a legal complaint without an answer") {
    try await desk.complain(as: subscriber, story: story, text: "It was Tuesday.", legal: true)
  }
  let complaint = try await desk.complain(as: subscriber, story: story, text: "It was Tuesday.", legal: false)
  clock.advance(.days(7))
  try await desk.settle()
  expect(await desk.obligations.contains { $0.current.task == .answerByOmbudsman(complaint) }, "the ombudsman answers after five days")
  expect(await desk.obligations.contains { $0.current.task == .planWeek }, "a week was planned")
  expect(await desk.obligations.contains { $0.current.task == .showDrafts(ann.id) } == false, "nobody is shown drafts that are none")
  try await desk.perform(as: "setup") { try $0.record(.roleRevoked(identity: "rea", .reader(reader.id))) }
  await expect(RoleNotHeld(identity: "rea", role: .reader), "a command without the role") {
    try await desk.complain(as: subscriber, story: story, text: "It was Tuesday.", legal: false)
  }

  let again = try open()
  let (owed, owedAgain) = (await desk.obligations.count, await again.obligations.count)
  expect(owedAgain == (store is MemoryLog ? 0 : owed), "a second reading owes the same")
  let (stories, storiesAgain) = (await desk.state.stories, await again.state.stories)
  expect(storiesAgain == (store is MemoryLog ? [:] : stories), "a second reading has the same stories")
}

try await run(on: MemoryLog())
let file = FileManager.default.temporaryDirectory.appending(component: "newsroom-\(UUID().uuidString).log")
try await run(on: FileLog(file))
try FileManager.default.removeItem(at: file)
print(Failures.count == 0 ? "all as it has to be" : "\(Failures.count) failed")
exit(Failures.count == 0 ? 0 : 1)
