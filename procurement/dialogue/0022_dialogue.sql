-- What is asked about a published programme and answered to all, and what is told in a market dialogue before it (§65).
CREATE TABLE programme_question (
    id text NOT NULL CONSTRAINT programme_question_pk PRIMARY KEY,
    programme_id text NOT NULL,
    authority_id text NOT NULL,
    asker_id text NOT NULL,
    question text NOT NULL,
    asked_us {{int64}} NOT NULL
) {{strict}};
CREATE INDEX programme_question_by_programme ON programme_question (programme_id, id);
-- A later answer stands beside the earlier one and takes its place.
CREATE TABLE programme_answer (
    question_id text NOT NULL,
    number {{int64}} NOT NULL,
    answer_fi text NOT NULL,
    answer_sv text NOT NULL,
    answered_us {{int64}} NOT NULL,
    answered_by text NOT NULL,
    CONSTRAINT programme_answer_pk PRIMARY KEY (question_id, number)
) {{strict}};
CREATE TABLE dialogue_entry (
    id text NOT NULL CONSTRAINT dialogue_entry_pk PRIMARY KEY,
    programme_id text NOT NULL,
    number {{int64}} NOT NULL,
    held_on text NOT NULL,
    topic_fi text NOT NULL,
    topic_sv text NOT NULL,
    information_fi text NOT NULL,
    information_sv text NOT NULL,
    recorded_us {{int64}} NOT NULL,
    recorded_by text NOT NULL,
    CONSTRAINT dialogue_entry_number UNIQUE (programme_id, number)
) {{strict}};
CREATE TABLE dialogue_participant (
    entry_id text NOT NULL,
    position {{int64}} NOT NULL,
    name text NOT NULL,
    organisation_id text,
    CONSTRAINT dialogue_participant_pk PRIMARY KEY (entry_id, position)
) {{strict}};
