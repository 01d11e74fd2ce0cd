import IntentSource
import IntentSyntax

// The author's words on one line, without comments and needless brackets: what graphs and rule tables show.
extension SystemAnalysis {
  func sourceText(_ call: ActionCall) -> String {
    let arguments = call.values
    if arguments.isEmpty { return text(call.name) }
    if arguments.count == call.arguments.count, let text = plainText(call.span) { return text }
    out.append(text(call.name))
    out.append("(")
    write(arguments)
    out.append(")")
    return out.take()
  }

  func sourceText(_ trigger: Trigger) -> String {
    switch trigger {
    case .event(let path): sourceText(path)
    case .lasting(let path, let duration): "\(sourceText(path)) for \(sourceText(duration))"
    case .before(let duration, let path): "\(sourceText(duration)) before \(sourceText(path))"
    case .after(let duration, let path): "\(sourceText(duration)) after \(sourceText(path))"
    case .evolved: "intent.evolved"
    case .error: ""
    }
  }

  func sourceText(_ schedule: ScheduleItem) -> String {
    let period =
      switch schedule.period {
      case .unit(let unit): unit.text
      case .weekday(let day): day.text
      case .interval(let duration): sourceText(duration)
      }
    return "every \(period)" + (schedule.at.map { " at \(sourceText($0))" } ?? "")
  }

  func sourceText(_ path: Path) -> String {
    if path.names.count == 1 { return text(path.names[0]) }
    // Most stand in the source just as they are written here.
    let length = path.names.reduce(path.names.count - 1) { $0 + $1.span.length }
    if length == path.span.length { return trees[tree].file.text(path.span) }
    write(path)
    return out.take()
  }

  func sourceText(_ id: ExprID) -> String {
    write(id)
    return out.take()
  }

  /// A call that stands in the source just as it would be written, as most do: a name and one pair of brackets around names, points,
  /// plain literals and labels.
  private func plainText(_ span: Span) -> String? {
    trees[tree].file.bytes.withUnsafeBufferPointer { bytes in
      let text = UnsafeBufferPointer(rebasing: bytes[Int(span.start)..<Int(span.end)])
      guard text.last == UInt8(ascii: ")") else { return nil }
      var isInside = false
      var index = 0
      while true {
        let start = index
        while Self.isOfName(text[index]) { index += 1 }
        if index == start { return nil }
        switch text[index] {
        case UInt8(ascii: "."): index += 1
        case UInt8(ascii: "(") where !isInside:
          isInside = true
          index += 1
        case UInt8(ascii: ","), UInt8(ascii: ":"):
          // Behind a comma or a colon stands one blank.
          if text[index + 1] != UInt8(ascii: " ") { return nil }
          index += 2
        case UInt8(ascii: ")") where index == text.count - 1: return String(decoding: text, as: UTF8.self)
        default: return nil
        }
      }
    }
  }

  /// `true` for what names and whole numbers are made of.
  @inline(__always)
  private static func isOfName(_ byte: UInt8) -> Bool {
    (byte | 0x20) &- UInt8(ascii: "a") < 26 || byte &- UInt8(ascii: "0") < 10 || byte == UInt8(ascii: "_")
  }

  private func write(_ path: Path) {
    for (index, name) in path.names.enumerated() {
      if index > 0 { out.append(".") }
      out.append(text(name))
    }
  }

  /// Appends the words of `id`. `above` is the strength of the operator around: a looser expression stands in brackets.
  private func write(_ id: ExprID, above: Int = 0) {
    let isLooser = above > 0 && strength(of: trees[tree][id].kind) < above
    if isLooser { out.append("(") }
    writeKind(of: id)
    if isLooser { out.append(")") }
  }

  private func write(_ arguments: NodeList<Argument>) {
    for (index, argument) in arguments.enumerated() {
      if index > 0 { out.append(", ") }
      if let label = argument.label {
        out.append(text(label))
        out.append(": ")
      }
      write(argument.value)
    }
  }

  private func strength(of kind: ExprKind) -> Int {
    switch kind {
    case .quantifier: 0
    case .not: 3
    case .membership, .crosses, .predicate: 4
    case .range: 5
    case .negate: 8
    case .binary(let op, _, _): strength(of: op)
    case .error, .literal, .hole, .name, .member, .call, .index, .list, .quantified, .repeated: 9
    }
  }

  private func strength(of op: BinaryOperator) -> Int {
    switch op {
    case .or: 1
    case .and: 2
    case .otherwise: 5
    case .add, .subtract: 6
    case .multiply, .divide: 7
    default: 4
    }
  }

