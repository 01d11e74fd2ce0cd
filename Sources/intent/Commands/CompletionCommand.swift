import IntentDriver

/// `intent completion`.
enum CompletionCommand: Command {
  static let syntax = CommandSyntax(
    "intent completion", "Print a completion script for a shell", operands: "bash|zsh|fish", choices: ["bash", "zsh", "fish"], count: 1...1,
    details: """
      Examples:
        intent completion bash > /etc/bash_completion.d/intent
        intent completion zsh > "${fpath[1]}/_intent"
        intent completion fish > ~/.config/fish/completions/intent.fish
      """)

  static func run(_ arguments: CommandSyntax.Arguments) throws -> ExitCode {
    switch arguments.operands[0] {
    case "bash": Terminal.output.write(bash)
    case "zsh": Terminal.output.write(zsh)
    case "fish": Terminal.output.write(fish)
    case let other: throw UsageError("no completion for `\(other)`; there is bash, zsh and fish", in: syntax.name)
    }
    return .clean
  }

  private static var verbs: [String] { Tool.commands.map { $0.verb } }

  /// One word a line, as `compgen -W` takes them there.
  private static func list(_ words: [String]) -> String { "words=$'\(words.joined(separator: "\\n"))' ;;" }

  private static var bash: String {
    var values: [String] = []
    var words = ["    \"help \"*) \(list(verbs))"]
    for command in Tool.commands {
      for option in command.syntax.options {
        guard let value = option.value else { continue }
        let files = "COMPREPLY=($(compgen \(value == "DIR" ? "-d" : "-f") -- \"$current\")); return ;;"
        values.append("    *\" \(command.verb) --\(option.name)\") " + (option.choices.isEmpty ? files : list(option.choices)))
      }
      words.append("    \"\(command.verb) -\"*) " + list(command.syntax.options.map { "--\($0.name)" }))
      let choices = command.syntax.operandChoices
      if !choices.isEmpty { words.append("    \"\(command.verb) \"*) " + list(choices)) }
    }
    return """
      _intent() {
        local IFS=$'\\n' current="${COMP_WORDS[COMP_CWORD]}" words=""
        case "$COMP_CWORD ${COMP_WORDS[1]} ${COMP_WORDS[COMP_CWORD-1]}" in
          1*) \(list(verbs + ["help", "--help", "--version"]))
      \(values.joined(separator: "\n"))
        esac
        [ -n "$words" ] || case "${COMP_WORDS[1]} $current" in
      \(words.joined(separator: "\n"))
        esac
        if [ -n "$words" ]; then
          COMPREPLY=($(compgen -W "$words" -- "$current"))
        else
          COMPREPLY=($({ compgen -f -X '!*.intent' -- "$current"; compgen -d -- "$current"; } | sort -u))
        fi
      }
      complete -o filenames -F _intent intent

      """
  }

  private static var zsh: String {
    let descriptions = Tool.commands.map { "    '\($0.verb):\($0.syntax.summary.lowercasedFirst.replacing("'", with: "'\\''"))'" }
    let cases = Tool.commands.map { command in
      let options = command.syntax.options.map { option in
        let values = option.choices.isEmpty ? "_files" : "(\(option.choices.joined(separator: " ")))"
        let summary = option.summary.replacing("'", with: "'\\''")
        return "'--\(option.name)[\(summary)]\(option.value == nil ? "" : ":value:\(values)")'"
      }
      let choices = command.syntax.operandChoices
      let operand = choices.isEmpty ? "file:_files -g \"*.intent(-.) *(-/)\"" : "word:(\(choices.joined(separator: " ")))"
      return "    \(command.verb)) _arguments \(options.joined(separator: " ")) '*:\(operand)' ;;"
    }
    return """
      #compdef intent
      _intent() {
        local -a verbs=(
      \(descriptions.joined(separator: "\n"))
        )
        if (( CURRENT == 2 )); then
          _describe verb verbs
          return
        fi
        local verb=$words[2]
        shift words
        (( CURRENT-- ))
        case $verb in
      \(cases.joined(separator: "\n"))
        esac
      }
      _intent "$@"

      """
  }

  private static var fish: String {
    var out = "complete -c intent -n __fish_use_subcommand -f\n"
    for command in Tool.commands {
      let summary = command.syntax.summary.lowercasedFirst.replacing("'", with: "\\'")
      out += "complete -c intent -n __fish_use_subcommand -a \(command.verb) -d '\(summary)'\n"
      for option in command.syntax.options {
        let value = option.value == nil ? "" : option.choices.isEmpty ? " -r" : " -x -a '\(option.choices.joined(separator: " "))'"
        out += "complete -c intent -n '__fish_seen_subcommand_from \(command.verb)' -l \(option.name)\(value)"
        out += " -d '\(option.summary.replacing("'", with: "\\'"))'\n"
      }
      let choices = command.syntax.operandChoices
      if choices.isEmpty { continue }
      out += "complete -c intent -n '__fish_seen_subcommand_from \(command.verb)' -f -a '\(choices.joined(separator: " "))'\n"
    }
    return out
  }
}
