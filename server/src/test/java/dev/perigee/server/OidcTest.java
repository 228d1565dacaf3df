package dev.perigee.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpServer;
import dev.perigee.server.limit.Rate;
import dev.perigee.server.limit.Rates;
import dev.perigee.server.oidc.OidcConfig;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A control plane that believes the tokens of a provider on the loopback.
class OidcTest {
    @TempDir
    private Path directory;

    private HttpServer provider;
    private URI issuer;
    private ECKey key;
    private RunningServer server;

    @BeforeEach
    void start() throws Exception {
        key = new ECKeyGenerator(Curve.P_256).keyID("k1").generate();
        provider = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        issuer = URI.create("http://127.0.0.1:" + provider.getAddress().getPort());
        publish(
                "/.well-known/openid-configuration",
                "{\"issuer\":\"" + issuer + "\",\"jwks_uri\":\"" + issuer + "/keys\"}");
        publish("/keys", new JWKSet(key.toPublicJWK()).toString());
        provider.start();
        Rates rates = Rates.DEFAULT;
        server = new RunningServer(RunningServer.config(directory.resolve("server"))
                .with(RunningServer.callers(
                        new OidcConfig(
                                issuer, "perigee", OidcConfig.Claims.DEFAULT, OidcConfig.CLOCK_SKEW_DEFAULT, null),
                        new Rates(
                                rates.satellite(),
                                rates.operator(),
                                new Rate(1, 10),
                                rates.registrationOfAddress(),
                                rates.registration(),
                                List.of()))));
    }

    @AfterEach
    void stop() {
        server.close();
        provider.stop(0);
    }

    @Test
    void aTokenOpensWhatItsRoleMayDo() throws Exception {
        String viewer = token("viewer", "ann");
        assertThat(get(viewer).statusCode()).isEqualTo(200);
        HttpResponse<String> denied = server.send("POST", "/api/v1/tokens", viewer, "{}");
        assertThat(denied.statusCode()).isEqualTo(403);
        assertThat(RunningServer.problem(denied).detail()).contains("viewer \"oidc:ann\" may not let satellites in");
        assertThat(server.send("POST", "/api/v1/tokens", token("admin", "eve"), "{}")
                        .statusCode())
                .isEqualTo(201);
    }

    @Test
    void withoutARoleItOpensNothingAndSaysWhichClaimWasExpected() throws Exception {
        HttpResponse<String> refused = get(token("root", "ann"));
        assertThat(refused.statusCode()).isEqualTo(403);
        assertThat(RunningServer.problem(refused).detail()).contains("the claim perigee_role of the token is \"root\"");
    }

    @Test
    void tokensThatVerifyCostTheAddressNothingAndForgedOnesDo() throws Exception {
        for (int i = 0; i < 40; i++) {
            assertThat(get(token("viewer", "u" + i)).statusCode()).isEqualTo(200);
        }
        String good = token("viewer", "ann");
        assertThat(get(good).statusCode()).isEqualTo(200);
        key = new ECKeyGenerator(Curve.P_256).keyID("k1").generate();
        HttpResponse<String> forged = get(token("admin", "ann"));
        assertThat(forged.statusCode()).isEqualTo(401);
        for (int i = 0; i < 40 && forged.statusCode() == 401; i++) {
            forged = get(token("admin", "m" + i));
        }
        assertThat(forged.statusCode()).isEqualTo(429);
        assertThat(get(good).statusCode()).as("who is known already").isEqualTo(200);
    }

    @Test
    void aProviderThatIsAwayTakesNoKeyDown() throws Exception {
        assertThat(get(token("viewer", "ann")).statusCode()).isEqualTo(200);
        provider.stop(0);
        assertThat(get(RunningServer.OPERATOR_KEY).statusCode()).isEqualTo(200);
        assertThat(get(token("viewer", "eve")).statusCode())
                .as("its known keys")
                .isEqualTo(200);
    }

    private HttpResponse<String> get(String bearer) throws Exception {
        return server.send("GET", "/api/v1/satellites", bearer, null);
    }

    private String token(String role, String subject) throws Exception {
        SignedJWT token = new SignedJWT(
                new JWSHeader.Builder(JWSAlgorithm.ES256).keyID("k1").build(),
                new JWTClaimsSet.Builder()
                        .issuer(issuer.toString())
                        .audience("perigee")
                        .subject(subject)
                        .claim("perigee_role", role)
                        .expirationTime(Date.from(Instant.now().plusSeconds(600)))
                        .build());
        token.sign(new ECDSASigner(key));
        return token.serialize();
    }

    private void publish(String path, String text) {
        byte[] body = text.getBytes(StandardCharsets.UTF_8);
        provider.createContext(path, exchange -> {
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
    }
}
