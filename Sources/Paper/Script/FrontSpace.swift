/// How much of the first pages the script and the ask take.
package struct FrontSpace: Sendable, Equatable {
    /// Pages without rows.
    package let fullPages: Int
    /// Points on top of the first page with rows; 0 when the front ends with a full page.
    package let used: Double

    package init(fullPages: Int, used: Double) {
        self.fullPages = fullPages
        self.used = used
    }
}
