import CPostgres

/// The rows that a statement gave, in binary form.
package final class Rows: RandomAccessCollection {
    let result: OpaquePointer

    /// Takes over a result of libpq's.
    init(_ result: OpaquePointer) { self.result = result }

    deinit { PQclear(result) }

    package var startIndex: Int { 0 }
    package var endIndex: Int { Int(PQntuples(result)) }
    package subscript(position: Int) -> Row { Row(rows: self, index: Int32(position)) }

    /// How many rows the statement changed, or gave.
    package var affected: Int { Int(String(cString: PQcmdTuples(result))) ?? 0 }

    /// The statement's name as the server calls it, such as `COMMIT`.
    var tag: String { String(cString: PQcmdStatus(result)) }
}

/// One row; columns are read by their place, or by name.
package struct Row {
    private let rows: Rows
    private let index: Int32

    init(rows: Rows, index: Int32) {
        self.rows = rows
        self.index = index
    }

    /// A column's value; NULL reads as zero or as empty, so it is for columns that are never NULL.
    package subscript<Column: ColumnValue>(_ column: Int) -> Column { self[column] ?? Column.absent }

    /// A column's value; `nil` is NULL.
    package subscript<Column: ColumnValue>(_ column: Int) -> Column? {
        let column = Int32(column)
        guard PQgetisnull(rows.result, index, column) == 0 else { return nil }
        let length = Int(PQgetlength(rows.result, index, column))
        return Column.read(UnsafeRawBufferPointer(start: PQgetvalue(rows.result, index, column), count: length))
    }

    /// A named column's value; NULL reads as zero or as empty.
    package subscript<Column: ColumnValue>(_ name: String) -> Column { self[name] ?? Column.absent }

    /// A named column's value; `nil` is NULL, and a column that is not there.
    package subscript<Column: ColumnValue>(_ name: String) -> Column? {
        let column = PQfnumber(rows.result, name)
        return column < 0 ? nil : self[Int(column)]
    }
}

/// What can be read out of a column in binary form.
package protocol ColumnValue {
    /// What NULL reads as where it cannot be.
    static var absent: Self { get }
    /// Reads the bytes as the server sent them.
    static func read(_ bytes: UnsafeRawBufferPointer) -> Self
}

extension Int64: ColumnValue {
    package static var absent: Int64 { 0 }

    /// Any of the server's whole numbers: two, four or eight bytes, the highest first.
    package static func read(_ bytes: UnsafeRawBufferPointer) -> Int64 {
        let start: Int64 = bytes.first.map { $0 & 0x80 == 0 ? 0 : -1 } ?? 0
        return bytes.reduce(start) { $0 << 8 | Int64($1) }
    }
}

extension Int: ColumnValue {
    package static var absent: Int { 0 }
    package static func read(_ bytes: UnsafeRawBufferPointer) -> Int { Int(Int64.read(bytes)) }
}

extension Bool: ColumnValue {
    package static var absent: Bool { false }
    package static func read(_ bytes: UnsafeRawBufferPointer) -> Bool { bytes.first == 1 }
}

extension Double: ColumnValue {
    package static var absent: Double { 0 }
    package static func read(_ bytes: UnsafeRawBufferPointer) -> Double {
        Double(bitPattern: UInt64(bitPattern: Int64.read(bytes)))
    }
}

extension String: ColumnValue {
    package static var absent: String { "" }
    package static func read(_ bytes: UnsafeRawBufferPointer) -> String { String(decoding: bytes, as: UTF8.self) }
}

extension [UInt8]: ColumnValue {
    package static var absent: [UInt8] { [] }
    package static func read(_ bytes: UnsafeRawBufferPointer) -> [UInt8] { Array(bytes) }
}
