-- Columns have standard names: ids end in _id, times in _at; a film's people have a table of their own; what a
-- pick asked for is one JSON object, as it is of a search; every foreign key and every id of a server has an index.

ALTER TABLE film RENAME COLUMN server TO guild_id;
ALTER TABLE film RENAME COLUMN imdb TO imdb_id;
ALTER TABLE film RENAME COLUMN tmdb TO tmdb_id;
ALTER TABLE film_name RENAME COLUMN film TO film_id;
ALTER TABLE film_term RENAME COLUMN film TO film_id;
ALTER TABLE film_text RENAME COLUMN film TO film_id;
ALTER TABLE film_stream RENAME COLUMN film TO film_id;
ALTER TABLE film_search RENAME COLUMN film TO film_id;

-- A service is stored by its key; the catalogue is loaded anew, which does the same for all others.
UPDATE film_stream SET service = CASE service
    WHEN 'Netflix' THEN 'netflix' WHEN 'Amazon Prime Video' THEN 'prime-video' WHEN 'Rakuten Viki' THEN 'viki'
    WHEN 'Apple TV' THEN 'apple-tv' WHEN 'Disney+' THEN 'disney-plus' WHEN 'Watcha' THEN 'watcha'
    WHEN 'Wavve' THEN 'wavve' WHEN 'TVING' THEN 'tving' WHEN 'MUBI' THEN 'mubi' WHEN 'Tubi' THEN 'tubi'
    ELSE service END;

CREATE TABLE person (
    id          INTEGER PRIMARY KEY,
    name_en     TEXT NOT NULL CHECK (name_en <> ''),
    name_ko     TEXT,
    search_text TEXT NOT NULL -- both names, folded
) STRICT;
CREATE UNIQUE INDEX person_by_name ON person (name_en, coalesce(name_ko, ''));
INSERT INTO person (name_en, name_ko, search_text)
    SELECT name_en, min(name_ko), max(folded) FROM film_person GROUP BY name_en, coalesce(name_ko, '');

ALTER TABLE film_person RENAME TO film_person_before;
CREATE TABLE film_person (
    film_id   INTEGER NOT NULL REFERENCES film (id) ON DELETE CASCADE,
    job       TEXT    NOT NULL CHECK (job IN ('director', 'cast')),
    position  INTEGER NOT NULL,
    person_id INTEGER NOT NULL REFERENCES person (id),
    role      TEXT,
    PRIMARY KEY (film_id, job, position)
) STRICT, WITHOUT ROWID;
INSERT INTO film_person (film_id, job, position, person_id, role)
    SELECT film, work, position, person.id, role FROM film_person_before AS before JOIN person
    ON person.name_en = before.name_en AND coalesce(person.name_ko, '') = coalesce(before.name_ko, '');
DROP TABLE film_person_before;
CREATE INDEX film_person_by_person ON film_person (person_id);

-- Nobody stays who is of no film: what a server added of people goes with its films.
CREATE TRIGGER person_without_film AFTER DELETE ON film_person
BEGIN
    DELETE FROM person
    WHERE id = OLD.person_id AND NOT EXISTS (SELECT 1 FROM film_person WHERE person_id = OLD.person_id);
END;

ALTER TABLE search RENAME COLUMN server TO guild_id;
ALTER TABLE search RENAME COLUMN person TO user_id;
ALTER TABLE search RENAME COLUMN wanted TO film_filter;
ALTER TABLE search RENAME COLUMN made TO created_at;
CREATE INDEX search_by_guild ON search (guild_id);

ALTER TABLE deck RENAME COLUMN server TO guild_id;
ALTER TABLE deck RENAME COLUMN person TO user_id;
ALTER TABLE deck RENAME COLUMN newest TO newest_film_id;
ALTER TABLE deck RENAME COLUMN fresh TO is_fresh;
ALTER TABLE deck_card RENAME COLUMN deck TO deck_id;
ALTER TABLE deck_card RENAME COLUMN film TO film_id;
ALTER TABLE deck_card RENAME COLUMN place TO position;
ALTER TABLE deck_card RENAME COLUMN drawn TO last_pick_id;
ALTER TABLE deck_card RENAME COLUMN times TO times_drawn;

ALTER TABLE pick RENAME COLUMN deck TO deck_id;
ALTER TABLE pick RENAME COLUMN server TO guild_id;
ALTER TABLE pick RENAME COLUMN person TO user_id;
ALTER TABLE pick RENAME COLUMN film TO film_id;
ALTER TABLE pick RENAME COLUMN times TO times_drawn;
ALTER TABLE pick RENAME COLUMN instead_of TO replaced_pick_id;
ALTER TABLE pick RENAME COLUMN put_back TO is_put_back;
ALTER TABLE pick RENAME COLUMN made TO created_at;
ALTER TABLE pick ADD COLUMN pick_filter TEXT NOT NULL DEFAULT '{}';

UPDATE pick SET pick_filter = json_patch('{}', json_object( -- json_patch leaves out what is null
    'mood', mood,
    'ending', ending,
    'service', service,
    'on_mine', json(CASE WHEN on_mine THEN 'true' END),
    'max_minutes', longest,
    'years', json(CASE WHEN coalesce(first_year, last_year) IS NOT NULL
        THEN json_object('first', first_year, 'last', last_year) END),
    'tears', tears,
    'calm', json(CASE WHEN calm THEN 'true' END)
));

ALTER TABLE pick DROP COLUMN mood;
ALTER TABLE pick DROP COLUMN ending;
ALTER TABLE pick DROP COLUMN service;
ALTER TABLE pick DROP COLUMN on_mine;
ALTER TABLE pick DROP COLUMN longest;
ALTER TABLE pick DROP COLUMN first_year;
ALTER TABLE pick DROP COLUMN last_year;
ALTER TABLE pick DROP COLUMN tears;
ALTER TABLE pick DROP COLUMN calm;
CREATE INDEX pick_by_deck ON pick (deck_id);
CREATE INDEX pick_by_film ON pick (film_id);
CREATE INDEX pick_by_guild ON pick (guild_id);

ALTER TABLE avoidance RENAME COLUMN person TO user_id;
ALTER TABLE own_service RENAME COLUMN person TO user_id;

-- Settings, help and privacy.
ALTER TABLE server_setting RENAME COLUMN server TO guild_id;
ALTER TABLE server_setting RENAME COLUMN zone TO time_zone;
ALTER TABLE person_setting RENAME COLUMN person TO user_id;

ALTER TABLE report RENAME COLUMN person TO user_id;
ALTER TABLE report RENAME COLUMN server TO guild_id;
ALTER TABLE report RENAME COLUMN film TO film_id;
ALTER TABLE report RENAME COLUMN made TO created_at;
ALTER TABLE report RENAME COLUMN done TO is_closed;
CREATE INDEX report_by_guild ON report (guild_id);

ALTER TABLE greeting RENAME COLUMN server TO guild_id;
ALTER TABLE greeting RENAME COLUMN made TO greeted_at;
ALTER TABLE departure RENAME COLUMN server TO guild_id;
ALTER TABLE departure RENAME COLUMN since TO departed_at;
