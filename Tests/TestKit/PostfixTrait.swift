package import Testing

/// Gives a suite a Postfix of its own: started before its first test, ended after its last.
package struct PostfixTrait: SuiteTrait, TestScoping {
    package func provideScope(
        for test: Test,
        testCase: Test.Case?,
        performing body: @Sendable @concurrent () async throws -> Void
    ) async throws {
        let server = try await OwnThread.run { try Postfix.start() }
        do {
            try await Postfix.$current.withValue(server) { try await body() }
        } catch {
            await OwnThread.run { server.stop() }
            throw error
        }
        await OwnThread.run { server.stop() }
    }
}

extension Trait where Self == PostfixTrait {
    /// A Postfix for the whole suite, as ``Postfix/current``.
    package static var postfix: Self { Self() }
}