  private func writeKind(of id: ExprID) {
    switch trees[tree][id].kind {
    case .error, .quantified: break
    case .literal: out.append(trees[tree].file, span(of: id))
    case .hole: out.append("?")
    case .name(let name): out.append(text(name))
    case .member(let base, let name):
      write(base, above: 9)
      out.append(".")
      out.append(text(name))
    case .call(let callee, let arguments):
      write(callee, above: 9)
      out.append("(")
      write(arguments)
      out.append(")")
    case .index(let base, let index):
      write(base, above: 9)
      out.append("[")
      write(index)
      out.append("]")
    case .list(let elements):
      out.append("[")
      for (index, element) in elements.enumerated() {
        if index > 0 { out.append(", ") }
        write(element)
      }
      out.append("]")
    case .range(let low, let high): write(low, "..", high, above: 6)
    case .not(let operand):
      out.append("not ")
      write(operand, above: 3)
    case .negate(let operand):
      out.append("-")
      write(operand, above: 8)
    case .binary(let op, let left, let right):
      let strength = strength(of: op)
      write(left, above: op.isComparison ? 5 : strength)
      out.append(" ")
      out.append(op.text)
      out.append(" ")
      write(right, above: strength + 1)
    case .membership(let value, let set, let negated): write(value, negated ? " not in " : " in ", set, above: 5)
    case .crosses(let value, let threshold): write(value, " crosses ", threshold, above: 5)
    case .predicate(let subject, let predicate): writePredicate(subject, predicate.value)
    case .quantifier(let quantifier): writeQuantifier(quantifier.value)
    case .repeated(let subject): write(subject, above: 5)
    }
  }

  private func write(_ left: ExprID, _ word: String, _ right: ExprID, above: Int) {
    write(left, above: above)
    out.append(word)
    write(right, above: above)
  }

  private func writePredicate(_ subject: ExprID, _ predicate: Predicate) {
    let isLeftOut =
      switch expr(subject).kind {
      case .quantified, .repeated: true
      default: false
      }
    if !isLeftOut {
      write(subject, above: 5)
      out.append(" ")
    }
    switch predicate {
    case .exists: out.append("exists")
    case .valid: out.append("valid")
    case .has(let name):
      out.append("has ")
      out.append(text(name))
    case .is(let test):
      out.append(test.negated ? "is not " : "is ")
      out.append(text(test.state))
      if let binder = test.binder {
        out.append(" as ")
        out.append(text(binder))
      }
      if let lasting = test.lasting {
        out.append(" for ")
        if let comparison = lasting.comparison { out.append(comparison.text + " ") }
        write(lasting.duration)
      }
    }
  }

  private func writeQuantifier(_ quantifier: Quantifier) {
    out.append(quantifier.kind == .no ? "no(" : "every(")
    write(quantifier.path)
    if let binder = quantifier.binder {
      out.append(" ")
      out.append(text(binder))
    }
    if let condition = quantifier.condition {
      out.append(" where ")
      write(condition)
    }
    out.append(speaksOfQuantified(quantifier.body) ? ") " : "): ")
    write(quantifier.body)
  }

  /// `true` iff the expression begins with the instance that the text leaves out.
  private func speaksOfQuantified(_ id: ExprID) -> Bool {
    switch expr(id).kind {
    case .quantified: true
    case .predicate(let subject, _), .membership(let subject, _, _), .crosses(let subject, _): speaksOfQuantified(subject)
    case .binary(_, let left, _): speaksOfQuantified(left)
    default: false
    }
  }
}

/// A text that is put together from many short parts, as bytes: a string costs more for each part. One text after the other has the same
/// room.
final class TextBytes {
  // Unchecked, for nothing here is asked while it changes.
  @exclusivity(unchecked) private var bytes = [UInt8](repeating: 0, count: 256)
  /// So many of the bytes are written.
  @exclusivity(unchecked) private var count = 0

  /// The text of what was appended; the next one begins anew.
  func take() -> String {
    defer { count = 0 }
    return bytes.withUnsafeBufferPointer { String(decoding: UnsafeBufferPointer(rebasing: $0[..<count]), as: UTF8.self) }
  }

  func append(_ part: String) {
    guard let short = ShortText(part) else { return part.withBytes { append($0) } }
    // All that a short text may have is written, and counted is what it has.
    makeRoom(for: 16)
    let place = count
    bytes.withUnsafeMutableBytes {
      $0.storeBytes(of: short.low.littleEndian, toByteOffset: place, as: UInt64.self)
      $0.storeBytes(of: short.high.littleEndian, toByteOffset: place + 8, as: UInt64.self)
    }
    count += short.count
  }

  func append(_ file: SourceFile, _ span: Span) {
    file.bytes.withUnsafeBytes { bytes in
      let end = min(Int(span.end), bytes.count)
      append(UnsafeRawBufferPointer(rebasing: bytes[min(Int(span.start), end)..<end]))
    }
  }

  private func append(_ part: UnsafeRawBufferPointer) {
    makeRoom(for: part.count)
    bytes.replaceSubrange(count..<count + part.count, with: part)
    count += part.count
  }

  private func makeRoom(for more: Int) {
    if count + more > bytes.count { bytes += [UInt8](repeating: 0, count: bytes.count + more) }
  }
}
