-- Contracting entities and what each decides for its own area, by date. Rows are added, never changed: what counted on
-- a day, and what was known of it at a moment, can always be told.
CREATE TABLE contracting_entity (
    organisation_id text NOT NULL CONSTRAINT contracting_entity_pk PRIMARY KEY,
    kind text NOT NULL CONSTRAINT contracting_entity_kind CHECK (kind IN ('employment_authority', 'wellbeing_county')),
    area_code text NOT NULL,
    revision {{int64}} NOT NULL,
    recorded_us {{int64}} NOT NULL
) {{strict}};
-- Which municipalities an entity organises services for. A coming change is entered beforehand.
CREATE TABLE member_municipality (
    id text NOT NULL CONSTRAINT member_municipality_pk PRIMARY KEY,
    organisation_id text NOT NULL,
    kind text NOT NULL,
    municipality_code text NOT NULL,
    valid_from text NOT NULL,
    valid_to text,
    recorded_us {{int64}} NOT NULL
) {{strict}};
CREATE INDEX member_municipality_by_code ON member_municipality (municipality_code, kind, valid_from);
CREATE INDEX member_municipality_by_organisation ON member_municipality (organisation_id, municipality_code);
-- Target groups, needs, service types, metric sets: an area's own code lists.
CREATE TABLE area_code (
    id text NOT NULL CONSTRAINT area_code_pk PRIMARY KEY,
    organisation_id text NOT NULL,
    list text NOT NULL,
    code text NOT NULL,
    name_fi text NOT NULL,
    name_sv text NOT NULL,
    name_en text NOT NULL,
    valid_from text NOT NULL,
    valid_to text,
    recorded_us {{int64}} NOT NULL
) {{strict}};
CREATE INDEX area_code_by_list ON area_code (organisation_id, list, code);
-- Clocks and other numbers that the area decides; the default stands in config/law.
CREATE TABLE area_value (
    id text NOT NULL CONSTRAINT area_value_pk PRIMARY KEY,
    organisation_id text NOT NULL,
    name text NOT NULL,
    value {{int64}} NOT NULL,
    valid_from text NOT NULL,
    valid_to text,
    recorded_us {{int64}} NOT NULL
) {{strict}};
CREATE INDEX area_value_by_name ON area_value (organisation_id, name);
-- Duties of roles that the area grants or takes; the default stands in config/law/duties.json.
CREATE TABLE area_duty (
    id text NOT NULL CONSTRAINT area_duty_pk PRIMARY KEY,
    organisation_id text NOT NULL,
    role text NOT NULL,
    permission text NOT NULL,
    granted text NOT NULL CONSTRAINT area_duty_granted CHECK (granted IN ('yes', 'no')),
    valid_from text NOT NULL,
    valid_to text,
    recorded_us {{int64}} NOT NULL
) {{strict}};
CREATE INDEX area_duty_by_role ON area_duty (organisation_id, role, permission);
