import IntentSource

/// What a name was probably meant to be.
public struct NearName: Sendable {
  /// What is written.
  public let written: String
  /// The nearest name; of equally near ones the first in spelling.
  public let name: String
  /// The next in spelling of those that are as near.
  public let rival: String?

  public init(_ written: String, near name: String, rival: String? = nil) {
    self.written = written
    self.name = name
    self.rival = rival
  }

  /// `true` iff hardly anything else can be meant.
  public var isSure: Bool { rival == nil && isSlip(written, of: name) }

  /// The same inside of a longer name.
  public func inside(prefix: String = "", suffix: String = "") -> NearName {
    NearName(prefix + written + suffix, near: prefix + name + suffix, rival: rival.map { prefix + $0 + suffix })
  }

  /// What an author is asked.
  public var question: String { "did you mean `\(name)`" + (rival.map { " or `\($0)`" } ?? "") + "?" }

  /// The changes of what is written at `places`, one for each of the names.
  public func fixes(at places: [Span]) -> [Fix] {
    [name, rival].compactMap { meant in
      meant.map { meant in
        Fix("change `\(written)` to `\(meant)`", places.map { Edit(span: $0, replacement: meant) }, isGuess: !isSure)
      }
    }
  }
}

/// The candidate that `name` was probably meant to be, or `nil`: the nearest one at most one slip away for names up to four letters,
/// two up to eight, three beyond, and one that is as near. O(candidates × length).
public func nearName(to name: String, among candidates: some Sequence<String>) -> NearName? {
  let wanted = Array(name.utf8)
  var limit = min(wanted.count <= 4 ? 1 : wanted.count <= 8 ? 2 : 3, wanted.count - 1)
  var best: (distance: Int, name: String, rival: String?)?
  for var candidate in candidates where abs(candidate.utf8.count - wanted.count) <= limit && candidate != name {
    let distance = candidate.withUTF8 { bytes in
      wanted.withUnsafeBufferPointer { editDistance($0, bytes, atMost: limit) }
    }
    guard let distance else { continue }
    if let found = best, found.distance == distance {
      if candidate == found.name || candidate == found.rival { continue }
      let three = [found.name, candidate, found.rival].compactMap { $0 }.sorted()
      best = (distance, three[0], three[1])
    } else {
      best = (distance, candidate, nil)
      limit = distance
    }
  }
  return best.map { NearName(name, near: $0.name, rival: $0.rival) }
}

/// The nearest name alone, for a question that needs no other.
public func closestName(to name: String, among candidates: some Sequence<String>) -> String? {
  nearName(to: name, among: candidates)?.name
}

/// `true` iff hardly anything but `near` can be meant by `name`: one slip in three letters of each word, and the first letter as it is
/// where there are several slips. What is farther away, and what differs in a number alone, is worth a question, and no edit that nobody
/// looks at: `max_price` is no slip of `min_price`, nor `line_1` of `line_2`.
public func isSlip(_ name: String, of near: String) -> Bool {
  let (words, others) = (name.split(separator: "_"), near.split(separator: "_"))
  if words.count == others.count, words.count > 1 {
    return zip(words, others).allSatisfy { $0 == $1 || isSlip(String($0), of: String($1)) }
  }
  let length = max(name.utf8.count, near.utf8.count)
  guard let distance = editDistance(name, near, atMost: length / 3) else { return false }
  if name.filter({ !$0.isNumber }) == near.filter({ !$0.isNumber }) { return false }
  return distance <= 1 || name.utf8.first == near.utf8.first
}

/// The number of insertions, deletions, replacements and swaps of neighbours that turn `a` into `b` (no part is changed twice), or `nil` if
/// there are more than `limit`. O(length × limit): only what is so near to the diagonal is computed.
/// Source: E. Ukkonen, "Algorithms for approximate string matching", Information and Control 64 (1985).
public func editDistance(_ a: UnsafeBufferPointer<UInt8>, _ b: UnsafeBufferPointer<UInt8>, atMost limit: Int) -> Int? {
  if abs(a.count - b.count) > limit { return nil }
  let far = limit + 1
  return withUnsafeTemporaryAllocation(of: Int.self, capacity: 3 * (b.count + 1)) { rows in
    rows.initialize(repeating: far)
    let width = b.count + 1
    for j in 0...min(b.count, limit) { rows[j] = j }
    for i in stride(from: 1, through: a.count, by: 1) {
      let (row, last, beforeLast) = (i % 3 * width, (i + 2) % 3 * width, (i + 1) % 3 * width)
      // The cells beside the band are read, and hold what stood there three rows ago.
      if i > limit { rows[row + i - limit - 1] = far } else { rows[row] = i }
      if i + limit < b.count { rows[row + i + limit + 1] = far }
      var nearest = i <= limit ? i : far
      for j in stride(from: max(1, i - limit), through: min(b.count, i + limit), by: 1) {
        let cost = a[i - 1] == b[j - 1] ? 0 : 1
        var least = min(rows[last + j] + 1, rows[row + j - 1] + 1, rows[last + j - 1] + cost)
        if i > 1, j > 1, a[i - 1] == b[j - 2], a[i - 2] == b[j - 1] { least = min(least, rows[beforeLast + j - 2] + 1) }
        rows[row + j] = least
        nearest = min(nearest, least)
      }
      if nearest > limit { return nil }
    }
    let distance = rows[a.count % 3 * width + b.count]
    return distance <= limit ? distance : nil
  }
}

/// As above, for names.
public func editDistance(_ a: String, _ b: String, atMost limit: Int) -> Int? {
  var (a, b) = (a, b)
  return a.withUTF8 { a in b.withUTF8 { editDistance(a, $0, atMost: limit) } }
}
