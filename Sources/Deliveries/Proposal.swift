package import Calls

/// A call that somebody handed in, to be queued when a second person agrees to its plan.
package struct Proposal: Sendable, Equatable {
    /// What became of it.
    package enum State: String, Sendable, CaseIterable {
        case open, approved, declined
        /// Another was handed in under the same name, or the call was queued without it.
        case replaced
    }

    /// What is handed in.
    package struct Draft: Sendable, Equatable {
        /// The call's name.
        package let slug: String
        package let title: String
        /// What the message file is called.
        package let fileName: String
        /// The message file.
        package let source: String
        /// The plan that its writer saw.
        package let hash: String

        package init(slug: String, title: String, fileName: String, source: String, hash: String) {
            self.slug = slug
            self.title = title
            self.fileName = fileName
            self.source = source
            self.hash = hash
        }
    }

    /// Who did something, by the log-in's name, and when.
    package struct Act: Sendable, Equatable {
        package let by: String
        package let at: Timestamp

        package init(by: String, at: Timestamp) {
            self.by = by
            self.at = at
        }
    }

    package let number: Int64
    package let draft: Draft
    package let handedIn: Act
    package let state: State
    /// `nil` while it is open, and where nobody decided.
    package let decided: Act?

    package init(number: Int64, draft: Draft, handedIn: Act, state: State, decided: Act?) {
        self.number = number
        self.draft = draft
        self.handedIn = handedIn
        self.state = state
        self.decided = decided
    }

    /// Whether somebody may approve it: nobody agrees to what they handed in themselves.
    ///
    /// - Parameter name: The log-in's name.
    /// - Throws: ``ProposalError``.
    package func checkApproval(by name: String) throws(ProposalError) {
        if state != .open { throw .decided }
        if handedIn.by == name { throw .ownProposal }
    }
}

/// Why a proposal was not approved; nothing was queued.
package enum ProposalError: Error, Equatable, Sendable {
    /// There is none of that number.
    case missing
    /// Somebody decided, or it was replaced.
    case decided
    /// Whoever handed it in cannot approve it.
    case ownProposal
}

/// What a second person's approval needs of the database.
package protocol ProposalStore: Sendable {
    /// Keeps a proposal; an open one of the same name is replaced by it.
    ///
    /// - Returns: Its number.
    func propose(_ draft: Proposal.Draft, by name: String, now: Timestamp) async throws -> Int64

    /// The open ones, the newest first.
    func openProposals() async throws -> [Proposal]

    /// One of any state; `nil` when there is none of that number.
    func proposal(_ number: Int64) async throws -> Proposal?

    /// The one by which a call was queued; `nil` for a call that needed none.
    func approval(ofCall slug: String) async throws -> Proposal?

    /// Queues a proposed call as ``CallStore/submit(_:agreed:now:)`` does, and notes who agreed, in one transaction.
    ///
    /// Throws ``ProposalError``; ``SubmitError/moved(agreed:now:)`` when the plan is no longer the one that was handed in, or
    /// `planning` is of another file; otherwise as submitting does. A call that was queued meanwhile replaces the proposal.
    func approve(_ number: Int64, by name: String, _ planning: Planning, now: Timestamp) async throws -> Submission

    /// Closes an open proposal without queuing it; its writer may do so as well.
    ///
    /// - Returns: False when it is not open.
    func decline(_ number: Int64, by name: String, now: Timestamp) async throws -> Bool
}
