package dev.perigee.server.dialect.perigee;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.perigee.protocol.BadValue;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PublicUrlTest {
    @Test
    void forwardedIsBelievedBeforeTheOlderHeaders() {
        assertThat(detect(Map.of(
                        "Forwarded", "for=10.0.0.1;proto=HTTP;host=\"a.example:8080\", for=10.0.0.2;host=b",
                        "X-Forwarded-Host", "c")))
                .contains("http://a.example:8080");
        assertThat(detect(Map.of("X-Forwarded-Host", "c.example, d", "X-Forwarded-Proto", "https, http")))
                .contains("https://c.example");
        assertThat(detect(Map.of("X-Forwarded-Host", "[::1]:80"))).contains("https://[::1]:80");
    }

    @Test
    void whatProxiesSayBadlyIsPassedOver() {
        assertThat(detect(Map.of())).isEmpty();
        assertThat(detect(Map.of("Forwarded", "for=1.2.3.4"))).isEmpty();
        assertThat(detect(Map.of("X-Forwarded-Host", "a b"))).isEmpty();
        assertThat(detect(Map.of("X-Forwarded-Host", "a/../b"))).isEmpty();
        assertThat(detect(Map.of("X-Forwarded-Host", "a", "X-Forwarded-Proto", "javascript")))
                .isEmpty();
    }

    @Test
    void aUrlThatIsToldIsOneOfHttpWithoutASecret() {
        assertThat(PublicUrl.check("https://a.example/x")).isEqualTo("https://a.example/x");
        for (String bad : new String[] {"ftp://a", "a.example", "https://", "::"}) {
            assertThatThrownBy(() -> PublicUrl.check(bad))
                    .isInstanceOf(BadValue.class)
                    .hasMessageContaining(bad);
        }
        for (String bad :
                new String[] {"https://u:secret@a", "https://a:/https://u:secret@b", "https://u@b:secret@c"}) {
            assertThatThrownBy(() -> PublicUrl.check(bad))
                    .isInstanceOf(BadValue.class)
                    .hasMessageNotContaining("secret");
        }
    }

    private static Optional<String> detect(Map<String, String> headers) {
        return PublicUrl.detect(name -> Optional.ofNullable(headers.get(name)));
    }
}
