package dev.perigee.server.oidc;

import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.util.JSONObjectUtils;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The public keys that the provider signs with. Asked for anew each hour, and for a key that is not known, but never
/// more often than every 10 s however many tokens name such keys; what was known goes on working while the provider is
/// away. Thread-safe; whoever asks may wait for the provider's two answers, and others then wait for the same.
final class ProviderKeys {
    static final Duration ASK_AGAIN = Duration.ofSeconds(10);
    static final Duration FRESH = Duration.ofHours(1);
    private static final Logger log = LoggerFactory.getLogger(ProviderKeys.class);
    private static final long TURN_MAX_SECONDS = 15;
    private static final int KEYS_MAX = 100;

    private final OidcConfig config;
    private final Provider provider;
    private final InstantSource clock;
    private final ReentrantLock asking = new ReentrantLock();
    private volatile @Nullable Held held;
    private volatile @Nullable Asked asked;

    /// What was known when.
    private record Held(List<JWK> keys, Instant since) {}

    /// When it was last asked, and what was wrong with the answer.
    private record Asked(Instant at, @Nullable String failure) {}

    /// What came of looking for keys.
    sealed interface Found {
        /// Those that a token without a name for its key may be signed with, or the one that it names.
        record Some(List<JWK> keys) implements Found {}

        record None() implements Found {}

        /// There may be one: the provider could not be asked.
        record Away(String why) implements Found {}
    }

    ProviderKeys(OidcConfig config, Provider provider, InstantSource clock) {
        this.config = config;
        this.provider = provider;
        this.clock = clock;
    }

    /// The keys that may have signed what names `id` as its key. May wait.
    Found find(@Nullable String id) throws InterruptedException {
        if (isDue(FRESH)) {
            ask();
        }
        Optional<List<JWK>> known = known(id);
        if (known.isEmpty()) {
            ask();
            known = known(id);
        }
        if (known.isPresent()) {
            return new Found.Some(known.get());
        }
        Asked last = asked;
        return last != null && last.failure() != null ? new Found.Away(last.failure()) : new Found.None();
    }

    private boolean isDue(Duration age) {
        Held now = held;
        return now == null || !clock.instant().isBefore(now.since().plus(age));
    }

    private Optional<List<JWK>> known(@Nullable String id) {
        Held now = held;
        if (now == null) {
            return Optional.empty();
        }
        List<JWK> fitting = now.keys().stream()
                .filter(key -> id == null || id.equals(key.getKeyID()))
                .toList();
        return fitting.isEmpty() ? Optional.empty() : Optional.of(fitting);
    }

    /// Asks, unless that was done a moment ago.
    private void ask() throws InterruptedException {
        if (!asking.tryLock(TURN_MAX_SECONDS, TimeUnit.SECONDS)) {
            return;
        }
        try {
            Instant now = clock.instant();
            Asked last = asked;
            if (last != null && now.isBefore(last.at().plus(ASK_AGAIN))) {
                return;
            }
            try {
                held = new Held(fetch(), now);
                asked = new Asked(now, null);
            } catch (IOException e) {
                asked = new Asked(now, String.valueOf(e.getMessage()));
                log.atWarn()
                        .addKeyValue("issuer", config.issuer())
                        .addKeyValue("error", e.getMessage())
                        .log(
                                held == null
                                        ? "the keys of the OIDC provider are not known; its tokens open nothing"
                                        : "the OIDC provider cannot be asked; its known keys go on working");
            }
        } finally {
            asking.unlock();
        }
    }

    private List<JWK> fetch() throws IOException, InterruptedException {
        Map<String, Object> described = object(config.discovery());
        if (!config.issuer().toString().equals(described.get("issuer"))) {
            throw new IOException(config.discovery() + " is of the issuer \"" + described.get("issuer")
                    + "\": expected \"" + config.issuer() + "\", exactly so");
        }
        URI keys = keysOf(described.get("jwks_uri"));
        try {
            List<JWK> signing = JWKSet.parse(object(keys)).getKeys().stream()
                    .filter(key -> key.getKeyUse() == null
                            || "sig".equals(key.getKeyUse().identifier()))
                    .filter(key ->
                            !key.isPrivate() && !"oct".equals(key.getKeyType().getValue()))
                    .toList();
            if (signing.size() > KEYS_MAX) {
                throw new IOException(keys + " has " + signing.size() + " keys: expected at most " + KEYS_MAX);
            }
            log.atInfo()
                    .addKeyValue("issuer", config.issuer())
                    .addKeyValue("keys", signing.size())
                    .log("the keys of the OIDC provider are known");
            return signing;
        } catch (ParseException e) {
            throw new IOException(keys + " is no set of keys: " + e.getMessage(), e);
        }
    }

    private URI keysOf(@Nullable Object uri) throws IOException {
        try {
            URI keys = URI.create(String.valueOf(uri));
            boolean safe = "https".equals(keys.getScheme())
                    || (OidcConfig.isLoopback(keys) && OidcConfig.isLoopback(config.issuer()));
            if (safe) {
                return keys;
            }
        } catch (IllegalArgumentException _) {
            // Said below, as all that is wrong with it.
        }
        throw new IOException(
                config.discovery() + " has the jwks_uri \"" + uri + "\": expected a URL that begins with https://");
    }

    private Map<String, Object> object(URI url) throws IOException, InterruptedException {
        try {
            return JSONObjectUtils.parse(new String(provider.get(url), StandardCharsets.UTF_8));
        } catch (ParseException e) {
            throw new IOException(url + " is no JSON object", e);
        }
    }
}
