/// What can be wrong with a Mustache tag: facts, of which ``description`` makes words.
enum MustacheProblem: Equatable {
    case unclosedBraces(_ isTriple: Bool)
    case noName
    case badName(String)
    case transform(String)
    case dotOutside
    case partial, parent, delimiter, pragma
    case neverClosed(String)
    case closesNothing(String)
    case closesAnother(String, open: String, openLine: Int)
    case tooMany
    case tooDeep
    case crossesElements(MustacheTag.Kind)
    case lostTag

    /// The reason why a kind of tag is refused; `nil` for the kinds that are not.
    static func refusal(of sign: Character) -> MustacheProblem? {
        switch sign {
        case ">": .partial
        case "<", "$": .parent
        case "=": .delimiter
        case "%": .pragma
        default: nil
        }
    }

    /// What is wrong with a name, if anything.
    ///
    /// Spaces inside are let through, for the name of a column may have some.
    static func find(inName name: String) -> MustacheProblem? {
        if name.isEmpty { return .noName }
        if name == "." { return .dotOutside }
        if name.contains("(") { return .transform(name) }
        let isName = name.unicodeScalars.allSatisfy { scalar in
            scalar.properties.isAlphabetic || scalar.properties.numericType != nil
                || scalar.properties.generalCategory == .nonspacingMark || "_-. ".unicodeScalars.contains(scalar)
        }
        return isName ? nil : .badName(name)
    }
}

extension MustacheProblem: CustomStringConvertible {
    var description: String {
        switch self {
        case .unclosedBraces(let isTriple):
            "'\(isTriple ? "{{{" : "{{")' is never closed. Write '\(isTriple ? "}}}" : "}}")' behind the field's name."
        case .noName: "'{{ }}' has no name. Write a field's name between the braces, such as {{first_name}}."
        case .badName(let name):
            "'\(name.prefix(40))' cannot be a field's name. Use letters, digits, '_', '-' and '.'."
        case .transform(let name):
            "'{{\(name.prefix(40))}}' calls a function, and fields have none. Write the field's name alone."
        case .dotOutside: "'{{.}}' means the section around it, and there is none. Write the field's name."
        case .partial: "'{{>…}}' would insert another file. A message is one file: write the words here."
        case .parent: "'{{<…}}' and '{{$…}}' would build on another file. A message is one file: write the words here."
        case .delimiter: "'{{=…=}}' would change the braces. Fields are always written {{name}}."
        case .pragma: "'{{%…}}' would change how values are escaped. Take it out."
        case .neverClosed(let name): "the section '{{#\(name)}}' is never closed. Write '{{/\(name)}}' where it ends."
        case .closesNothing(let name): "'{{/\(name)}}' closes nothing. Write '{{#\(name)}}' before it, or take it out."
        case .closesAnother(let name, let open, let line):
            "'{{/\(name)}}' stands where '{{/\(open)}}' is expected, for the section of line \(line)."
        case .crossesElements(.open(let name, let inverted)):
            "the section '{{\(inverted ? "^" : "#")\(name)}}' begins inside of a list, quote, link or emphasis and ends"
                + " outside of it, or the reverse. Put both of its tags inside, or both on lines of their own around it."
        case .crossesElements: "a section begins and ends in different places. Put both of its tags in the same one."
        case .lostTag:
            "a section's tag stands inside of raw HTML or of a link's definition, where it is lost. Put it in the words."
        case .tooMany: "there are more than \(MustacheTags.most) tags. Write fewer."
        case .tooDeep: "sections lie more than \(MustacheTags.deepest) deep in one another. Nest fewer."
        }
    }
}
