package dev.perigee.gateway.redaction;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(30)
class RedactionTest {
    private static final String SECRET = "hunter2 \"is\" größer";
    private static final int MUCH = 100_000;

    private final Redaction redaction = Redaction.of(List.of(SECRET, "s3cr3t-v4lue"));

    @ParameterizedTest
    @ValueSource(
            strings = {
                "password",
                "PASSWORD",
                "dbPassword",
                "db_passwd",
                "token",
                "access-token",
                "accessToken",
                "clientSecret",
                "key",
                "apiKey",
                "API_KEY",
                "x-api-key",
                "Authorization",
                "Set-Cookie",
                "credentials",
                "ｐａｓｓｗｏｒｄ",
                "auth",
                "jwt"
            })
    void whatStandsUnderANameThatLooksSecretIsHidden(String name) {
        assertThat(json("{\"" + name + "\":\"x\",\"a\":[{\"" + name + "\":{\"b\":1}},{\"" + name + "\":[1,2]}]}"))
                .isEqualTo("{\"" + name + "\":\"***\",\"a\":[{\"" + name + "\":\"***\"},{\"" + name + "\":\"***\"}]}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"keyboard", "monkey", "keywords", "author", "compass", "progressToken", "max_tokens", "path"})
    void whatStandsUnderAnotherNameIsShown(String name) {
        String json = "{\"" + name + "\":\"x\",\"n\":[1,2.50,true,null,\"é\"],\"o\":{},\"l\":[]}";
        assertThat(json(json)).isEqualTo(json);
    }

    @Test
    void aKnownValueIsHiddenWhereverItStandsAndHoweverItIsWritten() {
        String escaped = "hunter2 \\\"is\\\" gr\\u00f6\\u00dfer";
        assertThat(json("[\"before " + escaped + " after\",{\"" + escaped + "\":1},[[\"" + escaped + "\"]]]"))
                .isEqualTo("[\"before *** after\",{\"***\":1},[[\"***\"]]]");
        assertThat(redaction.text("a " + SECRET + " b s3cr3t-v4lues3cr3t-v4lue c"))
                .isEqualTo("a *** b ****** c");
        assertThat(redaction.text("GET /x?q=hunter2+%22is%22+gr%C3%B6%C3%9Fer")).isEqualTo("GET /x?q=***");
        assertThat(Redaction.of(List.of("12345678")).json("{\"n\":12345678}".getBytes(StandardCharsets.UTF_8), MUCH))
                .isEqualTo("{\"n\":\"***\"}");
    }

    @Test
    void jsonInsideAStringIsLookedInto() {
        assertThat(json("{\"text\":\"{\\\"password\\\":\\\"abc\\\",\\\"n\\\":1}\"}"))
                .isEqualTo("{\"text\":\"{\\\"password\\\":\\\"***\\\",\\\"n\\\":1}\"}");
        assertThat(json("{\"text\":\"[\\\"{\\\\\\\"token\\\\\\\":\\\\\\\"abc\\\\\\\"}\\\"]\"}"))
                .doesNotContain("abc")
                .contains("***");
        assertThat(json("{\"text\":\"got {\\\"password\\\": \\\"correct horse\\\"} back\"}"))
                .doesNotContain("correct")
                .doesNotContain("horse")
                .contains("back");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "call with Bearer abcdef.123-xyz now | call with Bearer *** now",
                "authorization: Basic dXNlcjpwYXNz | authorization: ***",
                "Cookie: a=b; c=d | Cookie: ***",
                "password=hunter2 rest | password=*** rest",
                "DB_PASSWORD: hunter2 | DB_PASSWORD: ***",
                "postgres://me:geheim@db/x | postgres://me:***@db/x",
                "key sk-abcdefghijklmnopqrstuv used | key *** used",
                "ghp_abcdefghijklmnopqrstuvwxyz0123 | ***",
                "eyJhbGciOiJIUzI1.eyJzdWIiOiIx.c2lnbmF0dXJl | ***",
                "AKIAABCDEFGHIJKLMNOP | ***",
                "nothing to see: 12 | nothing to see: 12"
            })
    void whatLooksLikeACredentialIsHiddenInRunningText(String text, String shown) {
        assertThat(redaction.text(text)).isEqualTo(shown);
    }

    @Test
    void aPrivateKeyIsHiddenOverItsLines() {
        assertThat(redaction.text("a -----BEGIN RSA PRIVATE KEY-----\nMIIE\nabc\n-----END RSA PRIVATE KEY----- b"))
                .doesNotContain("MIIE");
    }

    @Test
    void whatIsTooLongIsCutAndSaysByHowMuch() {
        assertThat(redaction.text("x".repeat(50), 10)).isEqualTo("x".repeat(10) + "… (40 more characters)");
        assertThat(redaction.json(
                        ("{\"a\":\"" + "x".repeat(50) + "\",\"b\":\"y\"}").getBytes(StandardCharsets.UTF_8), 20))
                .isEqualTo("{\"a\":\"" + "x".repeat(15) + "… (35 more characters)\"… (8 more bytes)");
    }

    @Test
    void aCutNeverShowsAPartOfASecret() {
        for (int before = 0; before < 40; before++) {
            String text = "x".repeat(before) + "s3cr3t-v4lue" + "s3cr3t-v4lue".repeat(300);
            assertThat(redaction.text(text, 30)).doesNotContain("s3c").doesNotContain("4lue");
        }
    }

    @Test
    void whatIsNoJsonIsTakenAsText() {
        assertThat(json("token=abc {")).isEqualTo("token=*** {");
        assertThat(json("")).isEmpty();
    }

    @Test
    void aHugeOrMaliciousTextTakesNoLongTime() {
        for (String part :
                List.of("a", "{", "[", "\"", "\\", "password", "bearer ", "://", ":", "eyJ.", "-----BEGIN ")) {
            String text = part.repeat(5_000_000 / part.length());
            org.junit.jupiter.api.Assertions.assertTimeoutPreemptively(
                    Duration.ofSeconds(5), () -> redaction.text(text, 4_000));
            org.junit.jupiter.api.Assertions.assertTimeoutPreemptively(
                    Duration.ofSeconds(5), () -> redaction.json(text.getBytes(StandardCharsets.UTF_8), 4_000));
        }
    }

    private String json(String json) {
        return redaction.json(json.getBytes(StandardCharsets.UTF_8), MUCH);
    }
}
