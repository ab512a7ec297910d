import Deliveries
import Paper
import Testing

struct CodeTests {
    private static let signs = Array("0123456789ABCDEFGHJKMNPQRSTVWXYZ")
    private static let numbers: [Int64] = [1, 31, 32, 1_023, 4_711, 99_999, 1_048_575, 1_048_576, 987_654_321, .max]

    @Test(arguments: numbers)
    func aRowCodeStandsForItsDelivery(number: Int64) throws {
        let code = RowCode.encode(DeliveryNumber(rawValue: number))
        #expect(try RowCode.decode(code).rawValue == number)
        #expect(try RowCode.decode(code.lowercased()).rawValue == number)
        #expect(try RowCode.decode(" " + code.filter { $0 != "-" }).rawValue == number)
    }

    @Test func aRowCodeLooksTheSameForever() {
        #expect(RowCode.encode(DeliveryNumber(rawValue: 1)) == "000-17")
        #expect(RowCode.encode(DeliveryNumber(rawValue: 4_711)) == "04K-78")
    }

    @Test func aHandWritesOneAndZeroAsLetters() throws {
        let code = RowCode.encode(DeliveryNumber(rawValue: 32 * 32 + 1))
        #expect(code.hasPrefix("010-1"))
        #expect(try RowCode.decode(code.replacing("0", with: "o").replacing("1", with: "l")).rawValue == 1_025)
        #expect(try RowCode.decode(code.replacing("0", with: "O").replacing("1", with: "I")).rawValue == 1_025)
    }

    @Test(arguments: numbers)
    func everyWrongSignInARowCodeIsCaught(number: Int64) {
        for wrong in Self.substitutions(in: RowCode.encode(DeliveryNumber(rawValue: number))) {
            #expect(throws: CodeError.self) { try RowCode.decode(wrong) }
        }
    }

    @Test(arguments: numbers)
    func everyTwoSwappedSignsInARowCodeAreCaught(number: Int64) {
        for wrong in Self.swaps(in: RowCode.encode(DeliveryNumber(rawValue: number))) {
            #expect(throws: CodeError.self) { try RowCode.decode(wrong) }
        }
    }

    @Test(arguments: [
        "", "-", "1", "000", "U00-17", "ÀÉÎ-ÕÜ", "000\u{0}17", "<b>", String(repeating: "Z", count: 9_999),
    ])
    func whatIsNoRowCodeIsRefused(text: String) {
        #expect(throws: CodeError.malformed) { try RowCode.decode(text) }
    }

    @Test func aSheetIsNotTakenForARow() throws {
        let id = "\(SheetID(call: 4_711, batch: 31, page: 700))"
        #expect(throws: CodeError.self) { try RowCode.decode(String(id.dropFirst())) }
    }

    private static let sheets = [
        SheetID(call: 1, batch: 3, page: 2), SheetID(call: 32, batch: 1, page: 33),
        SheetID(call: 4_711, batch: 31, page: 700), SheetID(call: .max, batch: .max, page: .max),
    ]

    @Test(arguments: sheets)
    func aSheetIDCanBeReadBack(id: SheetID) throws {
        #expect(try SheetID("\(id)") == id)
        #expect(try SheetID("\(id)".lowercased()) == id)
    }

    @Test func aSheetIDLooksTheSameForever() {
        #expect("\(SheetID(call: 1, batch: 3, page: 2))" == "S1-3-2A")
        #expect("\(SheetID(.card, call: 1, batch: 3, page: 2))" == "P1-3-2Y")
    }

    @Test(arguments: sheets)
    func aCardIsNotTakenForASheet(id: SheetID) throws {
        let card = SheetID(.card, call: id.call, batch: id.batch, page: id.page)
        #expect(try SheetID("\(card)".lowercased()) == card)
        #expect(throws: CodeError.mistyped) { try SheetID("S" + "\(card)".dropFirst()) }
        #expect(throws: CodeError.mistyped) { try SheetID("P" + "\(id)".dropFirst()) }
        #expect(SheetID.parse(codeText: card.codeText(links: nil, revision: "ABCD"))?.id == card)
    }

    @Test func aCoverIsKnownByItsCode() throws {
        let covers = [CoverCode.turf(TurfID(call: 1, number: 3)), .tree(call: 7, batch: 2)]
        for cover in covers { #expect(CoverCode(cover.text) == cover) }
        for text in ["CLARION:O:", "CLARION:O:1", "CLARION:O:1-x", "CLARION:T:7", "CLARION:S:S1-3-2A:ABCD", ""] {
            #expect(CoverCode(text) == nil)
        }
    }

    @Test(arguments: sheets)
    func everyWrongSignInASheetIDIsCaught(id: SheetID) {
        for wrong in Self.substitutions(in: "\(id)").filter({ $0.hasPrefix("S") }) {
            #expect(throws: CodeError.self) { try SheetID(wrong) }
        }
    }

    @Test(arguments: sheets.dropLast())
    func everyTwoSwappedSignsInASheetIDAreCaught(id: SheetID) {
        for wrong in Self.swaps(in: "\(id)").filter({ $0.hasPrefix("S") }) {
            #expect(throws: CodeError.self) { try SheetID(wrong) }
        }
    }

    @Test(arguments: [
        "", "S", "S--", "S1-2", "S1-2-", "X1-3-2A", "S1-3-2-A", "S1-U-2A", String(repeating: "S-", count: 9_999),
    ])
    func whatIsNoSheetIDIsRefused(text: String) {
        #expect(throws: CodeError.malformed) { try SheetID(text) }
    }

    /// Every text that differs in one sign.
    private static func substitutions(in code: String) -> [String] {
        let original = Array(code)
        return original.indices.filter { original[$0] != "-" }.flatMap { index in
            signs.filter { $0 != original[index] }.map { sign in
                var changed = original
                changed[index] = sign
                return String(changed)
            }
        }
    }

    /// Every text in which two different signs have changed places, wherever they stand.
    private static func swaps(in code: String) -> [String] {
        let original = Array(code)
        let places = original.indices.filter { original[$0] != "-" }
        return places.flatMap { left in
            places.filter { $0 > left && original[$0] != original[left] }.map { right in
                var changed = original
                changed.swapAt(left, right)
                return String(changed)
            }
        }
    }
}
