package import Calls
package import Deliveries
import Drawing

extension Outcome {
    /// What becomes of a batch that could not be printed.
    ///
    /// - Parameters:
    ///   - error: What went wrong.
    ///   - channel: Whose paper it is.
    ///   - folder: Where its files go.
    ///   - pages: What the channel calls them: `sheets`, `cards`.
    package init(printing error: any Error, of channel: ChannelID, in folder: String, pages: String) {
        self =
            switch error {
            case is CancellationError: .interrupted
            case DrawingError.file:
                .waiting(
                    Waiting(
                        .unreachable,
                        reason: "channels.\(channel).output '\(folder)' cannot be written: \(error). "
                            + "Make room there or name another folder."
                    )
                )
            case let error as TemplateError: .refused(reason: "the script's \(error)")
            case let error as WordsError: .refused(reason: "\(error)")
            default: .retry(reason: "the \(pages) could not be drawn: \(error)")
            }
    }
}
