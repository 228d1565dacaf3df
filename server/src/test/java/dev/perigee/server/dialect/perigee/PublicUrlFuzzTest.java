package dev.perigee.server.dialect.perigee;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.perigee.protocol.BadValue;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.Tag;

/// What a satellite, and the proxies before it, say of where it can be reached.
@Tag("fuzzing")
class PublicUrlFuzzTest {
    @FuzzTest
    void whatIsTakenIsAUrlThatCanBeShownAndTakenAgain(byte[] input) {
        String text = new String(input, StandardCharsets.UTF_8);
        String[] lines = text.split("\n", 3);
        detected(name -> name.equals("Forwarded") ? Optional.of(text) : Optional.empty());
        detected(name -> switch (name) {
            case "X-Forwarded-Host" -> Optional.of(lines[0]);
            case "X-Forwarded-Proto" -> lines.length < 2 ? Optional.empty() : Optional.of(lines[1]);
            default -> Optional.empty();
        });
        try {
            assertThat(PublicUrl.check(text))
                    .isEqualTo(text)
                    .doesNotContain("@")
                    .matches("[!-~]+");
        } catch (BadValue e) {
            assertThat(e.getMessage()).startsWith("publicUrl \"").doesNotContainPattern("[\\p{Cc}\\p{Cf}\\p{Cs}]");
        }
    }

    private static void detected(Function<String, Optional<String>> headers) {
        PublicUrl.detect(headers)
                .ifPresent(url -> assertThat(PublicUrl.check(url)).isEqualTo(url));
    }
}
