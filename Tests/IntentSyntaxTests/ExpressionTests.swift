import Testing

@testable import IntentSyntax

/// The prefix form of an expression, or what was found wrong with it.
private func prefix(_ expression: String) -> String {
  let parsed = Parsed("system \"s\" { always { assert: \(expression)\n } }")
  if let first = parsed.summaries.first { return first }
  let line = parsed.dump.split(separator: "\n").first { $0.contains("assert ") } ?? ""
  return String(line.drop { $0 == " " }.dropFirst(7))
}

@Test(arguments: [
  ("a or b and not c == d else e + f * -g", "(or a (and b (not (== c (else d (+ e (* f (- g))))))))"),
  ("a - b - c", "(- (- a b) c)"),
  ("a else b else c", "(else (else a b) c)"),
  ("(a or b) and c", "(and (or a b) c)"),
  ("x in 0..n - 1", "(in x (.. 0 (- n 1)))"),
  ("x not in [a, b,]", "(not-in x (list a b))"),
  ("not x in y", "(not (in x y))"),
  ("a.b crosses threshold.t", "(crosses (. a b) (. threshold t))"),
  ("x exists AND valid", "(and (exists x) (valid (again x)))"),
  ("x.y exists or not has f and is not s", "(or (exists (. x y)) (and (not (has f (again (. x y)))) (is-not s (again (. x y)))))"),
  ("a > b and valid", "(and (> a b) (valid (again a)))"),
  ("a and valid == b", "(and a (== valid b))"),
  ("a and valid.x", "(and a (. valid x))"),
  ("a and exists(b)", "(and a (call exists b))"),
  ("a exists and is valid", "(and (exists a) (is valid (again a)))"),
  ("valid and exists", "(and valid (exists (again valid)))"),
  ("valid valid", "(valid valid)"),
  ("is is is", "(is is is)"),
  ("x is s as c and c.n > 1", "(and (is s as c x) (> (. c n) 1))"),
  ("x is s for > 24h", "(is s for > 86400000ms~h x)"),
  ("x is not s for 24h", "(is-not s for 86400000ms~h x)"),
  ("every(a.b) exists and valid", "(every a.b (and (exists $) (valid (again $))))"),
  ("no(alert.critical) is unacknowledged for > 24h", "(no alert.critical (is unacknowledged for > 86400000ms~h $))"),
  ("every(e): e.x.count <= 3 or e.y", "(every e (or (<= (. (. e x) count) 3) (. e y)))"),
  ("no(e x where x.a exists): x.b", "(no e as x where (exists (. x a)) (. x b))"),
  ("every(e) not in [a] and b", "(every e (and (not-in $ (list a)) b))"),
  ("every(e) < 3", "(every e (< $ 3))"),
  ("not every(e) has f", "(not (every e (has f $)))"),
  ("x.every.no.in.and", "(. (. (. (. x every) no) in) and)"),
  ("0..100", "(.. 0 100)"),
  ("1.5.x", "(. 15e-1 x)"),
  ("$200/month > 20EUR/day", "(> 200USD/month 20EUR/day)"),
  ("$200/months", "(/ 200USD months)"),
  ("$1_000.50 / 95.5%", "(/ 100050e-2USD 955e-1%)"),
  ("09:30 < 1.5h", "(< @570 5400000ms~h)"),
  (#""a\"\\\n\t\u{1F4E6}" == b"#, #"(== "a\"\\\n\t📦" b)"#),
  ("f(a, b: c, requires: d)[1].g", "(. (index (call f a b: c requires: d) 1) g)"),
  ("x == ?", "(== x ?)"),
  ("now - 7d < sent", "(< (- now 604800000ms~d) sent)"),
])
func expressionsGroup(_ source: String, _ expected: String) {
  #expect(prefix(source) == expected)
}

@Test func callBracketStandsOnItsLine() {
  #expect(prefix("f\n(x)").contains("error: expected"))
}

@Test func contextualWordsAreFieldNames() {
  let words = ["type", "time", "state", "is", "within", "has", "in", "for", "else", "as", "must", "when", "every", "no", "valid", "of"]
  let fields = words.map { "\($0): \($0) = \($0).\($0)" }.joined(separator: ", ")
  let parsed = Parsed("system \"s\" { entity e { has: \(fields)\n rule: r: \(words.joined(separator: " == 1 and ")) == 1 } }")
  #expect(parsed.summaries == [])
  for word in words { #expect(parsed.dump.contains("\(word): \(word) = (. \(word) \(word))")) }
}
