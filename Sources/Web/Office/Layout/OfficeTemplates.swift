extension PageTemplates {
    /// The templates of the office.
    static let officeFiles: [String: [UInt8]] = [
        "office_head": PackageResources.office_head_mustache,
        "office_foot": PackageResources.office_foot_mustache,
        "office_message": PackageResources.office_message_mustache,
        "office_login": PackageResources.office_login_mustache,
        "office_password": PackageResources.office_password_mustache,
        "office_calls": PackageResources.office_calls_mustache,
        "office_call": PackageResources.office_call_mustache,
        "office_chart": PackageResources.office_chart_mustache,
        "office_log": PackageResources.office_log_mustache,
        "office_people": PackageResources.office_people_mustache,
        "office_person": PackageResources.office_person_mustache,
        "office_why": PackageResources.office_why_mustache,
        "office_entry": PackageResources.office_entry_mustache,
        "office_sheets": PackageResources.office_sheets_mustache,
        "office_sheet": PackageResources.office_sheet_mustache,
        "office_review": PackageResources.office_review_mustache,
        "office_write": PackageResources.office_write_mustache,
        "office_plan": PackageResources.office_plan_mustache,
        "office_previews": PackageResources.office_previews_mustache,
        "office_proposal": PackageResources.office_proposal_mustache,
        "office_goal": PackageResources.office_goal_mustache,
        "office_funnel": PackageResources.office_funnel_mustache,
        "office_live": PackageResources.office_live_mustache,
    ]
}

extension Texts {
    /// The office's words: it speaks English, as the commands do.
    static let office = Texts(.english, file: PackageResources.office_texts)
}
