/// Letters of other scripts that cannot be told from Latin ones, so that a name looks right and is another. Source: Unicode Technical
/// Standard 39, "Unicode Security Mechanisms", the data file `confusables.txt`.
enum Lookalike {
  /// The Latin letter that `bytes`, one character in UTF-8, looks like; `nil` if it looks like none.
  static func latin(_ bytes: some Collection<UInt8>) -> UInt8? {
    guard bytes.count == 2, let letter = String(decoding: bytes, as: UTF8.self).unicodeScalars.first else { return nil }
    return zip(foreign, latin).first { $0.0 == letter }?.1
  }

  /// Cyrillic, then Greek.
  private static let foreign = "аеорсухіјѕһԁԛԝАВЕКМНОРСТУХІЈЅοανιρυΑΒΕΖΗΙΚΜΝΟΡΤΥΧ".unicodeScalars
  private static let latin = "aeopcyxijshdqwABEKMHOPCTYXIJSoavipuABEZHIKMNOPTYX".utf8
}
