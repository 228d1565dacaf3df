package dev.perigee.protocol.config;

import dev.perigee.protocol.BadValue;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// What became of a configuration on a satellite: `hash` of `revision` is what it has now, and when it was wanted to
/// have `refused` instead, `error` says why it has not. Texts are cut to 4,000 characters.
public record ConfigReport(
        long revision,
        String hash,
        @Nullable String refused,
        @Nullable String error) {
    private static final int ERROR_MAX = 4_000;
    private static final Pattern HASH = Pattern.compile("[0-9a-f]{64}");

    public ConfigReport {
        check("hash", hash);
        if (refused != null) {
            check("refused", refused);
        }
        if (error != null && error.length() > ERROR_MAX) {
            error = error.substring(0, ERROR_MAX);
        }
    }

    public static ConfigReport applied(long revision, String hash) {
        return new ConfigReport(revision, hash, null, null);
    }

    public Optional<String> problem() {
        return Optional.ofNullable(error);
    }

    private static void check(String field, @Nullable String hash) {
        if (hash == null || !HASH.matcher(hash).matches()) {
            throw new BadValue(field, String.valueOf(hash), "a SHA-256 in 64 hexadecimal digits");
        }
    }
}
