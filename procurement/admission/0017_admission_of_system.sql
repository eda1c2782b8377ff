-- A request to join a dynamic purchasing system is for one category (1397/2016 §51).
ALTER TABLE admission ADD COLUMN category_id text;
CREATE INDEX admission_by_category ON admission (category_id, provider_id, created_us);
