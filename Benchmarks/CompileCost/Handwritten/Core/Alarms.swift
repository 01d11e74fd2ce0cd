import Chronicle
import Foundation

extension Newsroom {
  func alarms(after event: Event, since before: Before, in state: State, at time: Date) -> [(Alarm, Date?)] {
    switch event {
    case .story(let change): alarms(afterChangeOf: change.id, to: change.now, since: before.story, at: time)
    case .complaint(let change):
      if change.now?.legal == before.complaint?.legal {
        []
      } else {
        [(.legalForAnHour(change.id), change.now?.legal == true ? time + .hours(1) : nil)]
      }
    case .writer(let change):
      [(.logsOn(change.id), change.now.map { almanac.next(.daily($0.logsOn), after: time) })]
    default: []
    }
  }

  private func alarms(afterChangeOf id: Story.ID, to story: Story?, since was: Story?, at time: Date) -> [(Alarm, Date?)] {
    var alarms: [(Alarm, Date?)] = []
    if story?.state != was?.state {
      alarms.append((.draftForTwoWeeks(id), story?.state == .draft ? time + .days(14) : nil))
    }
    if story?.embargo != was?.embargo {
      alarms.append((.beforeEmbargo(id), story?.embargo.map { $0 - .minutes(30) }))
      alarms.append((.afterEmbargo(id), story?.embargo.map { $0 + .days(2) }))
    }
    return alarms
  }

  func standingAlarms(from time: Date) -> [(Alarm, Date)] {
    [
      (.sunday, almanac.next(.weekly(weekday: 1, TimeOfDay(17, 0)), after: time)),
      (.month, almanac.next(.monthly, after: time)),
      (.halfHour, almanac.next(.every(minutes: 30), after: time)),
    ]
  }

  func next(_ alarm: Alarm, after time: Date, in state: State) -> Date? {
    switch alarm {
    case .sunday: almanac.next(.weekly(weekday: 1, TimeOfDay(17, 0)), after: time)
    case .month: almanac.next(.monthly, after: time)
    case .halfHour: almanac.next(.every(minutes: 30), after: time)
    case .logsOn(let writer): state.writers[writer].map { almanac.next(.daily($0.logsOn), after: time) }
    case .draftForTwoWeeks, .beforeEmbargo, .afterEmbargo, .legalForAnHour: nil
    }
  }

  func duties(at alarm: Alarm, in state: State) -> [Duty<Newsroom>] {
    switch alarm {
    case .draftForTwoWeeks(let id):
      guard let story = state.stories[id] else { return [] }
      return [Duty(.could, .askWriter(story.writer, about: id), unless: .hasEmbargo(id))]
    case .beforeEmbargo(let id): return [Duty(.must, .prepare(id), within: .minutes(30), unless: .isDropped(id))]
    case .afterEmbargo(let id):
      guard let story = state.stories[id], story.state == .approved else { return [] }
      return [Duty(.should, .askWhy(who: story.editor ?? story.writer, about: id))]
    case .legalForAnHour(let id): return [Duty(.must, .tellLawyer(id))]
    case .logsOn(let id): return state.hasStory(by: id, in: .draft) ? [Duty(.could, .showDrafts(id))] : []
    case .sunday:
      let empty = state.slots.keys.sorted().filter { state.placementsBySlot[$0].isEmpty }
      return [Duty(.must, .planWeek)] + empty.map { Duty(.should, .fill($0), within: .hours(12)) }
    case .month:
      let owed = state.writers.values.filter { $0.freelance && state.hasStory(by: $0.id, in: .published) }
      return owed.map(\.id).sorted().map { Duty(.must, .payFees($0), within: .days(7)) }
    case .halfHour: return [Duty(.should, .refreshFrontPage)]
    }
  }
}
