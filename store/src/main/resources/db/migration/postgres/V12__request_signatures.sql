ALTER TABLE satellite ADD COLUMN signing_key text;   -- the public half, by which its requests are known
