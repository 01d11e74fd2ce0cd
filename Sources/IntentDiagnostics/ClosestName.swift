/// The candidate that `name` was probably meant to be, or `nil`: the nearest one at most one slip away for names up to four letters,
/// two up to eight, three beyond; of equally near ones the first in spelling. O(candidates × length).
public func closestName(to name: String, among candidates: some Sequence<String>) -> String? {
  let wanted = Array(name.utf8)
  var limit = min(wanted.count <= 4 ? 1 : wanted.count <= 8 ? 2 : 3, wanted.count - 1)
  var best: (distance: Int, name: String)?
  for var candidate in candidates where abs(candidate.utf8.count - wanted.count) <= limit && candidate != name {
    let distance = candidate.withUTF8 { bytes in
      wanted.withUnsafeBufferPointer { editDistance($0, bytes, atMost: limit) }
    }
    guard let distance else { continue }
    if let found = best, (found.distance, found.name) <= (distance, candidate) { continue }
    best = (distance, candidate)
    limit = distance
  }
  return best?.name
}

/// `true` iff hardly anything but `near` can be meant by `name`: one slip in three letters, and the first letter as it is where there are
/// several slips. What is farther away is worth a question, and no edit that nobody looks at.
public func isSlip(_ name: String, of near: String) -> Bool {
  let length = max(name.utf8.count, near.utf8.count)
  guard let distance = editDistance(name, near, atMost: length / 3) else { return false }
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
