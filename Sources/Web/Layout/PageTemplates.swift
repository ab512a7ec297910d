import Mustache

/// The pages' templates, compiled once.
enum PageTemplates {
    /// Why the templates that were built into the program cannot be used.
    enum Fault: Error, Equatable {
        /// A value would get into the page as it is.
        case unescaped(template: String)
        case missing(template: String)
    }

    private static let files: [String: [UInt8]] = [
        "head": PackageResources.head_mustache,
        "foot": PackageResources.foot_mustache,
        "ask": PackageResources.ask_mustache,
        "facts": PackageResources.facts_mustache,
        "goal": PackageResources.goal_mustache,
        "message": PackageResources.message_mustache,
        "stop": PackageResources.stop_mustache,
        "preferences": PackageResources.preferences_mustache,
        "erase": PackageResources.erase_mustache,
        "share": PackageResources.share_mustache,
        "public": PackageResources.public_mustache,
        "confirm": PackageResources.confirm_mustache,
        "arrived": PackageResources.arrived_mustache,
        "sheet": PackageResources.sheet_mustache,
        "sheetrow": PackageResources.sheetrow_mustache,
        "sheetnew": PackageResources.sheetnew_mustache,
    ]

    /// The names of all templates that are pages.
    static var names: [String] { (Array(files.keys) + officeFiles.keys).sorted() }

    private static let library: Result<MustacheLibrary, any Error> = Result {
        MustacheContentTypes.register(SafeHTML(), named: SafeHTML.name)
        var templates: [String: MustacheTemplate] = [:]
        for (name, bytes) in files.merging(officeFiles, uniquingKeysWith: { first, _ in first }) {
            let source = String(decoding: bytes, as: UTF8.self)
            if source.contains("{{{") || source.contains("{{&") { throw Fault.unescaped(template: name) }
            templates[name] = try MustacheTemplate(string: SafeHTML.pragma + source)
        }
        return MustacheLibrary(templates: templates)
    }

    /// Fills a template.
    ///
    /// - Throws: ``Fault``, or what the library finds wrong with a template.
    static func render(_ name: String, _ view: PageView) throws -> String {
        guard let html = try library.get().render(view, withTemplate: name) else { throw Fault.missing(template: name) }
        return html
    }
}
