/// The order of names.
enum NameOrder {
  /// The indices of names, whose words these are, in the order of the names; those of one name stay as they stand. `text` gives a name
  /// where the words do not tell. O(n log n): a plain merge sort, for the library's puts runs of up to 64 in order by insertion.
  static func sorted(_ words: [NameWords], _ text: (Int) -> String) -> [Int] {
    func isBefore(_ a: Int, _ b: Int) -> Bool { words[a].isBefore(words[b]) ?? (text(a) < text(b)) }
    var order = Array(words.indices)
    var merged = order
    var width = 1
    while width < order.count {
      var start = 0
      while start < order.count {
        let middle = min(start + width, order.count)
        let end = min(middle + width, order.count)
        var (left, right) = (start, middle)
        for place in start..<end {
          let takesRight = left == middle || right < end && isBefore(order[right], order[left])
          merged[place] = takesRight ? order[right] : order[left]
          if takesRight { right += 1 } else { left += 1 }
        }
        start = end
      }
      swap(&order, &merged)
      width *= 2
    }
    return order
  }
}
