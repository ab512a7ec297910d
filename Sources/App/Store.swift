package import Accounts
package import Calls
package import Crypto
package import Deliveries
package import Reviews
import StorePostgres
import StoreSQLite

/// Everything that the command line asks of a database, whatever the engine behind it.
package protocol Store: DeliveryStore, CallStore, PeopleStore, ReviewStore, QueueHealthStore, VisitStore, ArrivalStore,
    SheetStore, CustodyStore, TurfStore, SignUpStore, AccountStore, OverviewStore, AnswerStore, ProposalStore,
    WebhookStore
{
    /// What personal links are made with where the settings name no secret: random, and the same as long as the data lives.
    var linkSecret: SymmetricKey { get }

    /// Whether it is whole and the books balance.
    func examine() async throws -> [Finding]

    /// The channels that the ledger knows of.
    func consentChannels() async throws -> [ChannelID]

    /// Copies everything into an SQLite file that does not exist yet, for a dry run or a rehearsal.
    func copy(to path: String) async throws
}

extension SQLiteStore: Store {}

extension PostgresStore: Store {
    package func copy(to path: String) async throws { _ = try await SQLiteStore(path: path).fill(from: self) }
}
