import CTIFF
import Foundation

/// The pages of a TIFF, read one after the other and a band of rows at a time, in shades of grey and upright.
///
/// Read by libtiff itself: gdk-pixbuf, which reads the other pictures, hands out the first page alone.
package final class TIFFPages {
    /// Pages read from one file.
    package static let most = PDFPages.most
    /// Rows that are read together, where they are not stored in larger bands.
    private static let leastBand = 64

    /// How many there are, at least 1.
    package let count: Int
    private let file: OpaquePointer

    /// Looks at a TIFF.
    ///
    /// - Parameter path: The file.
    /// - Throws: ``PictureError``.
    package init(_ path: String) throws(PictureError) {
        guard let file = ctiff_open(path) else { throw .broken("it is a damaged TIFF") }
        self.file = file
        let count = ctiff_count(file, Int64(Self.most))
        self.count = Int(count)
        // From here on the file is closed with the object.
        guard count > 0 else { throw .broken("its pages lead in a circle, or to nothing") }
        guard count <= Self.most else { throw .tooManyPages(self.count) }
    }

    deinit { ctiff_close(file) }

    /// Whether a file begins as a TIFF does, in either byte order, of the usual kind or of the large one.
    package static func isTIFF(_ path: String) -> Bool {
        guard let file = FileHandle(forReadingAtPath: path) else { return false }
        defer { try? file.close() }
        let head = (try? file.read(upToCount: 4)).flatMap { $0.map(Array.init) } ?? []
        return [[0x49, 0x49, 42, 0], [0x4D, 0x4D, 0, 42], [0x49, 0x49, 43, 0], [0x4D, 0x4D, 0, 43]].contains(head)
    }

    /// Reads a page; quickest in their order.
    ///
    /// - Parameter number: From 1.
    /// - Returns: The page in grey, at most ``PictureFile/longestSide`` long.
    /// - Throws: ``PictureError/pageNotDrawn(page:reason:)``.
    package func page(_ number: Int) throws(PictureError) -> GreyPicture {
        var facts = ctiff_page()
        guard ctiff_go(file, UInt32(number - 1)) == 1, ctiff_facts(file, &facts) == 1, facts.width > 0, facts.height > 0
        else { throw .pageNotDrawn(page: number, reason: "it is damaged") }
        let (width, height) = (Int(facts.width), Int(facts.height))
        guard width < 1 << 20, height < 1 << 20, width * height <= PictureFile.mostPixels else {
            throw .pageNotDrawn(page: number, reason: "\(PictureError.tooLarge(width: width, height: height))")
        }
        let stored = Int(facts.band)
        let band = min(height, stored * max(1, Self.leastBand / stored))
        var shrinking = Shrinking(width: width, height: height)
        var pixels = [UInt32](repeating: 0, count: width * band)
        for first in stride(from: 0, to: height, by: band) {
            let rows = min(band, height - first)
            let isRead = pixels.withUnsafeMutableBufferPointer { pixels in
                ctiff_read(file, UInt32(first), UInt32(rows), pixels.baseAddress)
            }
            guard isRead == 1 else { throw .pageNotDrawn(page: number, reason: "it is damaged") }
            for row in 0..<rows { shrinking.take(pixels[row * width..<(row + 1) * width]) }
        }
        return shrinking.picture.upright(from: Int(facts.orientation))
    }
}

/// Makes shades of grey of rows as they come, and the picture smaller where it is larger than is of use.
private struct Shrinking {
    private let factor: Int
    private let size: (width: Int, height: Int)
    private var sums: [Int]
    private var rows = 0
    private var pixels: [UInt8] = []

    init(width: Int, height: Int) {
        let longest = max(width, height)
        factor = min((longest + PictureFile.longestSide - 1) / PictureFile.longestSide, min(width, height))
        size = (width / factor, height / factor)
        sums = Array(repeating: 0, count: size.width)
        pixels.reserveCapacity(size.width * size.height)
    }

    var picture: GreyPicture { GreyPicture(width: size.width, height: size.height, pixels: pixels) }

    mutating func take(_ row: ArraySlice<UInt32>) {
        if factor == 1 {
            for pixel in row { pixels.append(UInt8(truncatingIfNeeded: Self.grey(pixel))) }
            return
        }
        guard pixels.count < size.width * size.height else { return }
        var index = row.startIndex
        for column in 0..<size.width {
            for _ in 0..<factor {
                sums[column] += Self.grey(row[index])
                index += 1
            }
        }
        rows += 1
        guard rows == factor else { return }
        let area = factor * factor
        for column in 0..<size.width {
            pixels.append(UInt8(truncatingIfNeeded: (sums[column] + area / 2) / area))
            sums[column] = 0
        }
        rows = 0
    }

    /// ITU-R BT.601, in 256ths; what is see-through lies on white.
    private static func grey(_ pixel: UInt32) -> Int {
        let (red, green, blue) = (Int(pixel & 255), Int(pixel >> 8 & 255), Int(pixel >> 16 & 255))
        return min(255, (77 * red + 150 * green + 29 * blue) >> 8 + 255 - Int(pixel >> 24))
    }
}

extension GreyPicture {
    /// The picture as it is to be looked at.
    ///
    /// - Parameter orientation: Where its first row and column lie, 1 to 8, as the TIFF specification counts; 1 is upright.
    /// - Returns: The same pixels in another order.
    func upright(from orientation: Int) -> GreyPicture {
        guard (2...8).contains(orientation) else { return self }
        let isTurned = orientation >= 5
        let (columns, rows) = isTurned ? (height, width) : (width, height)
        var upright: [UInt8] = []
        upright.reserveCapacity(pixels.count)
        for row in 0..<rows {
            for column in 0..<columns {
                // In the stored picture, before it is mirrored.
                let (x, y) = isTurned ? (row, column) : (column, row)
                let isFromRight = [2, 3, 7, 8].contains(orientation)
                let isFromBelow = [3, 4, 6, 7].contains(orientation)
                upright.append(pixels[(isFromBelow ? height - 1 - y : y) * width + (isFromRight ? width - 1 - x : x)])
            }
        }
        return GreyPicture(width: columns, height: rows, pixels: upright)
    }
}
