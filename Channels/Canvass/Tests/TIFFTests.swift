import Deliveries
import Foundation
import Paper
import Pictures
import Synchronization
import TestKit
import Testing

@testable import CanvassChannel

/// TIFFs as scanners write them, and as nobody should.
struct TIFFTests {
    private let folder = FileManager.default.temporaryDirectory.appending(path: "tiff-\(UUID().uuidString)")

    init() throws { try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true) }

    private func file(_ bytes: [UInt8]) throws -> String {
        let path = folder.appending(path: "\(UUID().uuidString).tif").path
        try Data(bytes).write(to: URL(filePath: path))
        return path
    }

    private func remove() { try? FileManager.default.removeItem(at: folder) }

    /// Shades that differ from pixel to pixel, and from page to page.
    private static func picture(_ seed: Int, width: Int = 90, height: Int = 70) -> GreyPicture {
        let pixels = (0..<width * height).map { UInt8(truncatingIfNeeded: $0 / width * 3 + $0 % width + seed * 40) }
        return GreyPicture(width: width, height: height, pixels: pixels)
    }

    @Test(arguments: TIFFBuilder.Kind.allCases)
    func everyPageIsReadInOrder(kind: TIFFBuilder.Kind) throws {
        defer { remove() }
        let pictures = (0..<5).map { Self.picture($0, width: 90 + $0) }
        let pages = try TIFFPages(try file(TIFFBuilder(kind).file(pictures)))
        #expect(pages.count == 5)
        for number in 1...5 { #expect(try pages.page(number) == pictures[number - 1]) }
        #expect(try pages.page(2) == pictures[1], "in any order")
    }

    @Test(arguments: 1...8)
    func aPageIsTurnedAsItSays(orientation: Int) throws {
        defer { remove() }
        // One dark pixel near the corner where the first row and the first column meet.
        var picture = GreyPicture(width: 8, height: 5)
        picture.pixels[0] = 0
        let pages = try TIFFPages(try file(TIFFBuilder(.little).file([picture], orientation: orientation)))
        let page = try pages.page(1)
        let corner = [(0, 0), (1, 0), (1, 1), (0, 1), (0, 0), (1, 0), (1, 1), (0, 1)][orientation - 1]
        #expect(page.width == (orientation < 5 ? 8 : 5) && page.height == (orientation < 5 ? 5 : 8))
        #expect(page.pixels[corner.1 * (page.height - 1) * page.width + corner.0 * (page.width - 1)] == 0)
        #expect(page.pixels.count { $0 == 0 } == 1)
    }

    @Test func aLargePageIsReadSmaller() throws {
        defer { remove() }
        let picture = GreyPicture(width: 5_000, height: 60, shade: 90)
        let pages = try TIFFPages(try file(TIFFBuilder(.little).file([picture])))
        let page = try pages.page(1)
        #expect(page.width == 2_500 && page.height == 30)
        #expect(page.pixels.allSatisfy { $0 == 90 })
    }

    @Test func pagesThatLeadInACircleAreRefusedWithASentence() throws {
        defer { remove() }
        let path = try file(TIFFBuilder(.little).file((0..<3).map { Self.picture($0) }, isCircle: true))
        let error = #expect(throws: PictureError.self) { _ = try TIFFPages(path) }
        #expect(error?.description.contains("lead in a circle") == true)
    }

    @Test func tooManyPagesAreRefusedBeforeAnyIsRead() throws {
        defer { remove() }
        let tiny = GreyPicture(width: 1, height: 1)
        let path = try file(TIFFBuilder(.little).file(Array(repeating: tiny, count: TIFFPages.most + 9)))
        let error = #expect(throws: PictureError.self) { _ = try TIFFPages(path) }
        #expect(error?.description.contains("Split it") == true)
    }

    @Test func aThousandMillionPixelsAreRefusedAndTheOtherPagesRead() throws {
        defer { remove() }
        var builder = TIFFBuilder(.little)
        builder.lies = [1: (40_000, 40_000)]
        let pages = try TIFFPages(try file(builder.file((0..<3).map { Self.picture($0) })))
        let error = #expect(throws: PictureError.self) { _ = try pages.page(2) }
        #expect(error?.description.contains("40000 × 40000 pixels") == true)
        #expect(try pages.page(3) == Self.picture(2))
    }

    @Test(arguments: [4, 8, 9, 40, 200, 3_000])
    func aFileThatEndsEarlyIsAnErrorAndNoCrash(length: Int) throws {
        defer { remove() }
        let whole = TIFFBuilder(.little).file((0..<3).map { Self.picture($0) })
        let path = try file(Array(whole.prefix(length)))
        #expect(throws: PictureError.self) {
            let pages = try TIFFPages(path)
            for number in 1...pages.count { _ = try pages.page(number) }
        }
    }

    /// Any byte may be wrong; whatever comes of it, it is a picture or a sentence.
    @Test func brokenBytesAreASentenceAndNoCrash() throws {
        defer { remove() }
        let whole = TIFFBuilder(.little).file((0..<2).map { Self.picture($0, width: 9, height: 7) })
        var chance = SeededGenerator(seed: 7)
        for _ in 0..<300 {
            var bytes = whole
            for _ in 0..<3 {
                let place = Int.random(in: 4..<bytes.count, using: &chance)
                bytes[place] = UInt8.random(in: 0...255, using: &chance)
            }
            do {
                let pages = try TIFFPages(try file(bytes))
                for number in 1...min(pages.count, 5) { _ = try pages.page(number) }
            } catch let error as PictureError { #expect(!error.description.isEmpty) }
        }
    }

    @Test func everySheetOfATIFFIsReadAndABadPageIsNamed() async throws {
        defer { remove() }
        let printer = try Printer()
        await printer.canvass.deliver(
            [Envelope(briefing: Neighbors.briefing, batch: 1, items: try Neighbors.items(60))],
            report: ReportLog().take
        )
        let pages = printer.path("page")
        _ = try Tool.run("pdftoppm", "-r", "110", "-gray", printer.path("rent-hearing-1.pdf"), pages)
        let names = try printer.fileNames.filter { $0.hasSuffix(".pgm") }
        let pictures = try names.map { name in
            try #require(GreyPicture(pgm: Array(try Data(contentsOf: URL(filePath: printer.path(name))))))
        }
        #expect(pictures.count >= 3)
        var builder = TIFFBuilder(.big)
        builder.lies = [1: (40_000, 40_000)]
        let read = Mutex<[ScannedPage]>([])
        try await printer.canvass.read(try file(builder.file(pictures)), sheet: { _ in nil }) { page in
            read.withLock { $0.append(page) }
        }
        let reasons = read.withLock { pages in
            pages.map { page in if case .unread(let reason) = page.content { reason } else { "" } }
        }
        #expect(reasons.count == pictures.count)
        #expect(reasons[1].contains("could not be drawn"))
        for (index, reason) in reasons.enumerated() where index != 1 { #expect(reason.contains("is not known here")) }
    }
}

/// Writes TIFFs without compression, byte by byte.
struct TIFFBuilder {
    enum Kind: CaseIterable { case little, big, large }

    let kind: Kind
    /// Sizes that pages claim to have, by their index.
    var lies: [Int: (width: Int, height: Int)] = [:]

    init(_ kind: Kind) { self.kind = kind }

    private func number(_ value: Int, _ count: Int) -> [UInt8] {
        let bytes = (0..<count).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
        return kind == .big ? bytes.reversed() : bytes
    }

    private var width: Int { kind == .large ? 8 : 4 }

    /// The file; rows lie in strips of 16.
    func file(_ pictures: [GreyPicture], orientation: Int = 1, isCircle: Bool = false) -> [UInt8] {
        var bytes: [UInt8] = kind == .big ? [0x4D, 0x4D] : [0x49, 0x49]
        bytes += number(kind == .large ? 43 : 42, 2)
        if kind == .large { bytes += number(8, 2) + number(0, 2) }
        var link = bytes.count
        bytes += number(0, width)
        let first = bytes.count
        for (index, picture) in pictures.enumerated() {
            let strips = stride(from: 0, to: picture.height, by: 16).map { top in
                Array(picture.pixels[top * picture.width..<min(top + 16, picture.height) * picture.width])
            }
            var offsets: [Int] = []
            for strip in strips {
                offsets.append(bytes.count)
                bytes += strip
            }
            let lists = [offsets, strips.map(\.count)].map { list -> Int in
                let place = bytes.count
                for value in list { bytes += number(value, 4) }
                return place
            }
            let size = lies[index] ?? (picture.width, picture.height)
            let entries: [(tag: Int, count: Int, value: Int)] = [
                (256, 1, size.width), (257, 1, size.height), (258, 1, 8), (259, 1, 1), (262, 1, 1),
                (273, offsets.count, offsets.count == 1 ? offsets[0] : lists[0]), (274, 1, orientation), (277, 1, 1),
                (278, 1, 16), (279, offsets.count, offsets.count == 1 ? strips[0].count : lists[1]),
            ]
            let place = bytes.count
            bytes.replaceSubrange(link..<link + width, with: number(place, width))
            bytes += number(entries.count, kind == .large ? 8 : 2)
            for entry in entries {
                // All of them LONG; two of a value fit into a large file's entry, of which none of ours has just two.
                bytes += number(entry.tag, 2) + number(4, 2) + number(entry.count, width)
                bytes += number(entry.value, entry.count == 1 ? 4 : width)
                if entry.count == 1 { bytes += Array(repeating: 0, count: width - 4) }
            }
            link = bytes.count
            bytes += number(0, width)
        }
        // The first directory stands behind the first picture; leading back to the second page is a circle as well.
        if isCircle {
            let back = Int(bytes[4]) | Int(bytes[5]) << 8 | Int(bytes[6]) << 16 | Int(bytes[7]) << 24
            bytes.replaceSubrange(link..<link + width, with: number(max(back, first), width))
        }
        return bytes
    }
}
