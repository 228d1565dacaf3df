package dev.perigee.server.webhook;

import dev.perigee.control.secret.SealingKey;
import dev.perigee.control.webhook.SecretBox;
import dev.perigee.protocol.BadValue;
import dev.perigee.server.signing.PrivateFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.random.RandomGenerator;

/// Seals under a key in a file that its owner alone can read: whoever has the database without that file has no secret.
/// A seal fits its label only. Thread-safe.
public record KeyFileBox(SealingKey key, RandomGenerator random) implements SecretBox {
    /// With the key in `path`, made if there is none. `random` must be fit for secrets.
    public static KeyFileBox open(Path path, RandomGenerator random) throws IOException {
        PrivateFile file = new PrivateFile(path);
        Optional<String> kept = file.read();
        if (kept.isEmpty()) {
            SealingKey made = SealingKey.create(random);
            file.write(made.reveal());
            return new KeyFileBox(made, random);
        }
        try {
            return new KeyFileBox(SealingKey.parse(kept.get().strip()), random);
        } catch (BadValue e) {
            throw new IOException(path + " holds no key: " + e.getMessage(), e);
        }
    }

    @Override
    public String seal(String label, String secret) {
        return key.seal(secret, label, random);
    }

    @Override
    public String open(String label, String sealed) {
        return key.open(sealed, label)
                .orElseThrow(() -> new BadValue(
                        "it was sealed with another key than the one in the data directory, or was changed"));
    }
}
