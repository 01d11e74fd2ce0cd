import IntentDiagnostics
import IntentSource

// Currencies are those of ISO 4217, funds, metals and the test code included, but not the code for no currency.
extension SystemAnalysis {
  /// `true` iff there is a currency of that code; else it is reported, once a code.
  mutating func isCurrency(_ code: String, at span: Span) -> Bool {
    if currencyCodes.contains(code) { return true }
    guard !isInferring, reportedNames.insert("currency \(code)").inserted else { return false }
    let near = nearName(to: code, among: ["USD", "EUR", "GBP", "JPY", "CHF"]) ?? nearName(to: code, among: currencyCodes)
    let place = Span(file: span.file, start: span.end - UInt32(code.utf8.count), end: span.end)
    report(
      .unknownCurrency, "there is no currency `\(code)`" + (near.map { "; \($0.question)" } ?? ""), at: span,
      fixes: trees[tree].file.text(span).hasSuffix(code) ? near?.fixes(at: [place]) ?? [] : [])
    return false
  }
}

private let currencyCodes = Set(
  """
  AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BGN BHD BIF BMD BND BOB BOV BRL BSD BTN BWP BYN BZD CAD CDF CHE CHF CHW CLF CLP CNY COP
  COU CRC CUC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GNF GTQ GYD HKD HNL HRK HTG HUF IDR ILS INR IQD IRR
  ISK JMD JOD JPY KES KGS KHR KMF KPW KRW KWD KYD KZT LAK LBP LKR LRD LSL LYD MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MXV MYR MZN
  NAD NGN NIO NOK NPR NZD OMR PAB PEN PGK PHP PKR PLN PYG QAR RON RSD RUB RWF SAR SBD SCR SDG SEK SGD SHP SLE SLL SOS SRD SSP STN SVC SYP
  SZL THB TJS TMT TND TOP TRY TTD TWD TZS UAH UGX USD USN UYI UYU UYW UZS VED VES VND VUV WST XAF XAG XAU XBA XBB XBC XBD XCD XCG XDR XOF
  XPD XPF XPT XSU XTS XUA YER ZAR ZMW ZWG ZWL
  """.split(whereSeparator: { $0 == " " || $0 == "\n" }).map { String($0) })
