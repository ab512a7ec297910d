import Accounts
import Testing

@Suite struct RoleTests {
    @Test(arguments: [
        (Role.owner, Set(Action.allCases)),
        (.organizer, Set(Action.allCases).subtracting([.administer])),
        (.writer, [.look, .seePeople, .write]),
        (.entry, [.look, .seePeople, .enterResults]),
        (.viewer, [.look]),
    ])
    func aRoleIncludesJustThis(role: Role, actions: Set<Action>) {
        #expect(Set(Action.allCases.filter(role.may)) == actions)
    }

    @Test(arguments: Role.allCases, Role.allCases)
    func aCutRoleIncludesNothingThatOneOfBothLacks(first: Role, second: Role) {
        let cut = first.cut(to: second)
        for action in Action.allCases where cut.may(action) { #expect(first.may(action) && second.may(action)) }
        #expect(first.cut(to: first) == first)
    }

    @Test(arguments: [(" Ana ", "ana"), ("ana@example.org", "ana@example.org"), ("a.b-c_d+1", "a.b-c_d+1")])
    func aNameIsReadAsItWasMeant(typed: String, name: String) { #expect(LoginName(rawValue: typed)?.rawValue == name) }

    @Test(arguments: ["", " ", "a b", "é", "a\nb", "<b>", String(repeating: "a", count: 65)])
    func aNameWithOtherSignsIsNone(typed: String) { #expect(LoginName(rawValue: typed) == nil) }
}
