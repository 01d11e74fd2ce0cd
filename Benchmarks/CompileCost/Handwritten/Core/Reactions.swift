import Chronicle
import Foundation

/// What was so before an event.
struct Before {
  var story: Story?
  var complaint: Complaint?
  var placement: Placement?
  var readers: Int?
  var errors: Int?
}

extension Newsroom {
  func before(_ event: Event, in state: State, at time: Date) -> Before {
    switch event {
    case .story(let change):
      Before(story: state.stories[change.id], readers: state.reach.reach(of: change.id, at: time).readers)
    case .correctionMade(let correction):
      Before(errors: state.stories[correction.story].map { state.errors(of: $0.writer) })
    case .complaint(let change): Before(complaint: state.complaints[change.id])
    case .placement(let change): Before(placement: state.placements[change.id])
    default: Before()
    }
  }

  func duties(after event: Event, since before: Before, in state: State, at time: Date) -> [Duty<Newsroom>] {
    switch event {
    case .tipReceived(let text, let desk): [Duty(.must, .readTip(desk: desk, text: text), within: .hours(2))]
    case .viewCounted(let story, let seconds): [Duty(.should, .rank(story: story, seconds: seconds), within: .minutes(1))]
    case .breaking(let story, let headline): duties(afterBreaking: story, headline)
    case .story(let change):
      if let story = change.now { duties(afterChangeOf: story, since: before, in: state, at: time) } else { [] }
    case .correctionMade(let correction): duties(after: correction, since: before, in: state)
    case .complaint(.created(let complaint)):
      [
        Duty(
          .must, .answer(complaint.id), within: .days(5),
          fallback: [Step(.answerByOmbudsman(complaint.id), within: .days(10))])
      ]
    case .placement(.deleted):
      if let from = before.placement?.from { [Duty(.could, .noteRemoval(from: from))] } else { [] }
    case .done(.push(let story, _)): [Duty(.could, .countPush(story))]
    default: []
    }
  }

  private func duties(afterBreaking story: Story.ID, _ headline: String) -> [Duty<Newsroom>] {
    [
      Duty(
        .must, .push(story: story, headline: headline), within: .minutes(2), retries: 2, requires: .wakeReaders,
        undo: .recallPush(story)),
      Duty(
        .must, .awaitFactsChecked(story), within: .minutes(30),
        fallback: [Step(.markAsDeveloping(story), within: .minutes(5))]),
    ]
  }

  private func duties(afterChangeOf story: Story, since before: Before, in state: State, at time: Date) -> [Duty<Newsroom>] {
    var duties: [Duty<Newsroom>] = []
    if before.story == nil { duties.append(Duty(.should, .announce(story.id, desk: story.desk), within: .days(1))) }
    if story.editor != before.story?.editor {
      if before.story?.editor != nil { duties.append(Duty(.must, .findEditor(story.id), within: .hours(4))) }
      if let editor = story.editor { duties.append(Duty(.should, .brief(story.id, editor: editor))) }
    }
    if story.state != before.story?.state { duties += self.duties(afterEntering: story, in: state) }
    guard let was = before.story, was != story else { return duties }
    let readers = state.reach.reach(of: story.id, at: time).readers
    if (before.readers ?? 0) < thresholds.goingViral, readers >= thresholds.goingViral {
      duties.append(Duty(.should, .addContext(story.id), within: .minutes(30)))
    }
    if was.desk != story.desk { duties.append(Duty(.must, .moveToDesk(story.id, desk: story.desk), within: .hours(1))) }
    return duties
  }

  private func duties(afterEntering story: Story, in state: State) -> [Duty<Newsroom>] {
    switch story.state {
    case .inReview:
      var duties = [
        Duty<Newsroom>(
          .must, .readThrough(story.id), within: .hours(8),
          fallback: [Step(.findOtherEditor(story.id), within: .hours(2))])
      ]
      if state.unchecked(story.id) > 0 { duties.append(Duty(.must, .checkFacts(story.id), within: .hours(6))) }
      if story.words >= thresholds.longRead { duties.append(Duty(.could, .commissionPicture(story.id), within: .days(2))) }
      if story.sensitive { duties.append(Duty(.must, .askLawyer(story.id), within: .days(1), requires: .consultLawyers)) }
      return duties
    case .published:
      var duties = [
        Duty<Newsroom>(.must, .index(story.id), within: .minutes(1), retries: 3, undo: .removeFromIndex(story.id)),
        Duty(.must, .notify(story.writer, story.id), within: .minutes(10)),
      ]
      for reader in state.readers.values.sorted(by: { $0.id < $1.id }) where reader.paying && reader.desks.contains(.politics) {
        duties.append(Duty(.could, .mail(reader.id)))
      }
      if let editor = story.editor, story.body != nil { duties.append(Duty(.should, .thank(editor))) }
      return duties
    case .retracted:
      return [Duty(.must, .explainRetraction(story.id), within: .hours(1), fallback: [Step(.tellChief(story.id))])]
    default: return []
    }
  }

  private func duties(after correction: Correction, since before: Before, in state: State) -> [Duty<Newsroom>] {
    let story = correction.story
    var duties = [Duty<Newsroom>(.must, .showCorrection(story, text: correction.text), within: .minutes(30))]
    if let writer = state.stories[story]?.writer, (before.errors ?? 0) < thresholds.manyErrors,
      state.errors(of: writer) >= thresholds.manyErrors
    {
      duties.append(Duty(.should, .talkTo(writer), within: .days(7)))
    }
    switch correction.kind {
    case .fact(let whatWasWrong): duties.append(Duty(.should, .tellReaders(story, what: whatWasWrong), within: .hours(2)))
    case .retraction: duties.append(Duty(.must, .tellChief(story)))
    case .typo: break
    }
    return duties
  }

  func isMet(_ job: Job, by event: Event) -> Bool {
    switch event {
    case .done(let done): done == job
    case .factsChecked(let story, _): job == .awaitFactsChecked(story)
    default: false
    }
  }

  func isWaived(_ waiver: Waiver, in state: State) -> Bool {
    switch waiver {
    case .hasEmbargo(let story): state.stories[story]?.embargo != nil
    case .isDropped(let story): state.stories[story]?.state == .dropped
    }
  }
}
