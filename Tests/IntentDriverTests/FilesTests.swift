import Foundation
import IntentDriver
import Testing

/// A directory that is gone when the test is over.
final class TemporaryDirectory {
  let path: String

  init() throws {
    path = FileManager.default.temporaryDirectory.appending(path: "intent-\(UUID().uuidString)").path
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  func file(_ name: String, _ text: String) throws -> String {
    let file = Files.join(path, name)
    try Files.makeDirectory(Files.directory(of: file))
    try Files.writeIfChanged(file, Array(text.utf8))
    return file
  }
}

@Suite struct FilesTests {
  let directory: TemporaryDirectory

  init() throws { directory = try TemporaryDirectory() }

  @Test func writesOnlyWhatChanged() throws {
    let path = try directory.file("deep/er/a.txt", "one")
    let before = try FileManager.default.attributesOfItem(atPath: path)[.modificationDate] as? Date
    #expect(try !Files.writeIfChanged(path, Array("one".utf8)))
    #expect(try FileManager.default.attributesOfItem(atPath: path)[.modificationDate] as? Date == before)
    #expect(try Files.writeIfChanged(path, Array("two".utf8)))
    #expect(try Files.read(path) == Array("two".utf8))
    #expect(try Files.names(in: Files.directory(of: path)) == ["a.txt"])
  }

  @Test func keepsThePermissionsOfWhatItReplaces() throws {
    let path = try directory.file("a.txt", "one")
    try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: path)
    try Files.writeIfChanged(path, Array("two".utf8))
    #expect(try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int == 0o600)
  }

  @Test func findsSpecificationsInOrderAndNotInHiddenDirectories() throws {
    for name in ["b.intent", "a/z.intent", ".build/c.intent", "note.txt"] { _ = try directory.file(name, "") }
    let found = try Files.intentFiles(below: directory.path)
    #expect(found.compactMap { Files.relative($0, to: directory.path) } == ["a/z.intent", "b.intent"])
  }

  @Test func missingFilesAndDirectoriesAreNamed() {
    let missing = Files.join(directory.path, "missing")
    #expect(throws: FileError(missing, "no such file or directory")) { try Files.read(missing) }
    #expect(throws: FileError(directory.path, "is a directory")) { try Files.read(directory.path) }
  }

  @Test func splitsAndJoinsPaths() {
    #expect(Files.directory(of: "a/b/c") == "a/b" && Files.directory(of: "/a") == "/" && Files.directory(of: "a") == ".")
    #expect(Files.baseName(of: "a/b") == "b" && Files.baseName(of: "b") == "b")
    #expect(Files.join(".", "a") == "a" && Files.join("d/", "a") == "d/a" && Files.join("d", "a") == "d/a")
    #expect(Files.relative("/d/a", to: "/d") == "a" && Files.relative("/da/b", to: "/d") == nil)
  }

  @Test(arguments: [
    ([0x61, 0x0A, 0xFF], "2:1"), ([0xC3], "1:1"), ([0x61, 0xED, 0xA0, 0x80], "1:2"),
  ] as [([UInt8], String)])
  func saysWhereAFileIsNotUTF8(bytes: [UInt8], place: String) throws {
    let path = Files.join(directory.path, "a.intent")
    try Files.writeIfChanged(path, bytes)
    #expect(throws: FileError("\(path):\(place)", "not UTF-8")) { try Pipeline.read(path) }
  }
}

@Suite struct ConfigurationTests {
  let directory: TemporaryDirectory

  init() throws { directory = try TemporaryDirectory() }

  @Test func readsTheAccessLevel() throws {
    #expect(try Configuration(reading: directory.file("intent.json", "{}")) == Configuration())
    #expect(try Configuration(reading: directory.file("b.json", " {\n \"access\" : \"public\" }\n")).access == .public)
  }

  @Test(arguments: [
    ("", "1:1", "`{` expected; the file is one JSON object of strings"),
    ("{\n  \"acess\": \"public\"}", "2:3", "unknown key \"acess\"; it is \"access\""),
    ("{\"access\": \"open\"}", "1:2", "\"access\" is one of \"internal\", \"package\" and \"public\""),
    ("{\"access\": 1}", "1:12", "`\"` expected; the file is one JSON object of strings"),
    ("{\"access\": \"public\"", "1:20", "`}` expected; the file is one JSON object of strings"),
    ("{} {}", "1:4", "nothing may follow the object"),
    ("{\"access", "1:9", "`\"` expected; the file is one JSON object of strings"),
  ])
  func namesThePlaceOfAMistake(text: String, place: String, reason: String) throws {
    let path = try directory.file("intent.json", text)
    #expect(throws: FileError("\(path):\(place)", reason)) { try Configuration(reading: path) }
  }
}
