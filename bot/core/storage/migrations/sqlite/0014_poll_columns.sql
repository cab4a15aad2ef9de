-- The columns of polls have the names that all others have: ids end in _id, moments in _at, and yes or no begins with is_.

ALTER TABLE poll_draft RENAME COLUMN server TO guild_id;
ALTER TABLE poll_draft RENAME COLUMN person TO host_id;
ALTER TABLE poll_draft RENAME COLUMN channel TO channel_id;
ALTER TABLE poll_draft RENAME COLUMN tie TO tie_break;
ALTER TABLE poll_draft RENAME COLUMN secret TO is_secret;
ALTER TABLE poll_draft RENAME COLUMN lasts TO duration_seconds;
ALTER TABLE poll_draft RENAME COLUMN closes TO closes_at;
ALTER TABLE poll_draft RENAME COLUMN touched TO updated_at;

ALTER TABLE poll_draft_option RENAME COLUMN draft TO draft_id;
ALTER TABLE poll_draft_option RENAME COLUMN film TO film_id;
ALTER TABLE poll_draft_option RENAME COLUMN hangul TO korean_label;

ALTER TABLE poll RENAME COLUMN draft TO draft_id;
ALTER TABLE poll RENAME COLUMN server TO guild_id;
ALTER TABLE poll RENAME COLUMN channel TO channel_id;
ALTER TABLE poll RENAME COLUMN parent TO parent_channel_id;
ALTER TABLE poll RENAME COLUMN host TO host_id;
ALTER TABLE poll RENAME COLUMN tie TO tie_break;
ALTER TABLE poll RENAME COLUMN secret TO is_secret;
ALTER TABLE poll RENAME COLUMN lasts TO duration_seconds;
ALTER TABLE poll RENAME COLUMN opened TO opened_at;
ALTER TABLE poll RENAME COLUMN closes TO closes_at;
ALTER TABLE poll RENAME COLUMN closed TO closed_at;
ALTER TABLE poll RENAME COLUMN why TO close_reason;
ALTER TABLE poll RENAME COLUMN cancelled TO cancelled_at;
ALTER TABLE poll RENAME COLUMN settled TO is_settled;
ALTER TABLE poll RENAME COLUMN announced TO announced_at;
ALTER TABLE poll RENAME COLUMN lost TO unreachable_reason;

ALTER TABLE poll_seed RENAME COLUMN poll TO poll_id;

ALTER TABLE poll_option RENAME COLUMN poll TO poll_id;
ALTER TABLE poll_option RENAME COLUMN film TO film_id;
ALTER TABLE poll_option RENAME COLUMN hangul TO korean_label;
ALTER TABLE poll_option RENAME COLUMN won TO is_winner;

ALTER TABLE ballot RENAME COLUMN poll TO poll_id;
ALTER TABLE ballot RENAME COLUMN person TO user_id;
ALTER TABLE ballot RENAME COLUMN closed TO is_closed;

ALTER TABLE ballot_choice RENAME COLUMN ballot TO ballot_id;
ALTER TABLE ballot_choice RENAME COLUMN poll TO poll_id;
ALTER TABLE ballot_choice RENAME COLUMN option TO option_id;

ALTER TABLE vote_press RENAME COLUMN ballot TO ballot_id;
ALTER TABLE vote_press RENAME COLUMN option TO option_id;
ALTER TABLE vote_press RENAME COLUMN interaction TO interaction_id;
ALTER TABLE vote_press RENAME COLUMN name TO display_name;

CREATE INDEX poll_draft_by_host ON poll_draft (host_id);
