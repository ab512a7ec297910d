package import Hummingbird
import NIOCore

/// What is known of a request besides what it says itself.
package struct VisitorContext: RequestContext {
    package var coreContext: CoreRequestContextStorage
    /// Where the connection comes from; behind a proxy, the proxy's own address.
    let connectionAddress: String?

    package init(source: ApplicationRequestContextSource) {
        coreContext = CoreRequestContextStorage(source: source)
        connectionAddress = source.channel.remoteAddress?.ipAddress
    }
}
