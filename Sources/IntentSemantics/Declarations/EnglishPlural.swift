/// The regular English plural of a name, of its last word: `box` → `boxes`, `copy` → `copies`, `sales_day` → `sales_days`.
func englishPlural(of name: String) -> String {
  guard let last = name.utf8.last else { return name }
  let beforeLast = name.utf8.dropLast().last
  switch (beforeLast, last) {
  case (UInt8(ascii: "a"), UInt8(ascii: "y")), (UInt8(ascii: "e"), UInt8(ascii: "y")), (UInt8(ascii: "i"), UInt8(ascii: "y")),
    (UInt8(ascii: "o"), UInt8(ascii: "y")), (UInt8(ascii: "u"), UInt8(ascii: "y")), (nil, UInt8(ascii: "y")):
    return name + "s"
  case (_, UInt8(ascii: "y")): return name.dropLast() + "ies"
  case (_, UInt8(ascii: "s")), (_, UInt8(ascii: "x")), (_, UInt8(ascii: "z")), (UInt8(ascii: "c"), UInt8(ascii: "h")),
    (UInt8(ascii: "s"), UInt8(ascii: "h")):
    return name + "es"
  default: return name + "s"
  }
}
