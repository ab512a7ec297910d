/// How often people want to hear from us.
let frequencySchema = """
    ALTER TABLE people ADD COLUMN frequency TEXT COLLATE "C" NOT NULL DEFAULT 'every'
        CHECK (frequency = 'every' OR frequency = 'week' OR frequency = 'month');
    """
