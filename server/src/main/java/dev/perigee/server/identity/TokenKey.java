package dev.perigee.server.identity;

import dev.perigee.protocol.registration.Secrets;
import dev.perigee.server.signing.PrivateFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import java.util.random.RandomGenerator;

/// The secret that registration tokens are signed with, in a file of the data directory that its owner alone can read.
/// Whoever deletes the file takes back all tokens at the next start.
public record TokenKey(String secret) {
    private static final int LENGTH_MIN = 43;

    /// The one in `path`, or a new one. `random` must be fit for secrets.
    public static TokenKey open(Path path, RandomGenerator random) throws IOException {
        PrivateFile file = new PrivateFile(path);
        Optional<String> kept = file.read();
        if (kept.isPresent()) {
            if (kept.get().length() < LENGTH_MIN) {
                throw new IOException(path + " has " + kept.get().length() + " characters: expected at least "
                        + LENGTH_MIN + "; delete it to have another one made");
            }
            return new TokenKey(kept.get());
        }
        TokenKey made = new TokenKey(Secrets.create(random));
        file.write(made.secret);
        return made;
    }

    byte[] bytes() {
        return secret.getBytes(StandardCharsets.US_ASCII);
    }

    @Override
    public String toString() {
        return "TokenKey[***]";
    }
}
