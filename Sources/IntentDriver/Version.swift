/// The version of the compiler, the tools and the runtime, which are released together.
public let intentVersion = "0.1.0"
