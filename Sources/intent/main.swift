import IntentDriver

Memory.prepare()
Terminal.exit(Tool.run(Array(CommandLine.arguments.dropFirst())))
