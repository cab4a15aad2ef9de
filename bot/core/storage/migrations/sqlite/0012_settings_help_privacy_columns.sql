-- Columns of settings, help and privacy are called as everywhere else: ids end in _id, times in _at.
BEGIN IMMEDIATE;

ALTER TABLE server_setting RENAME COLUMN server TO guild_id;
ALTER TABLE server_setting RENAME COLUMN zone TO time_zone;
ALTER TABLE person_setting RENAME COLUMN person TO user_id;

ALTER TABLE report RENAME COLUMN person TO user_id;
ALTER TABLE report RENAME COLUMN server TO guild_id;
ALTER TABLE report RENAME COLUMN film TO film_id;
ALTER TABLE report RENAME COLUMN made TO created_at;
ALTER TABLE report RENAME COLUMN done TO is_closed;

ALTER TABLE greeting RENAME COLUMN server TO guild_id;
ALTER TABLE greeting RENAME COLUMN made TO greeted_at;
ALTER TABLE departure RENAME COLUMN server TO guild_id;
ALTER TABLE departure RENAME COLUMN since TO departed_at;

INSERT INTO migration (version, name) VALUES (12, 'settings help privacy columns');
COMMIT;
