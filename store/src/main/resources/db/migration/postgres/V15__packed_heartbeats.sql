-- The newest heartbeat as it is kept in memory; those kept until now are known no longer, the next come within seconds.
ALTER TABLE satellite_vitals DROP COLUMN heartbeat;
ALTER TABLE satellite_vitals ADD COLUMN packed bytea NOT NULL DEFAULT '';
