import Calls
import Deliveries
import Paper

/// What stands under `canvass` in the settings.
struct CanvassSettings: Sendable, Equatable {
    /// The folder that takes the sheets.
    let output: String
    let paper: PaperSize
    /// At most so many doors for one canvasser.
    let doorsPerTurf: Int
    /// Empty rows at the end of each turf, for people who sign up.
    let signUpRows: Int

    init(_ settings: ChannelSettings) throws(ChannelSettingsError) {
        var reader = settings.reader()
        output = reader.text("output", default: "sheets")
        paper = reader.choice("paper", default: PaperSize(usualIn: settings.organization.region))
        doorsPerTurf = reader.integer("doors_per_turf", default: 45, in: 10...200)
        signUpRows = reader.integer("sign_up_rows", default: 3, in: 0...8)
        try reader.finish()
    }
}
