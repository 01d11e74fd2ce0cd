import IntentDriver

Terminal.exit(Compiler.run(CommandLine.arguments.dropFirst()))
