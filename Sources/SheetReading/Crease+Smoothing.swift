extension Raster {
    /// The picture without a crease: what lies on it becomes as light as if the paper were flat there.
    ///
    /// Light is divided out, not painted over: a mark on the crease stays.
    ///
    /// - Parameters:
    ///   - crease: Of the page.
    ///   - page: From points to pixels.
    /// - Returns: The same when the crease cannot be measured.
    func smoothing(_ crease: Crease, _ page: Homography) -> Raster {
        guard let back = page.inverse else { return self }
        let profile = profile(of: crease, page)
        let steps = profile.count / 2
        guard steps > 0 else { return self }
        let corners = [(0, -4), (0, 4), (crease.length, -4), (crease.length, 4)].map { along, beside in
            page(crease.place(along: along, beside: beside))
        }
        let columns = Self.range(corners.map(\.x), below: width)
        let rows = Self.range(corners.map(\.y), below: height)
        var mended = self
        for row in rows {
            for column in columns {
                let place = back(Point(Double(column) + 0.5, Double(row) + 0.5))
                let beside = crease.position(of: place).beside / Self.profileStep + Double(steps)
                guard beside >= 0, beside < Double(profile.count - 1) else { continue }
                let index = Int(beside)
                let share = Float(beside - Double(index))
                let lighter = profile[index] * (1 - share) + profile[index + 1] * share
                mended[column, row] = UInt8(min(255, (Float(self[column, row]) * lighter).rounded()))
            }
        }
        return mended
    }

    private static let profileStep = 0.25
    /// On both sides of a crease, in steps.
    private static let profileReach = 14

    /// How much lighter the paper would be without the crease, from one side of it to the other.
    private func profile(of crease: Crease, _ page: Homography) -> [Float] {
        let reach = Self.profileReach
        var shares = [[Float]](repeating: [], count: 2 * reach + 1)
        for along in stride(from: 4, through: crease.length - 4, by: 3) {
            let shades = (-reach...reach).map { step in
                shade(page(crease.place(along: along, beside: Double(step) * Self.profileStep)))
            }
            guard let first = shades.first, let last = shades.last, first > 0, last > 0 else { continue }
            for (index, here) in shades.enumerated() where here > 0 {
                // Both sides may lie in different light.
                let flat = first + (last - first) * Float(index) / Float(2 * reach)
                shares[index].append(flat / here)
            }
        }
        // Print and marks lie on less than half of it.
        return shares.map { values in
            values.isEmpty ? 1 : max(1, values.sorted()[values.count / 2])
        }
    }

    private static func range(_ values: [Double], below end: Int) -> Range<Int> {
        let least = max(0, min(end, Int((values.min() ?? 0).rounded(.down))))
        let most = max(least, min(end, Int((values.max() ?? 0).rounded(.up))))
        return least..<most
    }
}
