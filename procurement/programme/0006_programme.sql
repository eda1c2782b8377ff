-- What an authority opens under one legal channel. Its history is the journal.
CREATE TABLE programme (
    id text NOT NULL CONSTRAINT programme_pk PRIMARY KEY,
    organisation_id text NOT NULL,
    name_fi text NOT NULL,
    name_sv text NOT NULL,
    name_en text NOT NULL,
    channel text NOT NULL CONSTRAINT programme_channel CHECK (channel IN ('OPEN_ACCEPTANCE', 'DPS', 'SMALL_PURCHASE')),
    regime text NOT NULL,
    state text NOT NULL,
    answer_working_days {{int64}},
    may_close text NOT NULL CONSTRAINT programme_may_close CHECK (may_close IN ('yes', 'no')),
    ends_on text,
    published_us {{int64}},
    revision {{int64}} NOT NULL,
    recorded_us {{int64}} NOT NULL
) {{strict}};
CREATE INDEX programme_by_organisation ON programme (organisation_id, id);
