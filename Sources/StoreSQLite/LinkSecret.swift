package import Crypto

extension SQLiteStore {
    /// Random bytes of this database for links, apart from what its other codes are made with.
    package var linkSecret: SymmetricKey {
        HKDF<SHA256>.deriveKey(inputKeyMaterial: key, info: Array("links".utf8), outputByteCount: 32)
    }
}
