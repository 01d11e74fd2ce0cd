import IntentDriver

/// `intent completion`.
enum CompletionCommand: Command {
  static let syntax = CommandSyntax(
    "intent completion", "Print a completion script for a shell", operands: "bash|zsh|fish", count: 1...1,
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

  private static var bash: String {
    let cases = Tool.commands.map { command in
      "    \(command.verb)) words=\"\(command.syntax.options.map { "--\($0.name)" }.joined(separator: " "))\" ;;"
    }
    return """
      _intent() {
        local current="${COMP_WORDS[COMP_CWORD]}" words=""
        if [ "$COMP_CWORD" -eq 1 ]; then
          COMPREPLY=($(compgen -W "\(verbs.joined(separator: " ")) help --help --version" -- "$current"))
          return
        fi
        case "${COMP_WORDS[1]}" in
      \(cases.joined(separator: "\n"))
        esac
        case "$current" in
          -*) COMPREPLY=($(compgen -W "$words" -- "$current")) ;;
          *) COMPREPLY=($(compgen -f -X '!*.intent' -- "$current") $(compgen -d -- "$current")) ;;
        esac
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
      return "    \(command.verb)) _arguments \(options.joined(separator: " ")) '*:file:_files -g \"*.intent(-.) *(-/)\"' ;;"
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
    }
    return out
  }
}
