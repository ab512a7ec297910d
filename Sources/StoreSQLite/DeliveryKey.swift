package import Crypto
import Deliveries
import Foundation

extension SQLiteStore {
    /// A delivery's key: the same for every attempt at it, guessable by nobody.
    func deliveryKey(_ number: Int64) -> String { key.deliveryKey(number) }

    /// What personal links are made with where the settings name no secret.
    package var linkSecret: SymmetricKey { key.linkSecret }

    /// What stays of an address when its owner is forgotten.
    func fingerprint(_ address: String) -> Data { Data(key.fingerprint(address)) }
}
