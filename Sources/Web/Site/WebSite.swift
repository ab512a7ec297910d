package import Accounts
package import Calls
package import Deliveries
package import Hummingbird
import HummingbirdCore
package import Logging
import NIOCore
import People
package import Reviews

/// What the web side needs of the database.
package typealias WebStore = VisitStore & ArrivalStore & PeopleStore & ReviewStore & DeliveryStore & CallStore
    & SheetStore & CustodyStore & SignUpStore & AccountStore & OverviewStore & AnswerStore & ProposalStore

/// The web side: pages for the people who were asked, and for friends whom they told.
///
/// Nothing is changed by looking: GET and HEAD show, only POST acts. There are no scripts, and no cookies but those of
/// organizers who logged in. What a person may do is decided by the token in the address, and by nothing else, so that no other
/// site can act for them without it.
package struct WebSite: Sendable {
    let store: any WebStore
    let links: PersonalLinks
    let organization: Organization
    /// The configured channels, in the order in which they are shown.
    let channels: [ChannelProfile]
    /// The header field in which a proxy names the visitor's address; `nil` takes the connection's own.
    let addressField: String?
    /// Knows the names and codes on printed sheets; `nil` where no channel prints any.
    let paper: (any PaperReader)?
    /// Takes what gateways and providers bring.
    let answers: AnswerSide
    let logger: Logger
    let now: @Sendable () -> Timestamp
    /// The pages for organizers; `nil` leaves them away.
    let desk: Desk?
    /// Keeps forms for strangers from being used against others.
    let limits = VisitorLimits()

    /// How long an answer to an opt-out waits for messages that are in a worker's hands.
    static let patience = Duration.seconds(5)

    /// Gathers what the pages are made of.
    ///
    /// - Parameters:
    ///   - store: Where everything is kept.
    ///   - links: Opens the tokens; its address is the one truth about where the web side is.
    ///   - organization: Who asks.
    ///   - channels: The configured channels.
    ///   - addressField: The header field in which a trusted proxy names the visitor's address.
    ///   - paper: The channel that prints sheets.
    ///   - answers: Takes what gateways and providers bring.
    ///   - logger: For what an operator should know; it hears neither tokens nor addresses.
    ///   - desk: What the pages for organizers need besides; without it there are none.
    ///   - now: The time of day.
    package init(
        store: any WebStore,
        links: PersonalLinks,
        organization: Organization,
        channels: [ChannelProfile],
        addressField: String? = nil,
        paper: (any PaperReader)? = nil,
        answers: AnswerSide = AnswerSide(),
        logger: Logger,
        desk: Desk? = nil,
        now: @escaping @Sendable () -> Timestamp
    ) {
        self.store = store
        self.links = links
        self.organization = organization
        self.channels = channels
        self.addressField = addressField
        self.paper = paper
        self.answers = answers
        self.logger = logger
        self.desk = desk
        self.now = now
    }

    /// The path below which the pages lie, without a slash at its end: empty for `https://act.example.org`.
    var root: String {
        let rest = links.publicURL.utf8.drop { $0 != UInt8(ascii: ":") }.dropFirst(3)
        return String(Substring(rest.drop { $0 != UInt8(ascii: "/") }))
    }

    /// All pages, below the path of the public address and, for proxies that take that off, below `/` as well.
    package func router() -> Router<VisitorContext> {
        let router = Router(context: VisitorContext.self, options: [.autoGenerateHeadEndpoints])
        router.add(middleware: Hardening(site: self))
        for root in root.isEmpty ? [""] : [root, ""] {
            let pages = Routes(router: router, root: root)
            OpenPages(site: self).add(to: pages)
            AskPages(site: self).add(to: pages)
            StopPages(site: self).add(to: pages)
            PreferencePages(site: self).add(to: pages)
            SharePages(site: self).add(to: pages)
            PublicPages(site: self).add(to: pages)
            ConfirmPages(site: self).add(to: pages)
            if let paper { SheetPages(site: self, paper: paper).add(to: pages) }
            if let desk {
                Office(site: self, desk: desk).add(to: pages)
                API(site: self, desk: desk).add(to: pages)
            }
            AnswerPages(site: self).add(to: pages)
        }
        return router
    }

    /// The server; a service that ends gracefully.
    ///
    /// - Parameters:
    ///   - host: Where to listen.
    ///   - port: Where to listen; 0 lets the system choose.
    ///   - started: Is told the port as soon as it listens.
    /// - Returns: What is to be run.
    package func application(
        host: String,
        port: Int,
        started: @escaping @Sendable (Int) -> Void = { _ in }
    ) -> some ApplicationProtocol {
        // Its own log would show paths, and tokens in them.
        let silent = Logger(label: "web") { _ in SwiftLogNoOpLogHandler() }
        let decoder = HTTP1Channel.Configuration.DecoderConfiguration(
            maxHeaderFieldSize: 8 * 1_024,
            maxHeaderListSize: 32 * 1_024,
            maxHeaderFieldCount: 100
        )
        return Application(
            router: router(),
            server: .http1(configuration: .init(idleTimeout: .seconds(20), httpDecoderConfiguration: decoder)),
            configuration: ApplicationConfiguration(
                address: .hostname(host, port: port),
                availableConnectionsDelegate: .maximum(1_000, logger: silent)
            ),
            onServerRunning: { channel in started(channel.localAddress?.port ?? port) },
            logger: silent
        )
    }
}
