ALTER TABLE satellite ADD COLUMN signing_key TEXT;   -- the public half, by which its requests are known
