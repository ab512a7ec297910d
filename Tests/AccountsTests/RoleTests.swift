import Accounts
import Testing

@Suite struct RoleTests {
    @Test(
        arguments: [
            (Role.owner, Set(Permission.allCases)),
            (.organizer, Set(Permission.allCases).subtracting([.administer])),
            (.writer, [.look, .seePeople, .write]),
            (.entry, [.look, .seePeople, .enterResults]),
            (.viewer, [.look]),
        ] as [(Role, Set<Permission>)]
    )
    func aRoleIncludesJustThis(role: Role, permissions: Set<Permission>) {
        #expect(Set(Permission.allCases.filter(role.may)) == permissions)
    }

    @Test(arguments: Role.allCases, Role.allCases)
    func aCutRoleIncludesNothingThatOneOfBothLacks(first: Role, second: Role) {
        let cut = first.cut(to: second)
        for permission in Permission.allCases where cut.may(permission) {
            #expect(first.may(permission) && second.may(permission))
        }
        #expect(first.cut(to: first) == first)
    }

    @Test(arguments: [(" Ana ", "ana"), ("ana@example.org", "ana@example.org"), ("a.b-c_d+1", "a.b-c_d+1")])
    func aNameIsReadAsItWasMeant(typed: String, name: String) { #expect(LoginName(rawValue: typed)?.rawValue == name) }

    @Test(arguments: ["", " ", "a b", "é", "a\nb", "<b>", String(repeating: "a", count: 65)])
    func aNameWithOtherSignsIsNone(typed: String) { #expect(LoginName(rawValue: typed) == nil) }
}
