package dev.perigee.server.identity;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.MACVerifier;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import dev.perigee.control.fleet.RegistrationToken;
import dev.perigee.control.fleet.TokenSeal;
import dev.perigee.protocol.BadValue;
import dev.perigee.protocol.SatelliteId;
import dev.perigee.protocol.TokenId;
import dev.perigee.protocol.access.TeamName;
import dev.perigee.protocol.problem.ProblemType;
import dev.perigee.protocol.registration.TokenScope;
import dev.perigee.server.signing.ServerKeys;
import java.text.ParseException;
import java.time.Instant;
import java.util.Date;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Registration tokens as JSON Web Tokens (RFC 7519) behind the prefix of their scope: signed with HS256 or EdDSA as
/// wished, read with either. Thread-safe.
public final class JwtTokens implements TokenSeal {
    static final String ISSUER = "perigee";
    static final String AUDIENCE = "satellite-registration";
    private static final int LENGTH_MAX = 4_096;

    private final TokenAlgorithm algorithm;
    private final TokenKey key;
    private final ServerKeys keys;

    public JwtTokens(TokenAlgorithm algorithm, TokenKey key, ServerKeys keys) {
        this.algorithm = algorithm;
        this.key = key;
        this.keys = keys;
    }

    @Override
    public String seal(RegistrationToken token) {
        JWTClaimsSet.Builder claims = new JWTClaimsSet.Builder()
                .issuer(ISSUER)
                .audience(AUDIENCE)
                .expirationTime(Date.from(token.expiresAt()))
                .issueTime(Date.from(token.createdAt()))
                .jwtID(token.id().value())
                .claim("scope", token.scope().wireName())
                .claim("created_by", token.createdBy());
        TeamName team = token.team();
        if (team != null) {
            claims.claim("team", team.value());
        }
        SatelliteId only = token.onlySatellite();
        if (only != null) {
            claims.claim("satellite", only.value());
        }
        try {
            SignedJWT jwt = new SignedJWT(header(), claims.build());
            jwt.sign(signer());
            return token.scope().prefix() + jwt.serialize();
        } catch (JOSEException e) {
            throw new IllegalStateException("a registration token cannot be signed", e);
        }
    }

    @Override
    public Opening open(String text) {
        Optional<TokenScope> claimed = TokenScope.claimedBy(text);
        if (claimed.isEmpty() || text.length() > LENGTH_MAX) {
            return invalid("this is no registration token: expected one that begins with " + TokenScope.GLOBAL.prefix()
                    + " or " + TokenScope.TEAM.prefix() + ", of at most " + LENGTH_MAX + " characters");
        }
        try {
            SignedJWT jwt =
                    SignedJWT.parse(text.substring(claimed.get().prefix().length()));
            return verifies(jwt) ? read(claimed.get(), jwt.getJWTClaimsSet()) : foreign();
        } catch (ParseException | BadValue _) {
            return invalid("this registration token cannot be read: expected it as `perigee token create` printed it");
        } catch (JOSEException _) {
            return foreign();
        }
    }

    private Opening read(TokenScope claimed, JWTClaimsSet claims) throws ParseException {
        if (!ISSUER.equals(claims.getIssuer())) {
            return invalid(
                    "this registration token is of issuer \"" + shown(claims.getIssuer()) + "\": expected " + ISSUER);
        }
        if (!claims.getAudience().contains(AUDIENCE)) {
            return invalid("this registration token is for the audience " + shown(claims.getAudience()) + ": expected "
                    + AUDIENCE);
        }
        String scope = claims.getStringClaim("scope");
        String team = claims.getStringClaim("team");
        Optional<TokenScope> said = scope == null ? Optional.empty() : TokenScope.of(scope);
        if (said.isEmpty()) {
            return new Opening.Refused(
                    ProblemType.REGISTRATION_TOKEN_SCOPE,
                    "the scope of this registration token is \"" + shown(scope) + "\": expected global or team");
        }
        if (said.get() != claimed) {
            return new Opening.Refused(
                    ProblemType.REGISTRATION_TOKEN_SCOPE,
                    "this registration token begins as one of scope " + claimed.wireName() + " and is of scope " + scope
                            + ": expected both to be the same");
        }
        if ((said.get() == TokenScope.TEAM) != (team != null)) {
            return new Opening.Refused(
                    ProblemType.REGISTRATION_TOKEN_SCOPE,
                    "this registration token is of scope " + scope + " and of team \"" + shown(team)
                            + "\": expected a team with the scope team, and only then");
        }
        String only = claims.getStringClaim("satellite");
        String id = claims.getJWTID();
        String createdBy = claims.getStringClaim("created_by");
        Instant expiresAt = instant(claims.getExpirationTime());
        Instant createdAt = instant(claims.getIssueTime());
        if (id == null || createdBy == null || expiresAt == null || createdAt == null) {
            return invalid("this registration token lacks a claim: expected jti, created_by, exp and iat");
        }
        return new Opening.Genuine(new RegistrationToken(
                new TokenId(id),
                expiresAt,
                only == null ? null : new SatelliteId(only),
                team == null ? null : new TeamName(team),
                createdBy,
                createdAt));
    }

    private JWSHeader header() {
        return switch (algorithm) {
            case HS256 -> new JWSHeader(JWSAlgorithm.HS256);
            case EDDSA ->
                new JWSHeader.Builder(JWSAlgorithm.EdDSA)
                        .keyID(keys.key().verification().id())
                        .build();
        };
    }

    private JWSSigner signer() throws JOSEException {
        return switch (algorithm) {
            case HS256 -> new MACSigner(key.bytes());
            case EDDSA -> new KeyChainSigner(keys.key(), keys.chain());
        };
    }

    /// The algorithm that it names chooses among keys of different kinds, so that none is taken for another.
    private boolean verifies(SignedJWT jwt) throws JOSEException {
        JWSAlgorithm named = jwt.getHeader().getAlgorithm();
        if (JWSAlgorithm.HS256.equals(named)) {
            return jwt.verify(new MACVerifier(key.bytes()));
        }
        return JWSAlgorithm.EdDSA.equals(named) && jwt.verify(new KeyChainSigner(keys.key(), keys.chain()));
    }

    private static String shown(@Nullable Object claim) {
        return BadValue.shown(String.valueOf(claim));
    }

    private static @Nullable Instant instant(@Nullable Date date) {
        return date == null ? null : date.toInstant();
    }

    private static Opening foreign() {
        return invalid("this registration token is not signed by this control plane: expected one that"
                + " `perigee token create` made here");
    }

    private static Opening invalid(String why) {
        return new Opening.Refused(ProblemType.REGISTRATION_TOKEN_INVALID, why);
    }
}
