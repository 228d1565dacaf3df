package dev.perigee.server.oidc;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;

/// A provider that publishes the keys it has, or is away, and counts how often it is asked for them.
final class StubProvider implements Provider {
    static final URI ISSUER = URI.create("https://id.example.com/tenant");
    static final String AUDIENCE = "perigee";

    final List<ECKey> keys = new ArrayList<>();
    String issuer = ISSUER.toString();
    String jwksUri = "https://id.example.com/keys";
    boolean away;
    int asked;

    @Override
    public byte[] get(URI url) throws IOException {
        if (away) {
            throw new IOException("no answer from " + url);
        }
        if (url.toString().equals(ISSUER + "/.well-known/openid-configuration")) {
            return bytes("{\"issuer\":\"" + issuer + "\",\"jwks_uri\":\"" + jwksUri + "\"}");
        }
        asked++;
        return bytes(new JWKSet(List.copyOf(keys)).toPublicJWKSet().toString());
    }

    ECKey addKey(String id) throws JOSEException {
        ECKey key = new ECKeyGenerator(Curve.P_256).keyID(id).generate();
        keys.add(key);
        return key;
    }

    /// Claims of an admin's token that is valid for ten minutes from `now`.
    static JWTClaimsSet.Builder claims(Instant now) {
        return new JWTClaimsSet.Builder()
                .issuer(ISSUER.toString())
                .audience(AUDIENCE)
                .subject("ann")
                .claim("perigee_role", "admin")
                .expirationTime(Date.from(now.plusSeconds(600)));
    }

    static String sign(ECKey key, JWTClaimsSet claims) throws JOSEException {
        SignedJWT token = new SignedJWT(
                new JWSHeader.Builder(JWSAlgorithm.ES256).keyID(key.getKeyID()).build(), claims);
        token.sign(new ECDSASigner(key));
        return token.serialize();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
