import IntentDriver
import Testing

@Suite struct CommandSyntaxTests {
  let syntax = CommandSyntax(
    "tool do", "Do it", operands: "FILE…", count: 0...2,
    options: [
      .init("check", "look only"),
      .init("format", "the form", choices: ["text", "json"]),
      .init("output-dir", "where", value: "DIR"),
    ])

  @Test func readsOptionsAndOperandsInAnyOrder() throws {
    let parsed = try syntax.parse(["a", "--format", "json", "--output-dir=x=y", "--check", "-"])
    #expect(parsed.operands == ["a", "-"])
    #expect(parsed.value("format") == "json")
    #expect(parsed.value("output-dir") == "x=y")
    #expect(parsed.has("check") && !parsed.has("help"))
  }

  @Test func takesNothingButOperandsAfterTwoDashes() throws {
    #expect(try syntax.parse(["--", "--check"]).operands == ["--check"])
  }

  @Test func helpNeedsNoOperands() throws {
    let strict = CommandSyntax("tool", "Do it", operands: "FILE", count: 1...1)
    #expect(try strict.parse(["-h"]).has("help"))
  }

  @Test(arguments: [
    (["--chek"], "unknown option `--chek`; did you mean `--check`?"),
    (["--format"], "`--format` needs a value, text|json"),
    (["--format="], "`--format` needs a value, text|json"),
    (["--format", "jsn"], "`--format` cannot be `jsn`; did you mean `json`?"),
    (["--format", "picture"], "`--format` cannot be `picture`; it is one of text, json"),
    (["--check=yes"], "`--check` takes no value"),
    (["--check", "--check"], "`--check` is given twice"),
    (["a", "b", "c"], "one argument too many: `c`"),
  ])
  func saysWhatIsWrong(words: [String], message: String) {
    #expect(throws: UsageError(message, in: "tool do")) { try syntax.parse(words[...]) }
  }

  @Test func helpNamesEveryOption() {
    #expect(
      syntax.help == """
        Do it.

        Usage: tool do [options] FILE…

        Options:
          --check             look only
          --format text|json  the form
          --output-dir DIR    where
          --help              print this help

        """)
  }
}
