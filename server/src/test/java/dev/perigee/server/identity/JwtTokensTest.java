package dev.perigee.server.identity;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import dev.perigee.control.fleet.RegistrationToken;
import dev.perigee.control.fleet.TokenSeal.Opening;
import dev.perigee.protocol.SatelliteId;
import dev.perigee.protocol.TokenId;
import dev.perigee.protocol.access.TeamName;
import dev.perigee.protocol.problem.ProblemType;
import dev.perigee.server.signing.ServerKeys;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class JwtTokensTest {
    private static final String GLOBAL = "perigee_satellite_global_";
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    @TempDir
    Path directory;

    private TokenKey key;
    private ServerKeys keys;

    @BeforeEach
    void open() throws Exception {
        key = TokenKey.open(directory.resolve("registration-tokens.key"), new SecureRandom());
        keys = ServerKeys.open(directory.resolve("signing-keys.json"), new SecureRandom());
    }

    @ParameterizedTest
    @EnumSource(TokenAlgorithm.class)
    void aTokenSaysWhatItWasMadeOf(TokenAlgorithm algorithm) {
        RegistrationToken global = token(new SatelliteId("edge"), null);
        RegistrationToken team = token(null, new TeamName("blue"));

        assertThat(tokens(algorithm).seal(global)).startsWith(GLOBAL + "eyJ");
        assertThat(tokens(algorithm).seal(team)).startsWith("perigee_satellite_team_eyJ");
        for (TokenAlgorithm other : TokenAlgorithm.values()) {
            assertThat(tokens(other).open(tokens(algorithm).seal(global))).isEqualTo(new Opening.Genuine(global));
            assertThat(tokens(other).open(tokens(algorithm).seal(team))).isEqualTo(new Opening.Genuine(team));
        }
    }

    @Test
    void aTokenOutlivesTheRotationOfTheSigningKey() throws Exception {
        RegistrationToken token = token(null, null);
        String text = tokens(TokenAlgorithm.EDDSA).seal(token);
        keys.rotate();

        assertThat(tokens(TokenAlgorithm.EDDSA).open(text)).isEqualTo(new Opening.Genuine(token));
    }

    @ParameterizedTest
    @EnumSource(TokenAlgorithm.class)
    void aTokenOfAnotherControlPlaneIsRefused(TokenAlgorithm algorithm) throws Exception {
        String text = tokens(algorithm).seal(token(null, null));
        JwtTokens stranger = new JwtTokens(
                algorithm,
                TokenKey.open(directory.resolve("other.key"), new SecureRandom()),
                ServerKeys.open(directory.resolve("other.json"), new SecureRandom()));

        assertRefused(stranger.open(text), ProblemType.REGISTRATION_TOKEN_INVALID, "not signed by this control plane");
    }

    @ParameterizedTest
    @EnumSource(TokenAlgorithm.class)
    void aTamperedTokenIsRefused(TokenAlgorithm algorithm) {
        String text = tokens(algorithm).seal(token(null, null));
        String[] parts = text.split("\\.", -1);
        String claims = new String(Base64.getUrlDecoder().decode(parts[1]), StandardCharsets.UTF_8)
                .replace("\"ada\"", "\"eve\"");
        String tampered = parts[0] + "."
                + Base64.getUrlEncoder().withoutPadding().encodeToString(claims.getBytes(StandardCharsets.UTF_8)) + "."
                + parts[2];

        assertRefused(
                tokens(algorithm).open(tampered),
                ProblemType.REGISTRATION_TOKEN_INVALID,
                "not signed by this control plane");
    }

    @Test
    void aTokenWithoutASignatureIsRefused() {
        String none = Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString("{\"alg\":\"none\"}".getBytes(StandardCharsets.UTF_8));
        assertRefused(
                tokens(TokenAlgorithm.HS256).open(GLOBAL + none + ".e30."),
                ProblemType.REGISTRATION_TOKEN_INVALID,
                "registration token");
    }

    @Test
    void whatIsNoTokenIsRefusedWithWhatOneLooksLike() {
        JwtTokens tokens = tokens(TokenAlgorithm.HS256);
        assertRefused(tokens.open("pgt_old"), ProblemType.REGISTRATION_TOKEN_INVALID, GLOBAL);
        assertRefused(tokens.open(""), ProblemType.REGISTRATION_TOKEN_INVALID, GLOBAL);
        assertRefused(tokens.open(GLOBAL + "x".repeat(5_000)), ProblemType.REGISTRATION_TOKEN_INVALID, "4096");
        assertRefused(tokens.open(GLOBAL + "a.b.c"), ProblemType.REGISTRATION_TOKEN_INVALID, "cannot be read");
    }

    @Test
    void thePrefixMustBeThatOfTheScope() {
        String text = tokens(TokenAlgorithm.HS256).seal(token(null, null));
        assertRefused(
                tokens(TokenAlgorithm.HS256).open(text.replace("_global_", "_team_")),
                ProblemType.REGISTRATION_TOKEN_SCOPE,
                "begins as one of scope team and is of scope global");
    }

    @Test
    void eachClaimThatIsWrongIsNamed() throws Exception {
        assertRefused(
                open(claims -> claims.audience("something-else")),
                ProblemType.REGISTRATION_TOKEN_INVALID,
                "audience [something-else]");
        assertRefused(open(claims -> claims.issuer("eve")), ProblemType.REGISTRATION_TOKEN_INVALID, "issuer \"eve\"");
        assertRefused(
                open(claims -> claims.claim("scope", "universe")), ProblemType.REGISTRATION_TOKEN_SCOPE, "universe");
        assertRefused(
                open(claims -> claims.claim("team", "red")), ProblemType.REGISTRATION_TOKEN_SCOPE, "team \"red\"");
        assertRefused(open(claims -> claims.jwtID(null)), ProblemType.REGISTRATION_TOKEN_INVALID, "jti");
        assertThat(open(claims -> claims)).isInstanceOf(Opening.Genuine.class);
    }

    @Test
    void theKeyIsItsOwnersAloneAndStays() throws Exception {
        Path file = directory.resolve("registration-tokens.key");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(TokenKey.open(file, new SecureRandom())).isEqualTo(key);
        assertThat(key.toString()).doesNotContain(key.secret());
    }

    private Opening open(UnaryOperator<JWTClaimsSet.Builder> change) throws Exception {
        JWTClaimsSet.Builder claims = new JWTClaimsSet.Builder()
                .issuer(JwtTokens.ISSUER)
                .audience(JwtTokens.AUDIENCE)
                .expirationTime(Date.from(NOW.plusSeconds(3_600)))
                .issueTime(Date.from(NOW))
                .jwtID("01arz3ndektsv4rrffq69g5fav")
                .claim("scope", "global")
                .claim("created_by", "ada");
        SignedJWT jwt = new SignedJWT(
                new JWSHeader(JWSAlgorithm.HS256), change.apply(claims).build());
        jwt.sign(new MACSigner(key.bytes()));
        return tokens(TokenAlgorithm.HS256).open(GLOBAL + jwt.serialize());
    }

    private JwtTokens tokens(TokenAlgorithm algorithm) {
        return new JwtTokens(algorithm, key, keys);
    }

    private static RegistrationToken token(@Nullable SatelliteId only, @Nullable TeamName team) {
        return new RegistrationToken(
                new TokenId("01arz3ndektsv4rrffq69g5fav"), NOW.plusSeconds(3_600), only, team, "ada", NOW);
    }

    private static void assertRefused(Opening opening, ProblemType type, String words) {
        assertThat(opening).isInstanceOfSatisfying(Opening.Refused.class, refused -> {
            assertThat(refused.type()).isEqualTo(type);
            assertThat(refused.why()).contains(words);
        });
    }
}
