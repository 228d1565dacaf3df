package dev.perigee.server.signing;

import dev.perigee.protocol.json.Json;
import dev.perigee.protocol.signing.KeyChain;
import dev.perigee.protocol.signing.SigningKey;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// The key that the control plane signs with, and those before it that vouch for it, in a file that its owner alone can
/// read. Thread-safe. A new key signs once it is on disk; the secret of the one before is kept no longer.
public final class ServerKeys {
    private final PrivateFile file;
    private final RandomGenerator random;
    private volatile Current current;

    /// As on disk.
    private record Kept(String secret, KeyChain chain) {}

    /// The same without its secret.
    private record Announced(@Nullable KeyChain chain) {}

    private record Current(SigningKey key, KeyChain chain) {}

    private ServerKeys(PrivateFile file, RandomGenerator random, Current current) {
        this.file = file;
        this.random = random;
        this.current = current;
    }

    /// Those in `path`, or a first one. `random` must be fit for secrets.
    public static ServerKeys open(Path path, RandomGenerator random) throws IOException {
        PrivateFile file = new PrivateFile(path);
        Optional<String> text = file.read();
        if (text.isPresent()) {
            Kept kept = Json.WIRE.read(text.get(), Kept.class);
            return new ServerKeys(file, random, new Current(SigningKey.parse(kept.secret()), kept.chain()));
        }
        SigningKey first = SigningKey.create(random);
        Current current = new Current(first, KeyChain.of(first.verification()));
        keep(file, current);
        return new ServerKeys(file, random, current);
    }

    /// The public ones in `path`; nothing is made when there are none.
    public static Optional<KeyChain> announced(Path path) throws IOException {
        return new PrivateFile(path)
                .read()
                .map(text -> Json.WIRE.read(text, Announced.class).chain());
    }

    /// The one that signs now.
    public SigningKey key() {
        return current.key();
    }

    public KeyChain chain() {
        return current.chain();
    }

    /// Signs with a new key from now on, for which the one before vouches.
    public synchronized KeyChain rotate() throws IOException {
        SigningKey next = SigningKey.create(random);
        Current rotated = new Current(next, current.chain().succeed(next.verification(), current.key()));
        keep(file, rotated);
        current = rotated;
        return rotated.chain();
    }

    private static void keep(PrivateFile file, Current current) throws IOException {
        file.write(Json.WIRE.text(new Kept(current.key().reveal(), current.chain())));
    }
}
