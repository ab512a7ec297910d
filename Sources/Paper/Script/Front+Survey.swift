package import Calls
package import Deliveries
import Drawing

extension Front {
    /// Sets the front of a call that is only planned.
    ///
    /// - Parameters:
    ///   - briefing: The call.
    ///   - words: Its script.
    ///   - metrics: The paper.
    /// - Returns: The front, and the fields that its words name, each once.
    /// - Throws: ``WordsError`` when a template is wrong, or the script cannot be set.
    package static func survey(_ briefing: Briefing, _ words: Words, _ metrics: SheetMetrics) throws(WordsError)
        -> (front: Front, fieldNames: [String])
    {
        do {
            let front = try Front(briefing, words, metrics, Typesetter())
            var names: [String] = []
            for name in try words.paragraphs().flatMap(\.markup.fieldNames) where !names.contains(name) {
                names.append(name)
            }
            return (front, names)
        } catch let error as TemplateError {
            throw WordsError([.init(line: words.firstLine + error.line - 1, problem: error.problem)])
        } catch {
            throw WordsError([.init(problem: "the script could not be set: \(error).")])
        }
    }
}
