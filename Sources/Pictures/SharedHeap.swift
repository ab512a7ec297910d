import CPixbuf

/// One heap for all threads of a program that looks at picture after picture.
package enum SharedHeap {
    /// Lets the C library's allocator keep one heap, for good.
    ///
    /// By itself it keeps one for each thread, and whichever thread reads a page leaves holes in its own that no other fills: a
    /// thousand pages took 125 MB, three hundred 105. With one heap it is 102 and 94; threads take turns at it, but pages are read
    /// one after the other.
    package static func use() { _ = mallopt(M_ARENA_MAX, 1) }
}
