#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#else
  import Glibc
#endif

/// Work on all cores of the machine.
public enum Parallel {
  /// The results of `body` for all elements, in their order; which thread makes which is left open. O(elements), shared by the cores.
  ///
  /// Even one element goes to a thread of its own, whose stack is deep enough for whatever a file may nest. The caller's may not be.
  public static func map<Element: Sendable, Result: Sendable>(
    _ elements: [Element], _ body: @Sendable (Element) -> Result
  ) -> [Result] {
    if elements.isEmpty { return [] }
    return [Result](unsafeUninitializedCapacity: elements.count) { results, count in
      nonisolated(unsafe) let places = results  // Each place is written by one thread, and read when all are done.
      withoutActuallyEscaping(body) { body in
        let work = Work(count: elements.count) { index in places.initializeElement(at: index, to: body(elements[index])) }
        let threads = (0..<min(cores, elements.count)).compactMap { _ in start(work) }
        if threads.isEmpty { work.run() }
        for thread in threads { pthread_join(thread, nil) }
      }
      count = elements.count
    }
  }

  /// The cores that are there, as far as threads are worth their start.
  private static let cores = min(16, max(1, Int(sysconf(Int32(_SC_NPROCESSORS_ONLN)))))

  /// What is nested deeply needs it: in a debug build, a level of an expression takes up to 100 KB. Only what is used becomes memory.
  private static let stackSize = 128 << 20

  /// Starts a thread that takes part in the work, or returns `nil` where the system has none to give.
  private static func start(_ work: Work) -> pthread_t? {
    var attributes = pthread_attr_t()
    guard pthread_attr_init(&attributes) == 0 else { return nil }
    defer { pthread_attr_destroy(&attributes) }
    pthread_attr_setstacksize(&attributes, stackSize)
    #if canImport(Darwin)
      var thread: pthread_t?
    #else
      var thread = pthread_t()
    #endif
    let handle = Unmanaged.passRetained(work)
    let code = pthread_create(&thread, &attributes, { handle in Work.run(handle) }, handle.toOpaque())
    if code != 0 {
      handle.release()
      return nil
    }
    return thread
  }
}

/// Pieces of work that threads take one after another.
private final class Work: @unchecked Sendable {  // The mutex guards `next`, and each piece is done by the thread that took it.
  private let count: Int
  private let body: @Sendable (Int) -> Void
  private var next = 0
  private let mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)

  init(count: Int, _ body: @escaping @Sendable (Int) -> Void) {
    self.count = count
    self.body = body
    pthread_mutex_init(mutex, nil)
  }

  deinit {
    pthread_mutex_destroy(mutex)
    mutex.deallocate()
  }

  /// What a thread begins with: `handle` is a retained `Work`.
  #if canImport(Darwin)
    static func run(_ handle: UnsafeMutableRawPointer) -> UnsafeMutableRawPointer? {
      Unmanaged<Work>.fromOpaque(handle).takeRetainedValue().run()
      return nil
    }
  #else
    static func run(_ handle: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
      if let handle { Unmanaged<Work>.fromOpaque(handle).takeRetainedValue().run() }
      return nil
    }
  #endif

  /// Does pieces until none is left.
  func run() {
    while let index = take() { body(index) }
  }

  private func take() -> Int? {
    pthread_mutex_lock(mutex)
    defer { pthread_mutex_unlock(mutex) }
    if next == count { return nil }
    next += 1
    return next - 1
  }
}
