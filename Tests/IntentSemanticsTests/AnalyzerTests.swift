import IntentIR
import Testing

@Test func loadOfFollowUpsIsLowered() throws {
  let analysed = Analysed(items: """
      entity customer { has: name: text }
      entity interaction { belongs_to: customer  immutable: true }
      action acknowledge(interaction: interaction) emits acknowledged
      when interaction.created {
        must: update_engagement(interaction.customer) within: 5s
        must: acknowledge(interaction) within: 5s
      }
    """)
  #expect(analysed.summaries == [])
  let system = try #require(analysed.systems.first)
  #expect(system.actions.map(\.name) == ["acknowledge", "update_engagement"])
  #expect(system.actions.map(\.evidence) == [.event("acknowledged"), .done])
  #expect(system.events.map(\.name) == ["acknowledged"])
  let reaction = try #require(system.reactions.first)
  #expect(reaction.trigger == .created(entity: "interaction"))
  let obligations = reaction.body.compactMap { if case .obligation(let obligation) = $0 { obligation } else { nil } }
  #expect(obligations.map(\.within) == [5000, 5000])
  #expect(obligations.map(\.call.text) == ["update_engagement(interaction.customer)", "acknowledge(interaction)"])
}
