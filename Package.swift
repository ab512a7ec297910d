// swift-tools-version: 6.2
import PackageDescription

// The rooms of the house and the one direction in which they may know each other. A lower level never knows a higher
// one; the build runs with `--explicit-target-dependency-import-check error`, so an import that is not listed here fails.

/// Switches for every target of ours.
let strict: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
    .treatAllWarnings(as: .error),
]

/// Switches for everything but the wrappers over C: unsafe pointers live there and nowhere else.
let safe: [SwiftSetting] = strict + [.strictMemorySafety()]

/// A room: Swift code of ours without unsafe pointers.
func room(_ name: String, _ dependencies: [Target.Dependency] = [], path: String? = nil) -> Target {
    .target(name: name, dependencies: dependencies, path: path ?? "Sources/\(name)", swiftSettings: safe)
}

/// A Swift wrapper over a C library.
///
/// It knows nothing of Clarion.
func wrapper(_ name: String, over library: Target.Dependency...) -> Target {
    .target(name: name, dependencies: library, path: "Sources/\(name)", swiftSettings: strict)
}

/// A channel: one folder under `Channels/` with its sources, its README and its tests.
func channel(_ folder: String, over wrappers: Target.Dependency...) -> [Target] {
    [
        .target(
            name: "\(folder)Channel",
            dependencies: ["Calls", "People", "Deliveries"] + wrappers,
            path: "Channels/\(folder)",
            exclude: ["README.md", "Tests"],
            swiftSettings: safe
        ),
        .testTarget(
            name: "\(folder)ChannelTests",
            dependencies: ["Calls", "People", "Deliveries", "TestKit", .byName(name: "\(folder)Channel")] + wrappers,
            path: "Channels/\(folder)/Tests",
            swiftSettings: strict
        ),
    ]
}

func tests(_ room: String, _ more: Target.Dependency...) -> Target {
    .testTarget(
        name: "\(room)Tests",
        dependencies: [.byName(name: room), "TestKit"] + more,
        path: "Tests/\(room)Tests",
        swiftSettings: strict
    )
}

func clibrary(_ name: String, pkgConfig: String, apt: String...) -> Target {
    .systemLibrary(name: name, path: "Sources/CLibraries/\(name)", pkgConfig: pkgConfig, providers: [.apt(apt)])
}

/// Level 3: the channels, one line each.
let channels: [Target] = [
    channel(
        "Email",
        over: "Curl",
        "ReturnedMail",
        .product(name: "Crypto", package: "swift-crypto"),
        .product(name: "CryptoExtras", package: "swift-crypto")
    ),
    channel("SMS", over: "Curl", .product(name: "Crypto", package: "swift-crypto")),
    channel("Canvass", over: "Drawing", "Pictures", "SheetReading", "Paper"),
    channel("Phone", over: "Drawing", "Pictures", "SheetReading", "Paper"),
].flatMap { $0 }

