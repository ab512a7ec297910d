import App
import ArgumentParser
import Calls
import Deliveries

/// `clarion turf …`.
struct Turfs: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "turf",
        abstract: "Cut a call's doors into walks for canvassers, and say who walks which.",
        subcommands: [CutTurfs.self, ListTurfs.self, AssignTurfs.self, ShowTurf.self]
    )
}

extension Place {
    /// The channel whose addresses are walked to.
    ///
    /// - Throws: ``Failure`` when none is configured.
    func turfMaker() throws -> any TurfMaker {
        guard let maker = try installation().drivers.lazy.compactMap({ $0 as? any TurfMaker }).first else {
            throw Failure(
                .wrongSettings,
                "No channel goes from door to door. Add 'channels: canvass:' to the settings."
            )
        }
        return maker
    }
}

extension TurfMaker {
    /// The channel's name.
    var channel: ChannelID { Self.id }
}

extension TurfID {
    /// Reads a turf's name as somebody typed it.
    ///
    /// - Throws: ``Failure`` when it is none.
    init(typed text: String) throws {
        guard let id = TurfID(text) else {
            throw Failure(
                .wrongInput,
                "'\(Listing.printable(String(text.prefix(40))))' is no turf. 'clarion turf list' shows their names, such as T1-3."
            )
        }
        self = id
    }

    /// What is said of one that is not there.
    var absence: Failure { Failure(.noInput, "There is no turf \(self). 'clarion turf list' shows those there are.") }
}

extension Failure {
    /// There is no such call, or nothing of it to cut.
    init(turfs error: TurfError) {
        switch error {
        case .noSuchCall, .noTurfs: self.init(.noInput, "\(error)")
        case .nothingToCut, .hasTurfs: self.init(.wrongInput, "\(error)")
        }
    }
}
