import IntentDriver

Terminal.exit(Tool.run(Array(CommandLine.arguments.dropFirst())))
