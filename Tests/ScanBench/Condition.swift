/// A way in which sheets come back.
struct Condition: Sendable {
    let name: String
    let isFlatbed: Bool
    let pagesAPicture: Int
    let camera: Camera

    init(_ name: String, flatbed: Bool, pages: Int = 1, _ change: (inout Camera) -> Void) {
        var camera = Camera()
        if !flatbed {
            camera.dotsPerInch = 170
            camera.turn = 10
            camera.tilt = 30
            camera.blur = 1
            camera.noise = 5
            camera.unevenness = 0.25
            camera.background = 110
        }
        change(&camera)
        self.name = name
        isFlatbed = flatbed
        pagesAPicture = pages
        self.camera = camera
    }

    static let all: [Condition] = [
        Condition("scanner, 300 dpi", flatbed: true) { $0.dotsPerInch = 300 },
        Condition("scanner, 200 dpi", flatbed: true) { $0.dotsPerInch = 200 },
        Condition("scanner, 150 dpi", flatbed: true) { _ in },
        Condition("150 dpi, turned by up to 10°", flatbed: true) { $0.turn = 10 },
        Condition("150 dpi, upside down", flatbed: true) { $0.isUpsideDown = true },
        Condition("150 dpi, JPEG at quality 30", flatbed: true) { $0.quality = 30 },
        Condition("150 dpi, noise", flatbed: true) { $0.noise = 9 },
        Condition("150 dpi, folded", flatbed: true) { $0.fold = .across },
        Condition("150 dpi, coffee ring", flatbed: true) { $0.hasCoffee = true },
        Condition("150 dpi, two sheets", flatbed: true, pages: 2) { _ in },
        Condition("scanner, 100 dpi", flatbed: true) { $0.dotsPerInch = 100 },
        Condition("150 dpi, torn corner", flatbed: true) { $0.isTorn = true },
        Condition("phone, tilted by up to 30°", flatbed: false) { _ in },
        Condition("phone, shadow", flatbed: false) { $0.hasShadow = true },
        Condition("phone, out of focus", flatbed: false) { $0.blur = 4 },
        Condition("phone, folded, coffee ring", flatbed: false) {
            $0.fold = .across; $0.hasCoffee = true
        },
        Condition("phone, upside down, JPEG at 30", flatbed: false) {
            $0.isUpsideDown = true; $0.quality = 30
        },
        Condition("phone, two sheets", flatbed: false, pages: 2) {
            $0.turn = 4; $0.tilt = 15
        },
        // Last, since a condition's number is part of its seed.
        Condition("150 dpi, folded lengthwise", flatbed: true) { $0.fold = .lengthwise },
        Condition("phone, folded lengthwise", flatbed: false) { $0.fold = .lengthwise },
    ]
}
