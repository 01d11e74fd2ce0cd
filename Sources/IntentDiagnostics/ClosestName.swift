/// The candidate that `name` was probably meant to be, or `nil`: the nearest one at most one slip away for names up to four letters,
/// two up to eight, three beyond; of equally near ones the first in spelling. O(candidates × length²).
public func closestName(to name: String, among candidates: some Sequence<String>) -> String? {
  let wanted = Array(name.utf8)
  let limit = wanted.count <= 4 ? 1 : wanted.count <= 8 ? 2 : 3
  var best: (distance: Int, name: String)?
  for candidate in candidates where candidate != name {
    let bytes = Array(candidate.utf8)
    if abs(bytes.count - wanted.count) > limit { continue }
    let distance = editDistance(wanted, bytes)
    if distance > limit || distance >= wanted.count { continue }
    if let found = best, (found.distance, found.name) <= (distance, candidate) { continue }
    best = (distance, candidate)
  }
  return best?.name
}

/// The number of insertions, deletions, replacements and swaps of neighbours that turn `a` into `b` (no part is changed twice). O(a × b).
public func editDistance(_ a: [UInt8], _ b: [UInt8]) -> Int {
  if a.isEmpty || b.isEmpty { return max(a.count, b.count) }
  var beforeLast = [Int](repeating: 0, count: b.count + 1)
  var last = Array(0...b.count)
  var row = last
  for i in 1...a.count {
    row[0] = i
    for j in 1...b.count {
      let cost = a[i - 1] == b[j - 1] ? 0 : 1
      var best = Swift.min(last[j] + 1, row[j - 1] + 1, last[j - 1] + cost)
      if i > 1, j > 1, a[i - 1] == b[j - 2], a[i - 2] == b[j - 1] { best = Swift.min(best, beforeLast[j - 2] + 1) }
      row[j] = best
    }
    (beforeLast, last, row) = (last, row, beforeLast)
  }
  return last[b.count]
}
