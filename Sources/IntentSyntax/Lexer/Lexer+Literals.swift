import IntentDiagnostics
import IntentSource

extension Lexer {
  /// A number with what touches it: a unit, `%`, a currency, or the minutes of a time of day.
  mutating func number() {
    let start = index
    let number = digits()
    if reportThousands(from: start) { return }
    if let minutes = timeOfDay(from: start) {
      literal(.time(minutes: minutes), from: start)
      return
    }
    if byte() == UInt8(ascii: "%") {
      index += 1
      literal(.percent(number), from: start)
    } else if isLetter(byte()) || byte() == 0x5F {
      suffixed(number, from: start)
    } else {
      literal(.number(number), from: start)
    }
  }

  /// `$200`, `$200/month`.
  mutating func money() {
    let start = index
    index += 1
    let amount = digits()
    if isNameByte(byte()) { badSuffix(from: start) }
    amountLiteral(amount, currency: Symbol(.USD), from: start)
  }

  /// Reads `$ 5` as the amount that it is meant for; `false` if no number follows.
  mutating func looseDollar() -> Bool {
    let start = index
    var gap = 1
    while byte(gap) == UInt8(ascii: " ") { gap += 1 }
    guard isDigit(byte(gap)) else { return false }
    let space = Span(file: file, start: UInt32(start + 1), end: UInt32(start + gap))
    diagnostics.add(
      .badNumber, "`$` touches its number", at: Span(file: file, start: UInt32(start), end: UInt32(start + 1)),
      fixes: [Fix("remove the space", replace: space, with: "")])
    index += gap
    amountLiteral(digits(), currency: Symbol(.USD), from: start)
    return true
  }

  private mutating func literal(_ literal: Literal, from start: Int) {
    literals.append(literal)
    emit(.literal, from: start, payload: UInt32(literals.count - 1))
  }

  private mutating func amountLiteral(_ amount: Number, currency: Symbol, from start: Int) {
    if byte() == UInt8(ascii: "/"), let (unit, length) = calendarUnit(1) {
      index += 1 + length
      literal(.rate(amount, currency: currency, per: unit), from: start)
    } else {
      literal(.money(amount, currency: currency), from: start)
    }
  }

  /// The digits at hand, with a point only before a digit.
  private mutating func digits() -> Number {
    let start = index
    var significand: Int128 = 0
    var count = 0
    var scale = 0
    var inFraction = false
    while index < bytes.count {
      let b = bytes[index]
      if isDigit(b) {
        count += 1
        if inFraction { scale += 1 }
        if count <= 36 { significand = significand * 10 + Int128(b - 0x30) }
      } else if b == UInt8(ascii: "."), !inFraction, isDigit(byte(1)) {
        inFraction = true
      } else if b != 0x5F || !isDigit(byte(1)) {
        break
      }
      index += 1
    }
    if count > 36 || scale > 18 {
      let reason = "a number has at most 36 digits, 18 of them after the point"
      diagnostics.add(.badNumber, reason, at: span(from: start))
      return Number(significand: 0, scale: 0)
    }
    return Number(significand: significand, scale: scale)
  }

  private mutating func timeOfDay(from start: Int) -> Int? {
    guard index - start <= 2, byte() == UInt8(ascii: ":"), isDigit(byte(1)), isDigit(byte(2)), !isNameByte(byte(3)) else { return nil }
    let hasOneDigit = index - start == 1
    var hour = 0
    for i in start..<index where isDigit(bytes[i]) { hour = hour * 10 + Int(bytes[i] - 0x30) }
    let minute = Int(byte(1) - 0x30) * 10 + Int(byte(2) - 0x30)
    index += 3
    if hour > 23 || minute > 59 {
      diagnostics.add(.badNumber, "a time of day is between `00:00` and `23:59`", at: span(from: start))
    } else if hasOneDigit {
      let gap = Span(file: file, start: UInt32(start), end: UInt32(start))
      diagnostics.add(
        .badNumber, "a time of day has two digits for the hour", at: span(from: start), fixes: [Fix("write `0`", replace: gap, with: "0")])
    }
    return hour * 60 + minute
  }

