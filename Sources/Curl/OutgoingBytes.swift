/// Bytes on their way out, at a place in memory that does not move.
///
/// OpenSSL wants a write that could not be finished to be repeated with the very same bytes at the very same address, which no
/// Swift array promises. So it is filled only when it is empty.
struct OutgoingBytes: ~Copyable {
    private let memory: UnsafeMutableRawBufferPointer
    private var head = 0
    private var tail = 0

    init(capacity: Int) { memory = .allocate(byteCount: capacity, alignment: 16) }

    deinit { memory.deallocate() }

    var count: Int { tail - head }
    var isEmpty: Bool { head == tail }
    /// What is still to be sent.
    var waiting: UnsafeRawBufferPointer { UnsafeRawBufferPointer(rebasing: memory[head..<tail]) }

    /// Takes bytes, as many as there is room for.
    ///
    /// - Precondition: It is empty.
    mutating func fill(from bytes: UnsafeRawBufferPointer) -> Int {
        precondition(isEmpty, "bytes that wait must stay where they are")
        let count = min(bytes.count, memory.count)
        memory.copyMemory(from: UnsafeRawBufferPointer(rebasing: bytes[..<count]))
        (head, tail) = (0, count)
        return count
    }

    /// Forgets bytes that were sent.
    mutating func remove(_ count: Int) { head += count }
}
