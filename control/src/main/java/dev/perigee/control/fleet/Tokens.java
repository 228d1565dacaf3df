package dev.perigee.control.fleet;

import dev.perigee.control.access.Caller;
import dev.perigee.control.access.Owner;
import dev.perigee.protocol.TokenId;
import dev.perigee.protocol.api.TokenEntry;
import dev.perigee.protocol.api.TokenList;
import dev.perigee.protocol.api.TokenRequest;
import dev.perigee.protocol.api.TokenView;
import dev.perigee.protocol.problem.ProblemException;
import dev.perigee.protocol.problem.ProblemType;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.random.RandomGenerator;

/// The registration tokens: made, listed without their secret, taken back, and read when one is shown. Thread-safe.
public final class Tokens {
    /// For how long it is known what became of a token, after it has expired.
    static final Duration KEPT = Duration.ofDays(30);

    private final FleetStore store;
    private final TokenSeal seal;
    private final InstantSource clock;
    private final RandomGenerator random;

    Tokens(FleetStore store, TokenSeal seal, InstantSource clock, RandomGenerator random) {
        this.store = store;
        this.seal = seal;
        this.clock = clock;
        this.random = random;
    }

    /// Makes a token, which is in the view this once.
    public TokenView create(Caller by, TokenRequest request) {
        Instant now = clock.instant();
        RegistrationToken token = new RegistrationToken(
                TokenId.create(now.toEpochMilli(), random),
                now.plus(request.expires()).truncatedTo(ChronoUnit.SECONDS),
                request.satellite(),
                request.team(),
                by.name(),
                now);
        String text = seal.seal(token);
        store.addToken(token);
        return new TokenView(token.id(), text, token.expiresAt(), token.onlySatellite(), token.team());
    }

    /// Those that `caller` may see, the newest first.
    public List<TokenEntry> list(Caller caller) {
        return store.tokens(caller.onlyTeam(), TokenList.MAX).stream()
                .map(KeptToken::entry)
                .toList();
    }

    /// Whose whoever registers with it becomes. Throws the problem that there is no such token.
    public Owner owner(TokenId id) {
        return Owner.of(find(id).token().team());
    }

    /// From now on nobody can register with it. Throws the problem that somebody has already.
    public TokenEntry revoke(Caller by, TokenId id) {
        store.revokeToken(id, by.name(), clock.instant());
        KeptToken token = find(id);
        if (token.usedBy() != null) {
            throw new ProblemException(
                    ProblemType.TOKEN_USED,
                    "token \"" + id + "\" was used by satellite \"" + token.usedBy() + "\" at " + token.usedAt()
                            + ": expected one that was not used yet");
        }
        return token.entry();
    }

    /// Deletes what is known of tokens that expired long ago.
    public int prune() {
        return store.pruneTokens(clock.instant().minus(KEPT));
    }

    /// The token that somebody shows. Throws the problem that it is none.
    RegistrationToken open(String text) {
        return switch (seal.open(text)) {
            case TokenSeal.Opening.Genuine(RegistrationToken token) -> token;
            case TokenSeal.Opening.Refused(ProblemType type, String why) -> throw new ProblemException(type, why);
        };
    }

    private KeptToken find(TokenId id) {
        return store.token(id)
                .orElseThrow(() -> new ProblemException(
                        ProblemType.TOKEN_UNKNOWN,
                        "token \"" + id + "\" is not known; `perigee tokens` lists those that are"));
    }
}