  /// A number that letters follow: a duration or an amount of money.
  private mutating func suffixed(_ number: Number, from start: Int) {
    var length = 0
    while isNameByte(byte(length)) { length += 1 }
    if let unit = durationUnit(length) {
      index += length
      guard let milliseconds = number.scaled(by: unit.milliseconds) else {
        diagnostics.add(.badNumber, "a duration is a whole number of milliseconds, at most 292 million years", at: span(from: start))
        return literal(.duration(milliseconds: 0, unit: unit), from: start)
      }
      return literal(.duration(milliseconds: milliseconds, unit: unit), from: start)
    }
    if length == 3, (0..<3).allSatisfy({ byte($0) >= 0x41 && byte($0) <= 0x5A }) {
      let currency = symbols.intern(UnsafeBufferPointer(rebasing: bytes[index..<index + 3]))
      index += 3
      return amountLiteral(number, currency: currency, from: start)
    }
    badSuffix(from: start)
    literal(.number(number), from: start)
  }

  private mutating func badSuffix(from start: Int) {
    let suffix = index
    while isNameByte(byte()) { index += 1 }
    let place = span(from: start)
    let written = String(decoding: bytes[start..<index], as: UTF8.self)
    let text = String(decoding: bytes[suffix..<index], as: UTF8.self)
    if let meant = DurationText.meant(by: written) {
      // Elsewhere `M` is a month, or a million.
      let isDoubtful = text == "M"
      let advice = isDoubtful ? "minutes are written `\(meant)`, months in days, a million `1_000_000`" : "this is written `\(meant)`"
      let fix = Fix("write `\(meant)`", replace: place, with: meant, isGuess: isDoubtful)
      diagnostics.add(.badNumber, advice, at: place, fixes: [fix])
      return
    }
    if ["mo", "mon", "month", "months", "y", "yr", "year", "years"].contains(text.lowercased()) {
      let advice = "write days, such as `30d`, or a schedule, `every month`"
      diagnostics.add(.badNumber, "a month or a year has no fixed length: \(advice)", at: place)
      return
    }
    if text.first == "x" || text.first == "b" || text.first == "o", written.hasPrefix("0") {
      diagnostics.add(.badNumber, "numbers are written with the digits 0 to 9", at: place)
      return
    }
    let known = "`ms`, `s`, `m`, `h`, `d`, `w`, `%` or a currency such as `EUR`"
    diagnostics.add(.badNumber, "`\(text)` is not a unit; a number is followed by \(known)", at: place)
  }

  /// `1,000`, `$5.000,00`: digits behind a comma that no number begins with. What was meant is read.
  private mutating func reportThousands(from start: Int) -> Bool {
    let length = index - start
    guard length == 2 || length == 3, let comma = tokens.last, comma.kind == .comma, Int(comma.end) == start,
      let before = tokens.secondToLast, before.kind == .literal, before.end == comma.start
    else { return false }
    let whole = bytes[Int(before.start)..<Int(before.end)]
    let isAmount = whole.first == UInt8(ascii: "$")
    if length == 2, whole.dropLast(3).last == UInt8(ascii: "."), bytes[start] == 0x30 || isAmount {
      let place = Span(file: file, start: before.start, end: UInt32(index))
      let decimals = String(decoding: bytes[start..<index], as: UTF8.self)
      let meant = String(decoding: whole, as: UTF8.self).replacing(".", with: "_") + "." + decimals
      diagnostics.add(
        .badNumber, "thousands are set apart with `_`, and decimals with `.`: `\(meant)`", at: place,
        fixes: [Fix("write `\(meant)`", replace: place, with: meant)])
    } else if length == 3, bytes[start] == 0x30 {
      let place = Span(file: file, start: comma.start, end: comma.end)
      diagnostics.add(
        .badNumber, "thousands are set apart with `_`", at: place, fixes: [Fix("write `_`", replace: place, with: "_")])
    } else {
      return false
    }
    tokens.removeLast()
    return true
  }

