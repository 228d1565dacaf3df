package dev.perigee.server.oidc;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.perigee.control.access.Caller;
import dev.perigee.control.access.Recogniser;
import dev.perigee.protocol.registration.Digest;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;

/// Knows operators by the tokens of an OpenID Connect provider, and calls them `oidc:` and their `sub`. A token that
/// was verified is known for a minute without being verified again, but never beyond its end. Thread-safe.
public final class OidcOperators implements Recogniser, AutoCloseable {
    private static final Duration ANSWER_MAX = Duration.ofSeconds(5);
    private static final Duration VERIFIED_FOR = Duration.ofMinutes(1);
    private static final int VERIFIED_MAX = 10_000;

    private final OidcConfig config;
    private final TokenCheck check;
    private final RoleClaims roles;
    private final ProviderKeys keys;
    private final InstantSource clock;
    private final Runnable connections;
    private final Cache<Digest, Verified> verified;

    /// Whose token it is, and until when.
    private record Verified(Caller caller, Instant end) {}

    OidcOperators(OidcConfig config, Provider provider, InstantSource clock, Runnable connections) {
        this.config = config;
        this.check = new TokenCheck(config);
        this.roles = new RoleClaims(config.claims());
        this.keys = new ProviderKeys(config, provider, clock);
        this.clock = clock;
        this.connections = connections;
        this.verified = Caffeine.newBuilder()
                .maximumSize(VERIFIED_MAX)
                .expireAfterWrite(VERIFIED_FOR)
                .ticker(() -> TimeUnit.MILLISECONDS.toNanos(clock.millis()))
                .executor(Runnable::run)
                .build();
    }

    /// Throws `BadValue` when the file of authorities cannot be used. The provider is not asked yet.
    public static OidcOperators open(OidcConfig config, InstantSource clock) {
        HttpProvider provider = new HttpProvider(config.tls(), ANSWER_MAX);
        return new OidcOperators(config, provider, clock, provider::close);
    }

    /// Asks the provider for its keys, so that what is wrong with it is in the log before somebody comes.
    public void prepare() {
        try {
            keys.find(null);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public Recognition recognise(String credential) {
        Verified known = verified.getIfPresent(Digest.of(credential));
        if (known != null && clock.instant().isBefore(known.end())) {
            return new Recognition.Known(known.caller());
        }
        return switch (check.look(credential)) {
            case TokenCheck.Looks.Not(Recognition.Unknown why) -> why;
            case TokenCheck.Looks.Ours _ -> new Recognition.Undecided("the token is yet to be verified");
        };
    }

    @Override
    public Recognition resolve(String credential) {
        return switch (check.look(credential)) {
            case TokenCheck.Looks.Not(Recognition.Unknown why) -> why;
            case TokenCheck.Looks.Ours ours -> resolve(credential, ours);
        };
    }

    private Recognition resolve(String credential, TokenCheck.Looks.Ours ours) {
        String wrong = check.wrong(ours.claims(), clock.instant());
        if (wrong != null) {
            return new Recognition.Unknown(wrong);
        }
        try {
            return switch (keys.find(ours.key())) {
                case ProviderKeys.Found.Some(var known)
                when check.isSigned(ours.token(), known) -> verified(credential, ours);
                case ProviderKeys.Found.Some _ ->
                    new Recognition.Unknown("the token is not signed with the key that it names, "
                            + TokenCheck.shown(ours.key()) + ": expected a token of " + config.issuer());
                case ProviderKeys.Found.None _ ->
                    new Recognition.Unknown("the token names the key " + TokenCheck.shown(ours.key())
                            + ": expected one that " + config.issuer() + " has");
                case ProviderKeys.Found.Away(String why) ->
                    new Recognition.Undecided("whether the token is genuine cannot be known now: " + why);
            };
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return new Recognition.Undecided("whether the token is genuine cannot be known now: interrupted");
        }
    }

    private Recognition verified(String credential, TokenCheck.Looks.Ours ours) {
        Recognition recognition = roles.caller(ours.claims());
        if (recognition instanceof Recognition.Known(Caller caller)) {
            Instant end = ours.claims().getExpirationTime().toInstant().plus(config.clockSkew());
            verified.put(Digest.of(credential), new Verified(caller, end));
        }
        return recognition;
    }

    @Override
    public void close() {
        connections.run();
    }
}
