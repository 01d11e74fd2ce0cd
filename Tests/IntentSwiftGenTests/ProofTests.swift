import Foundation
import IntentSwiftGen
import Testing

/// A program that breaks a promise of class typed does not compile, and the nearest right one does.
@Suite struct ProofTests {
  struct Attempt: CustomTestStringConvertible, Sendable {
    let what: String
    /// Statements of a function that has what the others have.
    let wrong: String
    /// What the compiler says of them.
    let error: String
    let right: String

    var testDescription: String { what }
  }

  static let attempts = [
    Attempt(
      what: "a role that the mutation does not name", wrong: "try await desk.log(as: buyer, customer: 1, kind: .call)",
      error: "requires that 'Sales.Roles.Buyer' conform to 'Sales.Roles.HeadOrSeller'",
      right: "try await desk.log(as: seller, customer: 1, kind: .call)"),
    Attempt(
      what: "a role that the one role is not", wrong: "try await desk.useCredit(as: seller, customer: 1, amount: Money(FixedDecimal(1)))",
      error: "cannot convert value of type 'Acting<Sales.Roles.Seller>' to expected argument type 'Acting<Sales.Roles.Head>'",
      right: "try await desk.useCredit(as: head, customer: 1, amount: Money(FixedDecimal(1)))"),
    Attempt(
      what: "no proof at all", wrong: "try await desk.log(customer: 1, kind: .call)", error: "missing argument for parameter 'as' in call",
      right: "try await desk.log(as: head, customer: 1, kind: .call)"),
    Attempt(
      what: "a proof that the program makes itself",
      wrong: "_ = Acting<Sales.Roles.Head>(Identity(authenticated: \"eve\"), me: 1)",
      error: "'Acting<R>' initializer is inaccessible due to 'internal' protection level",
      right: "_ = try await desk.acting(as: Sales.Roles.Head.self, for: Identity(authenticated: \"eve\"))"),
    Attempt(
      what: "a move that does not leave the state", wrong: "_ = try await lead.moveToWon(as: seller, in: desk)",
      error: "has no dynamic member 'moveToWon'", right: "_ = try await lead.moveToQualified(as: seller, in: desk)"),
    Attempt(
      what: "a move by a role that may not make it", wrong: "_ = try await lead.moveToQualified(as: head, in: desk)",
      error: "cannot convert value of type 'Acting<Sales.Roles.Head>' to expected argument type 'Acting<Sales.Roles.Seller>'",
      right: "_ = try await lead.moveToQualified(as: seller, in: desk)"),
    Attempt(
      what: "a deal in another state", wrong: "func sign(_ deal: Sales.Deal.In<Sales.DealPipeline.Won>) {}\nsign(lead)",
      error: "cannot convert value of type 'Sales.Deal.In<Sales.DealPipeline.Lead>'",
      right: "func sign(_ deal: Sales.Deal.In<Sales.DealPipeline.Lead>) {}\nsign(lead)"),
    Attempt(
      what: "a stale move that is passed over",
      wrong: "switch try await lead.moveToQualified(as: seller, in: desk) { case .moved: break }",
      error: "switch must be exhaustive",
      right: "switch try await lead.moveToQualified(as: seller, in: desk) { case .moved, .stale: break }"),
    Attempt(
      what: "a column that the view does not show", wrong: "print(try await desk.desk(as: seller).biggest.map(\\.rep))",
      error: "has no member 'rep'", right: "print(try await desk.desk(as: seller).biggest.map(\\.value))"),
    Attempt(
      what: "an entity that the role may not read", wrong: "print(try await desk.owner(as: seller, deal: 1)!.name)",
      error: "cannot force unwrap value of non-optional type 'Sales.Rep.ID'",
      right: "print(try await desk.owner(as: seller, deal: 1).raw)"),
    Attempt(
      what: "a metric that the role may not read", wrong: "_ = try await desk.pipelineValue(as: head)",
      error: "requires that 'Sales.Roles.Head' conform to", right: "_ = try await desk.pipelineValue(as: seller)"),
    Attempt(
      what: "a refusal that the mutation does not have",
      wrong: "do { try await desk.log(as: head, customer: 1, kind: .call) } catch .refused(.outOfStock) {}",
      error: "has no member 'outOfStock'",
      right: "do { try await desk.log(as: head, customer: 1, kind: .call) } catch .refused(.notYours) {}"),
    Attempt(
      what: "a grant by a role that may not give it", wrong: "_ = try await desk.grantRefund(to: eve, as: seller)",
      error: "cannot convert value of type 'Acting<Sales.Roles.Seller>' to expected argument type 'Acting<Sales.Roles.Head>'",
      right: "_ = try await desk.grantRefund(to: eve, as: head)"),
    Attempt(
      what: "a grant that is used twice",
      wrong: """
        let grant = try await desk.grantRefund(to: eve, as: head)
        _ = await desk.resolve(1, using: grant)
        _ = await desk.resolve(2, using: grant)
        """,
      error: "consumed more than once",
      right: "let grant = try await desk.grantRefund(to: eve, as: head)\n_ = await desk.resolve(1, using: grant)"),
  ]

  @Test(arguments: attempts) func brokenPromisesDoNotCompile(_ attempt: Attempt) throws {
    let output = try check(attempt.wrong)
    #expect(output.contains(attempt.error), "\(attempt.what): \(output)")
    #expect(try check(attempt.right) == "")
  }

  /// What the compiler says of the statements beside the generated Swift of `Tests/Fixtures/Commands`.
  private func check(_ statements: String) throws -> String {
    let source = try Program(name: "Commands", folder: Program.root.appending(path: "Tests/Fixtures/Commands")).sources()
    let program = """
      import IntentRuntime
      func attempt<H: Sales.Handlers>(
        _ desk: Conductor<Sales.Model<H>>, _ seller: Acting<Sales.Roles.Seller>, _ head: Acting<Sales.Roles.Head>,
        _ buyer: Acting<Sales.Roles.Buyer>, _ lead: Sales.Deal.In<Sales.DealPipeline.Lead>, _ eve: Identity
      ) async throws {
      \(statements)
      }
      """
    return try lower(try generate(source) + [GeneratedFile(name: "Attempt.swift", source: "", text: program)])
  }
}
