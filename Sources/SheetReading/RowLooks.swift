/// Looks at a page's rows, and once more at those in doubt: without creases, then sharpened.
///
/// A row that is clear at the first look stays as it was read; a second look only asks about what a person would have to decide.
struct RowLooks {
    let raster: Raster
    let page: Homography
    let layout: PageLayout
    /// One a row.
    let registrations: [RowRegistration]

    /// What each row says.
    ///
    /// - Returns: One a row; and the picture sharpened, where it is out of focus and that could help.
    func verdicts() -> (rows: [RowVerdict], sharpened: Raster?) {
        var registrations = registrations
        var facts = facts(raster, rows: Array(layout.rows.indices), registrations)
        var inDoubt = doubtful(facts)
        var flat = raster
        if !inDoubt.isEmpty {
            let creases = CreaseFinder(raster, page, layout.geometry).creases()
            if !creases.isEmpty {
                flat = creases.reduce(raster) { $0.smoothing($1, page) }
                for row in inDoubt { registrations[row] = bent(registrations[row], row, creases, flat) }
                facts.merge(self.facts(flat, rows: inDoubt, registrations)) { _, again in again }
                inDoubt = doubtful(facts)
            }
        }
        let isBlurred = outline(facts) < ReadingThresholds.sharpOutline
        let sharpened =
            isBlurred && !(inDoubt.isEmpty && layout.signUps.isEmpty) ? flat.sharpened(radius: blurRadius) : nil
        if let sharpened, !inDoubt.isEmpty {
            // What sharpening does not show was there nevertheless: it makes no mark vanish.
            facts.merge(self.facts(sharpened, rows: inDoubt, registrations)) { $0.raised(to: $1) }
        }
        let rows = layout.rows.indices.map { facts[$0].map(RowJudge.verdict) ?? .doubtful(.unreadable) }
        return (rows, sharpened)
    }

    private func doubtful(_ facts: [Int: RowJudge.Facts]) -> [Int] {
        facts.filter { RowJudge.verdict($0.value).isInDoubt }.keys.sorted()
    }

    /// How dark the bubbles' lines are on the whole: blur has taken from them what it took from a pen's strokes.
    private func outline(_ facts: [Int: RowJudge.Facts]) -> Double {
        facts.values.reduce(0) { $0 + $1.outline } / Double(max(1, facts.count))
    }

    /// In pixels.
    private var blurRadius: Int {
        let middle = Point(layout.geometry.width / 2, layout.geometry.height / 2)
        return max(1, Int(page.scale(at: middle) * ReadingThresholds.blurRadius))
    }

    /// How a row lies on paper that was folded from top to bottom.
    private func bent(
        _ registration: RowRegistration,
        _ row: Int,
        _ creases: [Crease],
        _ flat: Raster
    ) -> RowRegistration {
        let bubbles = layout.geometry.bubbles(top: layout.rows[row].top)
        let height = (bubbles.first?.middle ?? Point(0, 0)).y
        return creases.filter(\.isUpright).reduce(registration) { bent, crease in
            reader(flat).bent(bent, at: crease.place(along: height, beside: 0).x, bubbles)
        }
    }

    private func reader(_ raster: Raster) -> BubbleReader {
        BubbleReader(raster: raster, page: page, pageWidth: layout.geometry.width)
    }

    /// Measures rows.
    private func facts(_ raster: Raster, rows: [Int], _ registrations: [RowRegistration]) -> [Int: RowJudge.Facts] {
        let geometry = layout.geometry
        let reader = reader(raster)
        var doors: [Double: [BubbleReading]] = [:]
        var facts: [Int: RowJudge.Facts] = [:]
        for index in rows {
            let (row, registration) = (layout.rows[index], registrations[index])
            let bubbles = geometry.bubbles(top: row.top)
            let (readings, fine) = reader.read(bubbles, registration)
            let results = SheetGeometry.resultCount
            if doors[row.doorTop] == nil {
                doors[row.doorTop] = reader.read(geometry.doorBubbles(top: row.doorTop), registration).readings
            }
            facts[index] = RowJudge.Facts(
                results: Array(readings.prefix(results)),
                actions: Array(readings.dropFirst(results)),
                door: doors[row.doorTop] ?? [],
                stray: reader.strayInk(Array(bubbles.prefix(results)), registration, fine)
            )
        }
        return facts
    }
}

extension RowJudge.Facts {
    /// The same with as much ink in each bubble as either of both saw.
    fileprivate func raised(to other: Self) -> Self {
        func darker(_ mine: [BubbleReading], _ theirs: [BubbleReading]) -> [BubbleReading] {
            zip(mine, theirs).map { mine, theirs in
                BubbleReading(ink: max(mine.ink, theirs.ink), outline: mine.outline, contrast: mine.contrast)
            }
        }
        return Self(
            results: darker(results, other.results),
            actions: darker(actions, other.actions),
            door: darker(door, other.door),
            stray: max(stray, other.stray)
        )
    }
}
