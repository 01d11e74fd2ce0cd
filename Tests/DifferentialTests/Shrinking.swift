/// A list from which ever smaller parts are left out as long as it still fails (delta debugging), in at most so many tries.
func shrunk<Element>(_ list: [Element], tries: Int, _ fails: ([Element]) throws -> Bool) rethrows -> [Element] {
  var (rest, left) = (list, tries)
  var size = max(1, rest.count / 2)
  while true {
    var isSmaller = false
    var start = 0
    while start < rest.count {
      if left == 0 { return rest }
      left -= 1
      let fewer = Array(rest[..<start] + rest[min(start + size, rest.count)...])
      if try fails(fewer) {
        (rest, isSmaller) = (fewer, true)
      } else {
        start += size
      }
    }
    if size > 1 { size /= 2 } else if !isSmaller { return rest }
  }
}

/// A system and steps of which the two sides say different things.
struct Disagreement {
  let text: String
  let steps: [Step]
  /// Where they differ, and what each says.
  let words: String

  /// Nil if the two sides agree, or the compiler or Swift do not take the system.
  init?(_ compiled: CompiledSystem, _ steps: [Step], _ driver: Driver) throws {
    guard var run = InterpretedSystem(compiled.system) else { return nil }
    for step in steps { run.take(step) }
    guard let words = disagreement(generated: try driver.lines(of: compiled.name, steps), interpreted: run.lines) else { return nil }
    (text, self.steps, self.words) = (compiled.text, steps, words)
  }

  /// What the two sides say, without the numbers: a smaller case that says something else is another.
  private var kind: [String] {
    words.split(separator: "\n").dropFirst().map { line in
      line.split(separator: " ").prefix(5).joined(separator: " ").filter { !$0.isNumber }
    }
  }

  /// The same with fewer steps, and then fewer declarations: those without which it still fails. Each try of declarations compiles Swift.
  func smaller(_ compiled: CompiledSystem, _ driver: Driver, compiling tries: Int) throws -> Disagreement {
    var best = self
    func keepIfFails(_ compiled: CompiledSystem, _ steps: [Step], _ driver: Driver) throws -> Bool {
      guard let found = try Disagreement(compiled, steps, driver), found.kind == kind else { return false }
      best = found
      return true
    }
    _ = try shrunk(steps, tries: 300) { try keepIfFails(compiled, $0, driver) }
    var left = tries
    _ = try shrunk(text.split(separator: "\n").map(String.init), tries: 400) { lines in
      // Only what the compiler takes, which costs little, is given to Swift's.
      guard left > 0, let fewer = try? compile(lines.joined(separator: "\n") + "\n"), fewer.name == compiled.name else { return false }
      left -= 1
      guard let driver = try? Driver([fewer]) else { return false }
      return try keepIfFails(fewer, best.steps, driver)
    }
    return best
  }
}