  /// `5€`, `0.01$`: the sign of an amount behind its number; `false` if no number stands there.
  mutating func trailingSign(_ code: String, length: Int) -> Bool {
    guard !startsLine, let last = tokens.last, last.kind == .literal, case .number(let amount) = literals[Int(last.payload)],
      bytes[Int(last.end)..<index].allSatisfy({ $0 == 0x20 })
    else { return false }
    let number = String(decoding: bytes[Int(last.start)..<Int(last.end)], as: UTF8.self)
    index += length
    let place = span(from: Int(last.start))
    let meant = code == "USD" ? "$" + number : number + code
    diagnostics.add(.foreignSign, "this is written `\(meant)`", at: place, fixes: [Fix("write `\(meant)`", replace: place, with: meant)])
    tokens.removeLast()
    startsLine = last.startsLine
    amountLiteral(amount, currency: symbols.intern(code), from: Int(last.start))
    return true
  }

  /// `€20`: an amount whose sign is not the dollar's.
  mutating func foreignMoney(_ code: String, signLength: Int) {
    let start = index
    index += signLength
    let amount = digits()
    let place = span(from: start)
    let meant = String(decoding: bytes[start + signLength..<index], as: UTF8.self) + code
    diagnostics.add(.foreignSign, "this is written `\(meant)`", at: place, fixes: [Fix("write `\(meant)`", replace: place, with: meant)])
    literal(.money(amount, currency: symbols.intern(code)), from: start)
  }

  /// `50 %`: the sign stands apart from its number. `false` if there is no number before it.
  mutating func loosePercent() -> Bool {
    guard let last = tokens.last, last.kind == .literal, case .number(let number) = literals[Int(last.payload)] else {
      return false
    }
    index += 1
    let gap = Span(file: file, start: last.end, end: UInt32(index - 1))
    diagnostics.add(
      .badNumber, "`%` touches its number", at: span(from: index - 1), fixes: [Fix("remove the space", replace: gap, with: "")])
    literals[Int(last.payload)] = .percent(number)
    return true
  }

  private func durationUnit(_ length: Int) -> DurationUnit? {
    if length == 2, byte() == UInt8(ascii: "m"), byte(1) == UInt8(ascii: "s") { return .milliseconds }
    guard length == 1 else { return nil }
    switch byte() {
    case UInt8(ascii: "s"): return .seconds
    case UInt8(ascii: "m"): return .minutes
    case UInt8(ascii: "h"): return .hours
    case UInt8(ascii: "d"): return .days
    case UInt8(ascii: "w"): return .weeks
    default: return nil
    }
  }

  /// The unit of a rate that is spelled `ahead` bytes on, and its length.
  private func calendarUnit(_ ahead: Int) -> (CalendarUnit, Int)? {
    var length = 0
    while isNameByte(byte(ahead + length)) { length += 1 }
    let text = bytes[min(index + ahead, bytes.count)..<min(index + ahead + length, bytes.count)]
    for unit in CalendarUnit.allCases where text.elementsEqual(unit.text.utf8) { return (unit, length) }
    return nil
  }

  /// A string up to `closing`; any but `"` is another language's and gets a fix.
  mutating func text(closing: [UInt8]) {
    let start = index
    let opening = closing.count
    index += opening
    if endsBrokenString(at: start) {
      while let last = tokens.last, Int(last.end) > Int(losses[losses.count - 1].end) { tokens.removeLast() }
      return
    }
    scratch.removeAll(keepingCapacity: true)
    var closed = false
    while index < bytes.count, bytes[index] != 0x0A {
      if closes(closing) {
        index += closing.count
        closed = true
        break
      }
      if bytes[index] == UInt8(ascii: "\\") {
        escape()
      } else {
        scratch.append(bytes[index])
        index += 1
      }
    }
    if !closed { cutUnclosed(from: start + opening) }
    let place = span(from: start)
    if !closed {
      diagnostics.add(.unclosedText, "this string does not end on its line", at: place)
      losses.append(place)
    } else if closing != [UInt8(ascii: "\"")] {
      let inside = String(decoding: bytes[start + opening..<index - closing.count], as: UTF8.self)
      diagnostics.add(
        .foreignSign, "a string stands in `\"`", at: place, fixes: [Fix("write `\"`", replace: place, with: "\"\(inside)\"")])
    }
    if let hidden = placeOfHidden(in: start..<index) { reportHidden(at: hidden, isText: true) }
    let symbol = scratch.withUnsafeBufferPointer { symbols.intern($0) }
    emit(.text, from: start, payload: symbol.rawValue)
  }

