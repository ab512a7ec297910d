package import Deliveries

extension CanvassDriver: TurfMaker {
    package var doorsPerTurf: Int { settings.doorsPerTurf }

    package func cut(_ doors: [TurfDoor], doorsPerTurf: Int, next: Int) -> [Int] {
        TurfKeeping.cut(doors, doorsPerTurf: doorsPerTurf, next: next)
    }

    package func walk(_ items: [Item]) -> [[Item]] { WalkList(items).households.map(\.items) }
}
