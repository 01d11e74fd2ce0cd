import Foundation
import IntentRuntime
import TestSupport
import Testing

@Suite struct PayloadTests {
  struct Sample: RecordValue, Equatable {
    var zip: String?
    var amount: FixedDecimal
    var count: Int
    var flags: [Bool]
    var street: String
    var at: Timestamp

    init(zip: String?, amount: FixedDecimal, count: Int, flags: [Bool], street: String, at: Timestamp) {
      (self.zip, self.amount, self.count, self.flags, self.street, self.at) = (zip, amount, count, flags, street, at)
    }
    init(from payload: PayloadReader) {
      zip = payload.field("zip")
      amount = payload.field("amount")
      count = payload.field("count")
      flags = payload.field("flags")
      street = payload.field("street")
      at = payload.field("at")
    }
    func visit(_ fields: inout some FieldVisitor) {
      fields.field("zip", zip)
      fields.field("amount", amount)
      fields.field("count", count)
      fields.field("flags", flags)
      fields.field("street", street)
      fields.field("at", at)
    }
  }

  private func sample(_ bytes: [UInt8]) throws(LogError) -> Sample {
    let payload = try PayloadReader(bytes)
    let sample = Sample(from: payload)
    try payload.check()
    return sample
  }

  private func bytes(_ sample: Sample) -> [UInt8] {
    var writer = PayloadWriter()
    sample.visit(&writer)
    return writer.finish()
  }

  private func text(_ random: inout SplitMix64) -> String {
    let scalars: [Unicode.Scalar] = ["a", "\"", "\\", "\n", "\u{1}", "é", "e\u{301}".unicodeScalars.last ?? "e", "😀", "/", "\u{7f}"]
    let count = Int.random(in: 0...12, using: &random)
    return String(String.UnicodeScalarView((0..<count).compactMap { _ in scalars.randomElement(using: &random) }))
  }

  @Test func readsBackWhatItWrites() throws {
    var random = seeded()
    for _ in 0..<2000 {
      let sample = Sample(
        zip: Bool.random(using: &random) ? nil : text(&random),
        amount: FixedDecimal(scaled: Int128(Int64.random(in: .min ... .max, using: &random)) * 1000),
        count: Int(Int64.random(in: .min ... .max, using: &random)) >> Int.random(in: 0...63, using: &random),
        flags: (0..<Int.random(in: 0...3, using: &random)).map { _ in Bool.random(using: &random) }, street: text(&random),
        at: Timestamp(milliseconds: Int64.random(in: 0...4_000_000_000_000, using: &random)))
      let bytes = bytes(sample)
      #expect(try self.sample(bytes) == sample)
      let object = try #require(try JSONSerialization.jsonObject(with: Data(bytes)) as? [String: Any])
      #expect(object["street"] as? String == sample.street, "another reader of JSON agrees")
      #expect(bytes == self.bytes(try self.sample(bytes)), "the form is canonical")
    }
  }

  @Test func theFormIsCanonical() {
    let sample = Sample(zip: nil, amount: 2, count: 1 << 60, flags: [], street: "a\"b", at: Timestamp(milliseconds: 0))
    #expect(
      String(decoding: bytes(sample), as: UTF8.self)
        == #"{"amount":"2","at":"1970-01-01T00:00:00.000Z","count":"1152921504606846976","street":"a\"b"}"#)
  }

  @Test func saysWhichFieldIsWrong() {
    func failure(_ text: String) -> LogError? {
      do {
        _ = try sample(Array(text.utf8))
        return nil
      } catch { return error }
    }
    #expect(failure("{}") == .missingField("amount"))
    #expect(failure(#"{"amount":"2","count":1.5}"#) == .badField("count", expected: "an integer"))
    #expect(failure("[]") == .badJSON(offset: 0))
    #expect(failure(#"{"a":1,}"#) == .badJSON(offset: 7))
  }

  @Test func refusesWhatIsNotJSON() throws {
    for text in ["{", "[1,]", "01", "1.", "\"\\x\"", "\"\u{1}\"", "nul", "1 2", #"{"a":1,"a":2}"#, #""\ud800""#, "\"\\u+123\"", ""] {
      #expect(throws: LogError.self, "\(text)") { try JSONValue(Array(text.utf8)) }
    }
    let deep = String(repeating: "[", count: 100_000)
    #expect(throws: LogError.self) { try JSONValue(Array(deep.utf8)) }
    #expect(try JSONValue(Array(#" {"a" : [1, -2.5e3, "\u00e9\ud83d\ude00", true, null] } "#.utf8))
      == .object([.init(name: "a", value: .array([.number("1"), .number("-2.5e3"), .string("é😀"), .bool(true), .null]))]))
  }

  @Test func mutilatedBytesNeverTrap() {
    var random = seeded()
    let whole = bytes(Sample(zip: "é", amount: 2, count: 7, flags: [true], street: "x\n", at: Timestamp(milliseconds: 0)))
    for _ in 0..<5000 {
      var bytes = whole
      for _ in 0...Int.random(in: 0...3, using: &random) {
        bytes[Int.random(in: bytes.indices, using: &random)] = UInt8.random(in: 0...255, using: &random)
      }
      if let value = try? sample(Array(bytes.prefix(Int.random(in: 0...bytes.count, using: &random)))) {
        #expect(value.count == value.count)
      }
    }
  }
}
