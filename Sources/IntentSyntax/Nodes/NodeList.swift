/// Several parts of a node, in the order of the text. They lie in the memory of the node's tree, and are there as long as the tree is: a
/// node is plain bytes, to copy and to forget, where an array in it would be counted each time.
@frozen public struct NodeList<Element: BitwiseCopyable & Sendable>: RandomAccessCollection, BitwiseCopyable {
  @usableFromInline let base: UnsafePointer<Element>?
  @usableFromInline let length: UInt32

  /// None.
  public static var empty: NodeList { NodeList(nil, count: 0) }

  init(_ base: UnsafePointer<Element>?, count: UInt32) {
    self.base = base
    length = count
  }

  @inlinable public var startIndex: Int { 0 }
  @inlinable public var endIndex: Int { Int(length) }

  @inlinable public subscript(position: Int) -> Element {
    guard let base, position >= 0, position < Int(length) else { preconditionFailure("a place outside of the list") }
    return base[position]
  }
}

extension NodeList: @unchecked Sendable {}  // Nobody writes to the memory of a tree once its parser has ended.

extension NodeList: Equatable where Element: Equatable {
  @inlinable public static func == (a: NodeList, b: NodeList) -> Bool { a.elementsEqual(b) }
}

extension NodeList: Hashable where Element: Hashable {
  @inlinable public func hash(into hasher: inout Hasher) {
    hasher.combine(length)
    for element in self { hasher.combine(element) }
  }
}

/// A part of a node that is too large to stand in it; it lies where the lists of the tree lie.
@frozen public struct NodeBox<Node: BitwiseCopyable & Sendable>: BitwiseCopyable {
  @usableFromInline let pointer: UnsafePointer<Node>

  init(_ pointer: UnsafePointer<Node>) { self.pointer = pointer }

  @inlinable public var value: Node { pointer.pointee }
}

extension NodeBox: @unchecked Sendable {}  // The same.

extension NodeBox: Equatable where Node: Equatable {
  @inlinable public static func == (a: NodeBox, b: NodeBox) -> Bool { a.value == b.value }
}

extension NodeBox: Hashable where Node: Hashable {
  @inlinable public func hash(into hasher: inout Hasher) { hasher.combine(value) }
}

/// What the lists of one tree's nodes lie in: pieces of memory that never move, freed with the tree.
final class NodeMemory: @unchecked Sendable {  // Only a tree's parser writes to it, before anybody else has it.
  private static let pieceSize = 1 << 14

  private var pieces: [UnsafeMutableRawPointer] = []
  /// The free part of the last piece.
  private var free = UnsafeMutableRawBufferPointer(start: nil, count: 0)

  deinit { for piece in pieces { piece.deallocate() } }

  /// A list of the elements. O(elements).
  func list<Elements: Collection>(_ elements: Elements) -> NodeList<Elements.Element>
  where Elements.Element: BitwiseCopyable & Sendable {
    if elements.isEmpty { return .empty }
    let place = allocate(elements.count, of: Elements.Element.self)
    for (i, element) in elements.enumerated() { place[i] = element }
    return NodeList(place, count: UInt32(elements.count))
  }

  /// A place of its own for the node.
  func box<Node: BitwiseCopyable>(_ node: Node) -> NodeBox<Node> {
    let place = allocate(1, of: Node.self)
    place.pointee = node
    return NodeBox(place)
  }

  /// Room for so many elements, not initialised.
  func allocate<Element: BitwiseCopyable>(_ count: Int, of type: Element.Type) -> UnsafeMutablePointer<Element> {
    let alignment = MemoryLayout<Int128>.alignment
    let size = (count * MemoryLayout<Element>.stride + alignment - 1) / alignment * alignment
    if size > free.count { add(max(size, Self.pieceSize), alignment) }
    let start = free.baseAddress
    free = UnsafeMutableRawBufferPointer(rebasing: free[size...])
    return start.unsafelyUnwrapped.bindMemory(to: type, capacity: count)
  }

  private func add(_ size: Int, _ alignment: Int) {
    let piece = UnsafeMutableRawPointer.allocate(byteCount: size, alignment: alignment)
    pieces.append(piece)
    free = UnsafeMutableRawBufferPointer(start: piece, count: size)
  }
}

/// Collects a list in the memory of a tree, which outlives it. O(1) an element, over many.
struct NodeListBuilder<Element: BitwiseCopyable & Sendable> {
  // A parser has the tree while it collects.
  private unowned(unsafe) let memory: NodeMemory
  private var start: UnsafeMutablePointer<Element>?
  private(set) var count = 0
  private var capacity = 0

  init(in memory: NodeMemory) { self.memory = memory }

  var list: NodeList<Element> { NodeList(start, count: UInt32(count)) }

  @inline(__always) mutating func append(_ element: Element) {
    if count == capacity { grow() }
    start?[count] = element
    count += 1
  }

  mutating func append(contentsOf elements: NodeList<Element>) {
    for element in elements { append(element) }
  }

  private mutating func grow() {
    capacity = capacity == 0 ? 4 : capacity * 2
    let wider = memory.allocate(capacity, of: Element.self)
    if let start { wider.update(from: start, count: count) }
    start = wider
  }
}
