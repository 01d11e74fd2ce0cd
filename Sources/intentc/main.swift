import IntentDriver

Memory.prepare()
Terminal.exit(Compiler.run(CommandLine.arguments.dropFirst()))
