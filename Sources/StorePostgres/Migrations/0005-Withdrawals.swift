/// Finds out whether anybody has opted out at all without reading everybody's consent.
///
/// Every group of an import asks that. The index holds only those who have, so that it costs nothing as long as nobody has.
let withdrawalsSchema = """
    CREATE INDEX consents_withdrawn ON consents (channel, person) WHERE state = 'withdrawn';
    """