let package = Package(
    name: "clarion",
    platforms: [.macOS(.v15)],
    products: [.executable(name: "clarion", targets: ["CommandLineTool"])],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
        .package(url: "https://github.com/apple/swift-http-types", from: "1.8.0"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        .package(url: "https://github.com/apple/swift-nio", from: "2.0.0"),
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
        .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1"),
        .package(url: "https://github.com/hummingbird-project/swift-mustache", from: "2.1.1"),
        .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
    ],
    targets: [
        // C libraries, and C where Swift cannot go: variadics, macros, C++.
        clibrary("CCares", pkgConfig: "libcares", apt: "libc-ares-dev"),
        clibrary("CCurl", pkgConfig: "libcurl", apt: "libcurl4-openssl-dev"),
        clibrary("CMarkGFM", pkgConfig: "libcmark-gfm", apt: "libcmark-gfm-dev", "libcmark-gfm-extensions-dev"),
        clibrary("CPango", pkgConfig: "pangocairo", apt: "libpango1.0-dev"),
        clibrary("CPostgres", pkgConfig: "libpq", apt: "libpq-dev"),
        clibrary("CQREncode", pkgConfig: "libqrencode", apt: "libqrencode-dev"),
        clibrary("CPixbuf", pkgConfig: "gdk-pixbuf-2.0", apt: "libgdk-pixbuf-2.0-dev"),
        clibrary("CZBar", pkgConfig: "zbar", apt: "libzbar-dev"),
        .target(name: "CCurlShim", dependencies: ["CCurl"], path: "Sources/CLibraries/CCurlShim"),
        .target(
            name: "CPhone",
            path: "Sources/CLibraries/CPhone",
            linkerSettings: [.linkedLibrary("phonenumber")]
        ),
        .target(name: "CTIFF", path: "Sources/CLibraries/CTIFF", linkerSettings: [.linkedLibrary("tiff")]),

        // Swift wrappers over them.
        wrapper("Curl", over: "CCurl", "CCurlShim"),
        wrapper("Drawing", over: "CPango", "CQREncode"),
        wrapper("FileLock"),
        wrapper("NameService", over: "CCares"),
        wrapper("Markdown", over: "CMarkGFM"),
        wrapper("PhoneNumbers", over: "CPhone"),
        wrapper("Pictures", over: "CPixbuf", "CTIFF", "CZBar"),
        wrapper("Postgres", over: "CPostgres"),
        // And two over the system's sockets.
        wrapper("Loopback"),
        wrapper("Systemd"),

        // Marks on paper in a picture: geometry alone, which knows nothing of Clarion either.
        room("SheetReading", ["Pictures"]),

        // Level 0: what is asked, and how mails are made.
        room("Calls", ["Markdown", .product(name: "Mustache", package: "swift-mustache"), "Yams"]),
        room("MIME"),
        // Level 1: whom, and may we.
        room("People", ["Calls", "PhoneNumbers"]),
        // Level 2: the queue's words.
        room("Deliveries", ["Calls", "People", .product(name: "Crypto", package: "swift-crypto")]),
        // Level 2: who may do what behind a log-in.
        room(
            "Accounts",
            [
                "Calls", "People", .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "CryptoExtras", package: "swift-crypto"),
            ]
        ),
        // Level 3: the engines, the worker, and what came of it all.
        room(
            "StoreSQLite",
            [
                "Accounts", "Calls", "People", "Deliveries", "Reviews", "FileLock",
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "GRDB", package: "GRDB.swift"),
            ]
        ),
        room(
            "StorePostgres",
            [
                "Accounts", "Calls", "People", "Deliveries", "Reviews", "Postgres",
                .product(name: "Crypto", package: "swift-crypto"),
            ]
        ),
        room(
            "Work",
            [
                "Calls", "People", "Deliveries", .product(name: "Logging", package: "swift-log"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
            ]
        ),
        room(
            "ReturnedMail",
            ["MIME", "Calls", "People", "Deliveries", .product(name: "Crypto", package: "swift-crypto")]
        ),
        // … and where it may lie on a server.
        room("RemoteMailbox", ["Curl", "ReturnedMail"]),
        // Pages that come back: codes, marks and script, for the channels that print them.
        room("Paper", ["Calls", "People", "Deliveries", "Drawing", "Pictures", "SheetReading"]),
        // What receivers of mail think of its sender: judges of what the DNS says, without I/O.
        room("MailStanding", ["Deliveries"]),
        room("Reviews", ["Calls", "People", "Deliveries"]),
        // Level 3: who else is told of what happens.
        room(
            "Webhooks",
            [
                "Calls", "People", "Deliveries", "Curl", .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
            ]
        ),
        // Level 4: how the worker is doing, for those who watch it.
        room(
            "Vitals",
            [
                "Calls", "Deliveries", "Reviews", "Work", "Systemd",
                .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
            ]
        ),
        // Level 4: pages and webhooks.
        .target(
            name: "Web",
            dependencies: [
                "Accounts", "Calls", "People", "Deliveries", "Reviews",
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "HTTPTypes", package: "swift-http-types"),
                .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "HummingbirdCore", package: "hummingbird"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "Mustache", package: "swift-mustache"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
            ],
            path: "Sources/Web",
            resources: [.embedInCode("Resources")],
            swiftSettings: safe
        ),
        // Level 5: settings, the list of channels, assembly.
        room(
            "App",
            [
                "Accounts", "Calls", "People", "Deliveries", "Reviews", "StoreSQLite", "StorePostgres", "Postgres",
                "Curl", "MailStanding", "Paper", "ReturnedMail", "Webhooks",
                "Yams",
                .product(name: "Crypto", package: "swift-crypto"),
            ] + channels.filter { $0.type == .regular }.map { .byName(name: $0.name) }
        ),
        // Level 6: the command line.
        .executableTarget(
            name: "CommandLineTool",
            dependencies: [
                "Accounts", "Calls", "People", "Deliveries", "Reviews", "StoreSQLite", "Work", "Web", "Vitals",
                "Systemd", "Rehearsal", "ReturnedMail", "RemoteMailbox", "MailStanding", "NameService", "Webhooks",
                "App",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
                .product(name: "UnixSignals", package: "swift-service-lifecycle"),
            ],
            path: "Sources/CommandLineTool",
            swiftSettings: strict
        ),

        // Tests only: laws, fakes, samples, real servers.
        .target(
            name: "TestKit",
            dependencies: ["Accounts", "Calls", "People", "Deliveries", "Reviews", "Postgres"],
            path: "Tests/TestKit",
            swiftSettings: strict
        ),
        tests("Calls"),
        tests("People", "Calls"),
        tests("Deliveries", "Calls", "People", .product(name: "Crypto", package: "swift-crypto")),
        tests("Accounts", "Calls"),
        tests("StoreSQLite", "Calls", "People", "Deliveries", "Reviews", .product(name: "GRDB", package: "GRDB.swift")),
        tests("StorePostgres", "Calls", "People", "Deliveries", "Reviews", "Postgres", "StoreSQLite"),
        tests(
            "Work",
            "Calls",
            "People",
            "Deliveries",
            "Reviews",
            "StoreSQLite",
            .product(name: "Logging", package: "swift-log"),
            .product(name: "ServiceLifecycleTestKit", package: "swift-service-lifecycle")
        ),
        tests("App", "Calls", "Deliveries", "Webhooks"),
        tests(
            "Vitals",
            "Calls",
            "Deliveries",
            "Reviews",
            "StoreSQLite",
            "Systemd",
            "Work",
            .product(name: "Logging", package: "swift-log"),
            .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
            .product(name: "ServiceLifecycleTestKit", package: "swift-service-lifecycle")
        ),
        tests(
            "Web",
            "Accounts",
            "SMSChannel",
            "EmailChannel",
            "Work",
            "Calls",
            "People",
            "Deliveries",
            "Reviews",
            "StoreSQLite",
            "StorePostgres",
            "CanvassChannel",
            "Paper",
            .product(name: "Crypto", package: "swift-crypto"),
            .product(name: "HTTPTypes", package: "swift-http-types"),
            .product(name: "Hummingbird", package: "hummingbird"),
            .product(name: "HummingbirdTesting", package: "hummingbird"),
            .product(name: "Logging", package: "swift-log"),
            .product(name: "NIOCore", package: "swift-nio")
        ),
        tests(
            "Webhooks",
            "Calls",
            "People",
            "Deliveries",
            "Reviews",
            "StoreSQLite",
            .product(name: "Crypto", package: "swift-crypto"),
            .product(name: "HTTPTypes", package: "swift-http-types"),
            .product(name: "Hummingbird", package: "hummingbird"),
            .product(name: "HummingbirdTesting", package: "hummingbird"),
            .product(name: "Logging", package: "swift-log"),
            .product(name: "NIOCore", package: "swift-nio"),
            .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
            .product(name: "ServiceLifecycleTestKit", package: "swift-service-lifecycle")
        ),
        tests("Paper", "Deliveries", "SheetReading"),
        tests("SheetReading", "Pictures"),
        // Level 3: receivers of our own, and the folder that a rehearsal leaves.
        room("Rehearsal", ["Loopback", "MIME", "Calls", "Deliveries"]),
        .target(name: "LoopbackClient", path: "Tests/LoopbackClient", swiftSettings: strict),
        tests("Loopback", "LoopbackClient"),
        tests("Rehearsal", "Loopback", "LoopbackClient", "MIME", "Calls", "Deliveries"),
        tests("RemoteMailbox"),
        tests("MailStanding", "Deliveries"),
        tests("ReturnedMail", "Calls", "People", "Deliveries", .product(name: "Crypto", package: "swift-crypto")),
        // Not a test: `make bench` runs it, and nothing else builds it.
        .executableTarget(
            name: "Bench",
            dependencies: ["Loopback", "Rehearsal", .product(name: "GRDB", package: "GRDB.swift")],
            path: "Tests/Bench",
            exclude: ["README.md"],
            swiftSettings: strict
        ),
        // The program as a process; it depends on the program so that it is built.
        tests("CommandLineTool", "Rehearsal"),
        // The program among dying processes and bad servers, counted.
        .testTarget(
            name: "TortureTests",
            dependencies: ["CommandLineTool", "Rehearsal", "TestKit"],
            path: "Tests/TortureTests",
            swiftSettings: strict
        ),
        // How well sheets are read: prints them, scans them in software, and counts (make bench-scan).
        .executableTarget(
            name: "ScanBench",
            dependencies: ["Calls", "People", "Deliveries", "CanvassChannel", "Paper", "Pictures", "SheetReading"],
            path: "Tests/ScanBench",
            exclude: ["README.md"],
            swiftSettings: strict
        ),
    ] + channels,
    swiftLanguageModes: [.v6],
    cxxLanguageStandard: .cxx17
)
