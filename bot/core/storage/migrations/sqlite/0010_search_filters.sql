-- A search is kept whole: all of its conditions as one JSON object, in the place of one column for some of them.

ALTER TABLE search ADD COLUMN wanted TEXT NOT NULL DEFAULT '{}';

UPDATE search SET wanted = json_patch('{}', json_object( -- json_patch leaves out what is null
    'words', words,
    'person', who,
    'themes', json(CASE WHEN theme IS NOT NULL THEN json_array(theme) END),
    'ending', ending,
    'years', json(CASE WHEN coalesce(first_year, last_year) IS NOT NULL
        THEN json_object('first', first_year, 'last', last_year) END),
    'longest', longest,
    'services', json(CASE WHEN service IS NOT NULL THEN json_array(service) END)
));

ALTER TABLE search DROP COLUMN words;
ALTER TABLE search DROP COLUMN who;
ALTER TABLE search DROP COLUMN theme;
ALTER TABLE search DROP COLUMN ending;
ALTER TABLE search DROP COLUMN first_year;
ALTER TABLE search DROP COLUMN last_year;
ALTER TABLE search DROP COLUMN longest;
ALTER TABLE search DROP COLUMN service;
