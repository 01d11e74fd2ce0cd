/// The regular English plural of a name, of its last word: `box` → `boxes`, `copy` → `copies`, `sales_day` → `sales_days`.
func englishPlural(of name: String) -> String {
  let letters = Array(name.utf8)
  guard let last = letters.last else { return name }
  let beforeLast = letters.count > 1 ? letters[letters.count - 2] : 0
  let vowels = Array("aeiou".utf8)
  if last == UInt8(ascii: "y"), letters.count > 1, !vowels.contains(beforeLast) { return name.dropLast() + "ies" }
  let hissing = [UInt8(ascii: "s"), UInt8(ascii: "x"), UInt8(ascii: "z")]
  let isHissingPair = last == UInt8(ascii: "h") && (beforeLast == UInt8(ascii: "c") || beforeLast == UInt8(ascii: "s"))
  return name + (hissing.contains(last) || isHissingPair ? "es" : "s")
}
