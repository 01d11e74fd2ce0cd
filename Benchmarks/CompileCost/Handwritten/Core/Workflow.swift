enum Role: String, Codable, Sendable {
  case writer, editor, dutyEditor, reader
}

/// Where a story stands between idea and archive.
enum StoryState: String, Codable, Sendable {
  case idea, draft, inReview, approved, published, retracted, dropped, archived

  /// Who may move a story from here to there; nobody if there is no such way. A draft goes into review with a body only.
  func roles(movingTo next: StoryState) -> Set<Role> {
    switch (self, next) {
    case (.idea, .draft), (.draft, .inReview): [.writer]
    case (.inReview, .draft), (.inReview, .approved): [.editor]
    case (.approved, .published): [.editor, .dutyEditor]
    case (.published, .retracted): [.dutyEditor]
    case (.idea, .dropped), (.draft, .dropped): [.writer, .editor]
    case (.published, .archived): [.editor]
    default: []
    }
  }
}
