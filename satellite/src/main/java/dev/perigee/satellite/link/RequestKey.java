package dev.perigee.satellite.link;

import dev.perigee.protocol.signing.SigningKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.random.RandomGenerator;

/// The file with the key that a satellite signs its requests with, readable by its owner only. A registration replaces
/// it, and nothing else does.
public record RequestKey(Path path) {
    /// The key on file. Throws `BadValue` when it is none.
    public Optional<SigningKey> onFile() throws IOException {
        return new PrivateFile(path).read().map(SigningKey::parse);
    }

    /// A new key, on disk when this returns. `random` must be fit for secrets.
    public SigningKey create(RandomGenerator random) throws IOException {
        SigningKey key = SigningKey.create(random);
        new PrivateFile(path).write(key.reveal());
        return key;
    }

    /// There is to be none.
    public void remove() throws IOException {
        Files.deleteIfExists(path);
    }
}
