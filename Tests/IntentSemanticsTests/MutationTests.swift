import Foundation
import TestSupport
import Testing

extension SplitMix64 {
  fileprivate mutating func next(below bound: Int) -> Int { Int(next() % UInt64(bound)) }
}

/// Words and signs of a text, white space between them kept with the piece before.
private func pieces(_ text: String) -> [String] {
  var result: [String] = []
  var isWord = false
  for character in text {
    let wordNow = character.isLetter || character.isNumber || character == "_"
    if (wordNow && isWord) || (character.isWhitespace && !result.isEmpty) {
      result[result.count - 1].append(character)
      if character.isWhitespace { isWord = false }
    } else {
      result.append(String(character))
      isWord = wordNow
    }
  }
  return result
}

/// Whatever is done to a program, it is analysed to the end.
@Test func brokenProgramsAreAnalysedToTheEnd() throws {
  let rounds = ProcessInfo.processInfo.environment["INTENT_ROUNDS"].flatMap { Int($0) } ?? 4
  var random = seeded()
  let texts = (intentFiles(below: "Tests/Corpus") + intentFiles(below: "Examples")).map { pieces($0.text) }
  try #require(!texts.isEmpty)
  for _ in 0..<rounds {
    for text in texts where !text.isEmpty {
      var mutated = text
      for _ in 0...random.next(below: 3) {
        let place = random.next(below: mutated.count)
        switch random.next(below: 4) {
        case 0: mutated.remove(at: place)
        case 1: mutated[place] = mutated[random.next(below: mutated.count)]
        case 2: mutated.insert(mutated[random.next(below: mutated.count)], at: place)
        default: mutated.swapAt(place, random.next(below: mutated.count))
        }
        if mutated.isEmpty { mutated = ["x"] }
      }
      let analysed = Analysed([("a.intent", mutated.joined())])
      _ = analysed.rendered
    }
  }
}
