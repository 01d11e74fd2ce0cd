import IntentSource

/// A piece of text with the places where its lines may break.
indirect enum Doc {
  case text(String)
  /// A space, unless a line breaks here.
  case space
  /// A place where a line breaks if the group around it is broken; otherwise a space, or nothing.
  case line(flat: Bool, blank: Bool, offset: Int)
  /// A comment, on a line of its own or at the end of the one before; a line break follows in any case.
  case comment(String, ownsLine: Bool, blank: Bool)
  /// Set two columns further right.
  case indent([Doc])
  /// On one line if it fits, otherwise broken at each of its lines; always broken if `forced`.
  case group([Doc], forced: Bool)
  /// A group whose rest, which begins with a line, is indented by so many columns if it is broken.
  case chain(head: [Doc], rest: [Doc], indent: Int, forced: Bool)
}

/// Sets a `Doc` in lines. Linear in the text, times the width.
struct DocRenderer {
  private struct Frame {
    let docs: [Doc]
    var next = 0
    let indent: Int
    let broken: Bool
  }

  private let width: Int
  private var frames: [Frame] = []
  private var out = ""
  private var column = 0
  /// Line ends that are due before the next text: 2 leaves a blank line.
  private var dueLines = 0
  private var dueIndent: Int?
  private var dueSpace = false
  /// `true` iff a line ended since the group on one line around began.
  private var remeasure = false

  private init(width: Int) { self.width = width }

  /// The text of `docs`, which ends with a newline unless it is empty.
  static func render(_ docs: [Doc], width: Int) -> String {
    var renderer = DocRenderer(width: width)
    renderer.frames = [Frame(docs: docs, indent: 0, broken: true)]
    renderer.run()
    if !renderer.out.isEmpty { renderer.out += "\n" }
    return renderer.out
  }

  private mutating func run() {
    while let frame = frames.last {
      if frame.next == frame.docs.count {
        frames.removeLast()
        continue
      }
      frames[frames.count - 1].next += 1
      place(frame.docs[frame.next], frame)
    }
  }

  private mutating func place(_ doc: Doc, _ frame: Frame) {
    switch doc {
    case .text(let text): write(text, indent: frame.indent)
    case .space: dueSpace = true
    case .line(let flat, let blank, let offset):
      if frame.broken {
        dueLines = max(dueLines, blank ? 2 : 1)
        dueIndent = frame.indent + offset
      } else if flat {
        dueSpace = true
      }
    case .comment(let text, let ownsLine, let blank):
      if ownsLine {
        dueLines = max(dueLines, blank ? 2 : 1)
        dueIndent = frame.indent
        write(text, indent: frame.indent)
      } else {
        out += "  " + text
      }
      dueLines = 1
    case .indent(let docs): frames.append(Frame(docs: docs, indent: frame.indent + 2, broken: frame.broken))
    case .group(let docs, let forced):
      let broken = forced || !goesFlat(docs, in: frame)
      frames.append(Frame(docs: docs, indent: frame.indent, broken: broken))
    case .chain(let head, let rest, let indent, let forced):
      let broken = forced || !goesFlat(head + rest, in: frame)
      frames.append(Frame(docs: rest, indent: broken ? frame.indent + indent : frame.indent, broken: broken))
      frames.append(Frame(docs: head, indent: frame.indent, broken: broken))
    }
  }

  private mutating func write(_ text: String, indent: Int) {
    if dueLines > 0 {
      if !out.isEmpty {
        for _ in 0..<dueLines { out += "\n" }
      }
      column = dueIndent ?? indent
      for _ in 0..<column { out += " " }
      remeasure = true
    } else if dueSpace {
      out += " "
      column += 1
    }
    dueLines = 0
    dueIndent = nil
    dueSpace = false
    out += text
    column += text.unicodeScalars.count
  }

  /// `true` iff a group of `docs` goes on one line. In a group that does, each part does, until a forced break begins another line.
  private mutating func goesFlat(_ docs: [Doc], in frame: Frame) -> Bool {
    if !frame.broken, !remeasure { return true }
    remeasure = false
    return fits(docs)
  }

  /// `true` iff `docs` on one line, with what follows up to the next place where a line may break, stays within the width.
  private func fits(_ docs: [Doc]) -> Bool {
    var room = width - (dueLines > 0 ? (dueIndent ?? 0) : column + (dueSpace ? 1 : 0))
    var local = [Frame(docs: docs, indent: 0, broken: false)]
    var outer = frames.count
    while room >= 0 {
      guard let frame = local.last else {
        if outer == 0 { return true }
        outer -= 1
        local.append(frames[outer])
        continue
      }
      if frame.next == frame.docs.count {
        local.removeLast()
        continue
      }
      local[local.count - 1].next += 1
      switch frame.docs[frame.next] {
      case .text(let text): room -= text.unicodeScalars.count
      case .space: room -= 1
      case .line(let flat, _, _):
        if frame.broken { return true }
        if flat { room -= 1 }
      case .comment: return true
      case .indent(let docs): local.append(Frame(docs: docs, indent: 0, broken: frame.broken))
      case .group(let docs, let forced): local.append(Frame(docs: docs, indent: 0, broken: frame.broken || forced))
      case .chain(let head, let rest, _, let forced):
        local.append(Frame(docs: rest, indent: 0, broken: frame.broken || forced))
        local.append(Frame(docs: head, indent: 0, broken: frame.broken || forced))
      }
    }
    return false
  }
}
