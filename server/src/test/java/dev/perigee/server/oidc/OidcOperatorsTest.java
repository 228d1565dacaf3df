package dev.perigee.server.oidc;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import dev.perigee.control.access.Caller;
import dev.perigee.control.access.Recogniser.Recognition;
import dev.perigee.protocol.access.Role;
import dev.perigee.protocol.access.TeamName;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Date;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class OidcOperatorsTest {
    private final StubProvider provider = new StubProvider();
    private final OidcConfig config = new OidcConfig(
            StubProvider.ISSUER, StubProvider.AUDIENCE, OidcConfig.Claims.DEFAULT, Duration.ofSeconds(60), null);
    private Instant now = Instant.parse("2026-01-01T00:00:00Z");
    private final OidcOperators operators = operators(config);
    private ECKey key;

    @BeforeEach
    void addKey() throws JOSEException {
        key = provider.addKey("k1");
    }

    @Test
    void aTokenIsVerifiedOnceAndThenKnownWithoutWaiting() throws Exception {
        String token =
                StubProvider.sign(key, claims().claim("perigee_team", "blue").build());
        assertThat(operators.recognise(token)).isInstanceOf(Recognition.Undecided.class);
        Recognition known = new Recognition.Known(new Caller("oidc:ann", Role.ADMIN, new TeamName("blue")));
        assertThat(operators.resolve(token)).isEqualTo(known);
        assertThat(operators.recognise(token)).isEqualTo(known);
        pass(Duration.ofMinutes(2));
        assertThat(operators.recognise(token)).isInstanceOf(Recognition.Undecided.class);
    }

    @Test
    void aTokenThatHasExpiredOpensNothingOnceTheClocksCannotBeTheReason() throws Exception {
        Date end = Date.from(now.plusSeconds(30));
        String token = StubProvider.sign(key, claims().expirationTime(end).build());
        pass(Duration.ofSeconds(89));
        assertThat(operators.resolve(token)).isInstanceOf(Recognition.Known.class);
        pass(Duration.ofSeconds(1));
        assertThat(operators.recognise(token)).isInstanceOf(Recognition.Undecided.class);
        assertThat(why(operators.resolve(token))).contains("has expired at 2026-01-01T00:00:30Z");
        String endless = StubProvider.sign(key, claims().expirationTime(null).build());
        assertThat(why(operators.resolve(endless))).contains("expired at no time");
        String early = StubProvider.sign(
                key, claims().notBeforeTime(Date.from(now.plusSeconds(61))).build());
        assertThat(why(operators.resolve(early))).contains("not valid before");
    }

    @Test
    void aTokenForAnotherOrOfAnotherIssuerIsRefusedByName() throws Exception {
        String forOther = StubProvider.sign(key, claims().audience("grafana").build());
        assertThat(why(operators.resolve(forOther))).contains("[grafana]").contains("expected \"perigee\"");
        String ofOther = StubProvider.sign(
                key, claims().issuer("https://evil.example.com").build());
        assertThat(why(operators.recognise(ofOther)))
                .contains("https://evil.example.com")
                .contains("expected \"https://id.example.com/tenant\"");
    }

    @Test
    void onlyAsymmetricAlgorithmsCountWhateverATokenSays() throws Exception {
        SignedJWT confused = new SignedJWT(
                new JWSHeader.Builder(JWSAlgorithm.HS256).keyID("k1").build(), claims().build());
        confused.sign(new MACSigner(Arrays.copyOf(key.toECPublicKey().getEncoded(), 64)));
        assertThat(why(operators.recognise(confused.serialize())))
                .contains("HS256")
                .contains("expected RS256");
        assertThat(operators.resolve(confused.serialize())).isInstanceOf(Recognition.Unknown.class);
        String none = new PlainJWT(claims().build()).serialize();
        assertThat(operators.resolve(none)).isInstanceOf(Recognition.Unknown.class);
        assertThat(operators.resolve(none + "AAAA")).isInstanceOf(Recognition.Unknown.class);
        for (String odd : List.of("", ".", "..", "a.b.c", "pgo_key", "é.é.é", "x".repeat(10_000))) {
            assertThat(operators.recognise(odd)).as(odd).isInstanceOf(Recognition.Unknown.class);
        }
    }

    @Test
    void aTokenSignedWithAnotherKeyUnderAKnownNameIsRefused() throws Exception {
        ECKey stolen = new StubProvider().addKey("k1");
        assertThat(why(operators.resolve(StubProvider.sign(stolen, claims().build()))))
                .contains("not signed with the key that it names");
        String good = StubProvider.sign(key, claims().build());
        String tampered = good.substring(0, good.length() - 4) + (good.endsWith("AAAA") ? "BBBB" : "AAAA");
        assertThat(operators.resolve(tampered)).isInstanceOf(Recognition.Unknown.class);
    }

    @Test
    void newKeysAreFoundWithoutARestartAndUnknownOnesAskTheProviderSeldom() throws Exception {
        assertThat(operators.resolve(StubProvider.sign(key, claims().build()))).isInstanceOf(Recognition.Known.class);
        ECKey second = provider.addKey("k2");
        String token = StubProvider.sign(second, claims().build());
        assertThat(operators.resolve(token)).isInstanceOf(Recognition.Unknown.class);
        pass(ProviderKeys.ASK_AGAIN);
        assertThat(operators.resolve(token)).isInstanceOf(Recognition.Known.class);
        assertThat(provider.asked).isEqualTo(2);
        pass(ProviderKeys.ASK_AGAIN);
        for (int i = 0; i < 1000; i++) {
            ECKey random = new ECKey.Builder(key).keyID("r" + i).build();
            assertThat(why(operators.resolve(StubProvider.sign(random, claims().build()))))
                    .contains("the key \"r" + i + "\"");
        }
        assertThat(provider.asked).isEqualTo(3);
    }

    @Test
    void keysThatTheProviderHasWithdrawnOpenNothingAfterAnHour() throws Exception {
        operators.prepare();
        provider.keys.clear();
        provider.addKey("k2");
        pass(ProviderKeys.FRESH);
        assertThat(operators.resolve(StubProvider.sign(key, claims().build()))).isInstanceOf(Recognition.Unknown.class);
    }

    @Test
    void knownKeysGoOnWorkingWhileTheProviderIsAway() throws Exception {
        operators.prepare();
        provider.away = true;
        pass(ProviderKeys.FRESH.multipliedBy(30));
        assertThat(operators.resolve(StubProvider.sign(key, claims().build()))).isInstanceOf(Recognition.Known.class);
        ECKey other = new StubProvider().addKey("k9");
        assertThat(operators.resolve(StubProvider.sign(other, claims().build())))
                .isInstanceOf(Recognition.Undecided.class);
    }

    @Test
    void aProviderThatWasNeverThereLeavesItOpen() throws Exception {
        provider.away = true;
        assertThat(operators.resolve(StubProvider.sign(key, claims().build())))
                .isEqualTo(new Recognition.Undecided("whether the token is genuine cannot be known now: no answer from"
                        + " https://id.example.com/tenant/.well-known/openid-configuration"));
        provider.away = false;
        pass(ProviderKeys.ASK_AGAIN);
        assertThat(operators.resolve(StubProvider.sign(key, claims().build()))).isInstanceOf(Recognition.Known.class);
    }

    @Test
    void aProviderThatDescribesAnotherIssuerOrUnsafeKeysIsNotBelieved() throws Exception {
        provider.issuer = "https://id.example.com/other";
        assertThat(operators.resolve(StubProvider.sign(key, claims().build())).toString())
                .contains("is of the issuer \"https://id.example.com/other\"");
        provider.issuer = StubProvider.ISSUER.toString();
        provider.jwksUri = "http://id.example.com/keys";
        pass(ProviderKeys.ASK_AGAIN);
        assertThat(operators.resolve(StubProvider.sign(key, claims().build())).toString())
                .contains("expected a URL that begins with https://");
    }

    @Test
    void whoeverHasNoRoleIsToldWhichClaimWasExpected() throws Exception {
        assertThat(operators.resolve(StubProvider.sign(
                        key, claims().claim("perigee_role", null).build())))
                .isEqualTo(new Recognition.Refused(
                        "oidc:ann",
                        "\"oidc:ann\" has no role here: the claim perigee_role of the token is missing, expected one of"
                                + " [admin, operator, viewer]"));
        assertThat(operators.resolve(StubProvider.sign(
                        key, claims().claim("perigee_role", "root").build())))
                .isInstanceOf(Recognition.Refused.class);
        assertThat(operators.resolve(StubProvider.sign(
                        key,
                        claims().claim("perigee_team", List.of("blue", "red")).build())))
                .isInstanceOf(Recognition.Refused.class);
    }

    @Test
    void theHighestOfSeveralMappedRolesCounts() throws Exception {
        OidcOperators mapped = operators(new OidcConfig(
                StubProvider.ISSUER,
                StubProvider.AUDIENCE,
                new OidcConfig.Claims("groups", "team", Map.of("ops", Role.OPERATOR, "all", Role.VIEWER)),
                Duration.ZERO,
                null));
        String token = StubProvider.sign(
                key, claims().claim("groups", List.of("all", "ops", "admin")).build());
        assertThat(mapped.resolve(token)).isEqualTo(new Recognition.Known(new Caller("oidc:ann", Role.OPERATOR, null)));
    }

    private OidcOperators operators(OidcConfig with) {
        return new OidcOperators(with, provider, () -> now, () -> {});
    }

    private JWTClaimsSet.Builder claims() {
        return StubProvider.claims(now);
    }

    private static String why(Recognition recognition) {
        assertThat(recognition).isInstanceOf(Recognition.Unknown.class);
        return recognition instanceof Recognition.Unknown(String why) ? why : "";
    }

    private void pass(Duration time) {
        now = now.plus(time);
    }
}
