import Chronicle
import Foundation

/// What a story is called in addresses: small letters, digits and single hyphens.
struct Slug: Codable, Hashable, Sendable {
  let text: String

  init?(_ text: String) {
    guard text.wholeMatch(of: /[a-z0-9]+(-[a-z0-9]+)*/) != nil else { return nil }
    self.text = text
  }

  init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    guard let slug = Slug(try container.decode(String.self)) else {
      throw DecodingError.dataCorruptedError(in: container, debugDescription: "not a slug")
    }
    self = slug
  }

  func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(text)
  }
}

enum DeskName: String, Codable, Sendable {
  case politics, business, culture, sport
}

struct Body: Codable, Equatable, Sendable {
  var headline: String
  var teaser: String?
  var paragraphs: [String]
}

enum SourceKind: Codable, Equatable, Sendable {
  case person(name: String, onRecord: Bool)
  case document(url: String)
  case agency
}

enum Channel: Codable, Equatable, Sendable {
  case web
  case print(page: Int)
  case newsletter(list: String)
  case push

  var isNewsletter: Bool {
    if case .newsletter = self { true } else { false }
  }

  var isValid: Bool {
    if case .print(let page) = self { (1...64).contains(page) } else { true }
  }
}

enum CorrectionKind: Codable, Equatable, Sendable {
  case typo
  case fact(whatWasWrong: String)
  case retraction
}

/// An exact amount of Australian dollars.
struct AUD: Codable, Hashable, Comparable, Sendable {
  var amount: Decimal

  init(_ amount: Decimal) { self.amount = amount }

  static let zero = AUD(0)
  static func < (left: AUD, right: AUD) -> Bool { left.amount < right.amount }
  static func + (left: AUD, right: AUD) -> AUD { AUD(left.amount + right.amount) }
  static func * (left: AUD, right: Int) -> AUD { AUD(left.amount * Decimal(right)) }
}

/// The words a story may have.
let wordLimits = 0...20_000
