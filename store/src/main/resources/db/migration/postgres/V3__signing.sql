-- What is delivered is signed with the key of the control plane now, which is not in the database.
ALTER TABLE satellite DROP COLUMN delivery_key;
