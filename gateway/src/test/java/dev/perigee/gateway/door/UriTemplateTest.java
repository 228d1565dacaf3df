package dev.perigee.gateway.door;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UriTemplateTest {
    @ParameterizedTest
    @CsvSource({
        "file:///{name}, file:///a.txt, true",
        "file:///{name}, file:///a/b.txt, false",
        "file:///{+path}, file:///a/b.txt, true",
        "test://static/{id}/data, test://static/7/data, true",
        "test://static/{id}/data, test://static/7/other, false",
        "note://x{?q}, note://x?q=1, true",
        "a.c, abc, false",
        "{a}{b}, xy, true",
        "{a}-{b}-, x-y-z-, true",
        "x{a}, '', false"
    })
    void itFitsWhatItMayHaveMade(String template, String uri, boolean fits) {
        assertThat(UriTemplate.of(template).fits(uri)).isEqualTo(fits);
    }

    @Test
    void aTemplateOfManyExpressionsHoldsNobodyUp() {
        String template = "{a}x".repeat(40) + "end";
        String uri = "x".repeat(2_000);

        boolean fits = assertTimeoutPreemptively(
                Duration.ofSeconds(20), () -> UriTemplate.of(template).fits(uri));

        assertThat(fits).isFalse();
        assertThat(UriTemplate.of("{+a}").fits("x".repeat(UriTemplate.URI_MAX))).isTrue();
        assertThat(UriTemplate.of("{+a}").fits("x".repeat(UriTemplate.URI_MAX + 1)))
                .isFalse();
    }
}
