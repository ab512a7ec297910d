import Calls
import CanvassChannel
package import Deliveries
import EmailChannel
import PhoneChannel
import SMSChannel

/// The channels of this Clarion.
///
/// To add one, add a line.
package enum ChannelList {
    package static let drivers: [any ChannelDriver.Type] = [
        EmailDriver.self,
        SMSDriver.self,
        CanvassDriver.self,
        PhoneDriver.self,
    ]

    package static var names: [String] { drivers.map { $0.id.rawValue } }

    package static func driver(named name: String) -> (any ChannelDriver.Type)? {
        drivers.first { $0.id.rawValue == name }
    }
}
