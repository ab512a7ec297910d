import Hummingbird

enum Scratch {
    static func router() -> Router<BasicRequestContext> { Router() }
}
