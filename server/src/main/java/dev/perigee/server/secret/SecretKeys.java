package dev.perigee.server.secret;

import dev.perigee.control.secret.KeyRing;
import dev.perigee.control.secret.SealingKey;
import dev.perigee.protocol.json.Json;
import dev.perigee.server.signing.PrivateFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/// The keys for secrets in a file that its owner alone can read, or as they are given. The file is written before a
/// new key is used. Thread-safe: its monitor lets one change happen at a time.
public final class SecretKeys implements KeyRing {
    private final PrivateFile file;
    private final RandomGenerator random;
    private final boolean given;
    private volatile List<SealingKey> keys;

    /// The newest first, in Base64.
    record Kept(List<String> keys) {}

    private SecretKeys(PrivateFile file, RandomGenerator random, boolean given, List<SealingKey> keys) {
        this.file = file;
        this.random = random;
        this.given = given;
        this.keys = keys;
    }

    /// Those that are given; otherwise those in `path`, or a first one. `random` must be fit for secrets.
    public static SecretKeys open(List<SealingKey> given, Path path, RandomGenerator random) throws IOException {
        PrivateFile file = new PrivateFile(path);
        if (!given.isEmpty()) {
            return new SecretKeys(file, random, true, given);
        }
        Optional<String> text = file.read();
        if (text.isPresent()) {
            List<SealingKey> kept = Json.WIRE.read(text.get(), Kept.class).keys().stream()
                    .map(SealingKey::parse)
                    .toList();
            if (kept.isEmpty()) {
                throw new IOException(path + " has no key in it: expected at least one");
            }
            return new SecretKeys(file, random, false, kept);
        }
        SecretKeys fresh = new SecretKeys(file, random, false, List.of());
        fresh.keep(List.of(SealingKey.create(random)));
        return fresh;
    }

    @Override
    public List<SealingKey> keys() {
        return keys;
    }

    @Override
    public synchronized void renew() throws IOException {
        if (!given) {
            keep(Stream.concat(Stream.of(SealingKey.create(random)), keys.stream())
                    .toList());
        }
    }

    @Override
    public synchronized void retire() throws IOException {
        if (!given) {
            keep(List.of(keys.getFirst()));
        }
    }

    private void keep(List<SealingKey> next) throws IOException {
        file.write(Json.WIRE.text(new Kept(next.stream().map(SealingKey::reveal).toList())));
        keys = next;
    }
}