  /// `true` iff the quote ends the string that the line before left open: only words stand between, and none begins behind it.
  private func endsBrokenString(at quote: Int) -> Bool {
    guard let broken = losses.last, quote + 1 >= bytes.count || !isNameByte(bytes[quote + 1]) else { return false }
    let between = bytes[Int(broken.end)..<quote]
    return between.first == 0x0A && between.dropFirst().allSatisfy { isNameByte($0) || [0x20, 0x09].contains($0) }
  }

  /// A string that does not end on its line ends before a bracket that closes nothing within it: that belongs to what stands around.
  private mutating func cutUnclosed(from start: Int) {
    var open: [UInt8: Int] = [:]
    for i in start..<index {
      switch bytes[i] {
      case UInt8(ascii: "("), UInt8(ascii: "["), UInt8(ascii: "{"): open[bytes[i], default: 0] += 1
      case UInt8(ascii: ")"), UInt8(ascii: "]"), UInt8(ascii: "}"):
        let partner = bytes[i] == UInt8(ascii: ")") ? UInt8(ascii: "(") : bytes[i] - 2
        if open[partner, default: 0] == 0 {
          index = i
          return
        }
        open[partner, default: 0] -= 1
      default: break
      }
    }
  }

  private func closes(_ closing: [UInt8]) -> Bool {
    for (i, b) in closing.enumerated() where byte(i) != b { return false }
    return true
  }

  private mutating func escape() {
    let start = index
    let next = byte(1)
    index += 2
    switch next {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"): scratch.append(next)
    case UInt8(ascii: "n"): scratch.append(0x0A)
    case UInt8(ascii: "t"): scratch.append(0x09)
    case UInt8(ascii: "u"):
      if let scalar = unicodeEscape() {
        scratch.append(contentsOf: Array(String(Character(scalar)).utf8))
      } else {
        diagnostics.add(.badEscape, "`\\u{…}` takes the number of a character, one to six hexadecimal digits", at: span(from: start))
      }
    default:
      // The line's end is not part of an escape.
      if next == 0x0A || next >= 0x80 || index > bytes.count { index = start + 1 }
      let written = String(decoding: bytes[start..<index], as: UTF8.self)
      let backslash = Span(file: file, start: UInt32(start), end: UInt32(start + 1))
      let isInterpolation = next == UInt8(ascii: "(")
      diagnostics.add(
        .badEscape,
        isInterpolation
          ? "a text has no interpolation: hand the value over as an argument of its own" : "`\(written)` is not an escape of strings",
        at: span(from: start),
        fixes: [Fix("write the backslash itself: `\\\\`", replace: backslash, with: "\\\\", isGuess: isInterpolation)])
      scratch.append(contentsOf: bytes[start..<index])
    }
  }

  /// The scalar of `{…}` at hand, which is skipped.
  private mutating func unicodeEscape() -> Unicode.Scalar? {
    guard byte() == UInt8(ascii: "{") else { return nil }
    index += 1
    var value: UInt32 = 0
    var count = 0
    while let digit = hexValue(byte()) {
      value = count < 6 ? value * 16 + digit : UInt32.max
      count += 1
      index += 1
    }
    guard byte() == UInt8(ascii: "}"), count > 0 else { return nil }
    index += 1
    return Unicode.Scalar(value)
  }

  private func hexValue(_ b: UInt8) -> UInt32? {
    if isDigit(b) { return UInt32(b - 0x30) }
    let lower = b | 0x20
    return lower >= 0x61 && lower <= 0x66 ? UInt32(lower - 0x61 + 10) : nil
  }
}

extension Number {
  /// The product with `factor` if it is whole and fits.
  func scaled(by factor: Int64) -> Int64? {
    let (product, overflow) = significand.multipliedReportingOverflow(by: Int128(factor))
    if overflow { return nil }
    var divisor: Int128 = 1
    for _ in 0..<scale { divisor *= 10 }
    return product % divisor == 0 ? Int64(exactly: product / divisor) : nil
  }
}
