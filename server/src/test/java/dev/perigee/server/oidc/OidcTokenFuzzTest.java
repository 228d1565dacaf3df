package dev.perigee.server.oidc;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.nimbusds.jwt.JWTClaimsSet;
import dev.perigee.control.access.Recogniser.Recognition;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.time.Instant;
import java.util.Base64;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;

/// Bearer tokens as strangers write them, and whatever claims a provider puts into one.
@Tag("fuzzing")
class OidcTokenFuzzTest {
    private static final OidcConfig CONFIG = new OidcConfig(
            URI.create("https://id.example.com"),
            "perigee",
            OidcConfig.Claims.DEFAULT,
            OidcConfig.CLOCK_SKEW_DEFAULT,
            null);
    private static final TokenCheck CHECK = new TokenCheck(CONFIG);
    private static final RoleClaims ROLES = new RoleClaims(CONFIG.claims());
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    @FuzzTest
    void whateverIsShownIsLookedAtOrRefusedInPrintableWords(byte[] input) {
        String text = new String(input, StandardCharsets.UTF_8);
        looked(text);
        looked(encoded(text) + "." + encoded(text) + ".AAAA");
        looked(encoded("{\"alg\":\"RS256\",\"kid\":\"k\"}") + "." + encoded(text) + ".AAAA");
        try {
            claimed(JWTClaimsSet.parse(text));
        } catch (ParseException _) {
            // No claims at all.
        }
    }

    private static void looked(String credential) {
        switch (CHECK.look(credential)) {
            case TokenCheck.Looks.Not(Recognition.Unknown(String why)) -> showable(why);
            case TokenCheck.Looks.Ours ours -> showable(CHECK.wrong(ours.claims(), NOW));
        }
    }

    private static void claimed(JWTClaimsSet claims) {
        switch (ROLES.caller(claims)) {
            case Recognition.Known(var caller) -> showable(caller.toString());
            case Recognition.Unknown(String why) -> showable(why);
            case Recognition.Undecided(String why) -> showable(why);
            case Recognition.Refused(String name, String why) -> {
                showable(name);
                showable(why);
            }
        }
    }

    private static void showable(@Nullable String words) {
        if (words != null) {
            assertThat(words)
                    .isNotBlank()
                    .hasSizeLessThan(2_000)
                    .doesNotContainPattern("[\\p{Cc}\\p{Cf}\\p{Cs}\\p{Zl}\\p{Zp}]");
        }
    }

    private static String encoded(String text) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
