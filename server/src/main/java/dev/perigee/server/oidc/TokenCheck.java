package dev.perigee.server.oidc;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import dev.perigee.control.access.Recogniser.Recognition;
import java.text.ParseException;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Judges whether a token is the provider's, for us, and valid at a time. Only asymmetric algorithms count, each only
/// with a key of its kind, whatever a token says of itself. Pure.
record TokenCheck(OidcConfig config) {
    private static final Set<JWSAlgorithm> RSA = Set.of(
            JWSAlgorithm.RS256,
            JWSAlgorithm.RS384,
            JWSAlgorithm.RS512,
            JWSAlgorithm.PS256,
            JWSAlgorithm.PS384,
            JWSAlgorithm.PS512);
    private static final Map<JWSAlgorithm, Curve> EC =
            Map.of(JWSAlgorithm.ES256, Curve.P_256, JWSAlgorithm.ES384, Curve.P_384, JWSAlgorithm.ES512, Curve.P_521);
    private static final int RSA_BITS_MIN = 2048;
    private static final int SHOWN_MAX = 100;
    /// What breaks a line, or turns its direction, or is half a character.
    private static final Pattern UNPRINTABLE = Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Cs}\\p{Zl}\\p{Zp}]");

    /// What a credential looks like before anything of it is verified.
    sealed interface Looks {
        /// A token that says it is this provider's, signed with a key called `key` if it says so.
        record Ours(
                SignedJWT token,
                JWTClaimsSet claims,
                @Nullable String key) implements Looks {}

        record Not(Recognition.Unknown why) implements Looks {}
    }

    Looks look(String credential) {
        try {
            SignedJWT token = SignedJWT.parse(credential);
            JWSAlgorithm algorithm = token.getHeader().getAlgorithm();
            if (!RSA.contains(algorithm) && !EC.containsKey(algorithm)) {
                return not("the token is signed with " + shown(algorithm.getName())
                        + ": expected RS256, PS256 or ES256, or their longer forms");
            }
            JWTClaimsSet claims = token.getJWTClaimsSet();
            if (!config.issuer().toString().equals(claims.getIssuer())) {
                return not("the token is of the issuer " + shown(claims.getIssuer()) + ": expected \"" + config.issuer()
                        + "\"");
            }
            return new Looks.Ours(token, claims, token.getHeader().getKeyID());
        } catch (ParseException | IllegalArgumentException _) {
            return not("expected the operator key, an operator's own, or a signed token of " + config.issuer()
                    + " in the header Authorization: Bearer <key>");
        }
    }

    boolean isSigned(SignedJWT token, List<JWK> keys) {
        return keys.stream().anyMatch(key -> isSigned(token, key));
    }

    /// What is wrong with the claims at `now`; null when nothing is.
    @Nullable
    String wrong(JWTClaimsSet claims, Instant now) {
        if (!claims.getAudience().contains(config.audience())) {
            return "the token is for the audience " + shown(claims.getAudience()) + ": expected \"" + config.audience()
                    + "\"";
        }
        Date expires = claims.getExpirationTime();
        if (expires == null || !now.isBefore(expires.toInstant().plus(config.clockSkew()))) {
            return "the token has expired at " + (expires == null ? "no time" : expires.toInstant())
                    + ": expected one that is valid";
        }
        Date begins = claims.getNotBeforeTime();
        if (begins != null && now.isBefore(begins.toInstant().minus(config.clockSkew()))) {
            return "the token is not valid before " + begins.toInstant() + ": expected one that is";
        }
        return null;
    }

    static String shown(@Nullable Object claim) {
        String text = String.valueOf(claim);
        String cut = text.length() > SHOWN_MAX ? text.substring(0, SHOWN_MAX) + "…" : text;
        return "\"" + UNPRINTABLE.matcher(cut).replaceAll("?") + "\"";
    }

    private static Looks not(String why) {
        return new Looks.Not(new Recognition.Unknown(why));
    }

    private static boolean isSigned(SignedJWT token, JWK key) {
        JWSAlgorithm algorithm = token.getHeader().getAlgorithm();
        boolean forAnother = key.getAlgorithm() != null && !key.getAlgorithm().equals(algorithm);
        try {
            JWSVerifier verifier = forAnother ? null : verifier(algorithm, key);
            return verifier != null && token.verify(verifier);
        } catch (JOSEException _) {
            return false;
        }
    }

    private static @Nullable JWSVerifier verifier(JWSAlgorithm algorithm, JWK key) throws JOSEException {
        if (key instanceof RSAKey rsa && RSA.contains(algorithm) && rsa.size() >= RSA_BITS_MIN) {
            return new RSASSAVerifier(rsa);
        }
        return key instanceof ECKey ec && ec.getCurve().equals(EC.get(algorithm)) ? new ECDSAVerifier(ec) : null;
    }
}
