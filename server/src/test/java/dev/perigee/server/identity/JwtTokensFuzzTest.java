package dev.perigee.server.identity;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.MACSigner;
import dev.perigee.control.fleet.TokenSeal.Opening;
import dev.perigee.protocol.registration.TokenScope;
import dev.perigee.server.signing.ServerKeys;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Base64;
import org.junit.jupiter.api.Tag;

/// Registration tokens as strangers write them, and with whatever claims behind a signature that is genuine.
@Tag("fuzzing")
class JwtTokensFuzzTest {
    private static final TokenKey KEY = new TokenKey("k".repeat(43));
    private static final JwtTokens TOKENS = tokens();

    @FuzzTest
    void whateverIsShownIsReadOrRefusedInPrintableWords(byte[] input) throws JOSEException {
        String text = new String(input, StandardCharsets.UTF_8);
        judged(text, false);
        for (TokenScope scope : TokenScope.values()) {
            judged(scope.prefix() + text, false);
            judged(scope.prefix() + encoded(text) + "." + encoded(text) + "." + encoded(text), false);
            JWSObject signed = new JWSObject(new JWSHeader(JWSAlgorithm.HS256), new Payload(text));
            signed.sign(new MACSigner(KEY.bytes()));
            judged(scope.prefix() + signed.serialize(), true);
        }
    }

    private static void judged(String token, boolean genuine) {
        switch (TOKENS.open(token)) {
            case Opening.Genuine _ ->
                assertThat(genuine).as("nobody else can sign").isTrue();
            case Opening.Refused(var _, String why) ->
                assertThat(why)
                        .isNotBlank()
                        .hasSizeLessThan(1_000)
                        .doesNotContainPattern("[\\p{Cc}\\p{Cf}\\p{Cs}\\p{Zl}\\p{Zp}]");
        }
    }

    private static String encoded(String text) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private static JwtTokens tokens() {
        try {
            Path keys = Files.createTempDirectory("fuzz").resolve("signing-keys.json");
            return new JwtTokens(TokenAlgorithm.HS256, KEY, ServerKeys.open(keys, new SecureRandom()));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
