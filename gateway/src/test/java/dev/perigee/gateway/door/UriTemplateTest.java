package dev.perigee.gateway.door;

import static org.assertj.core.api.Assertions.assertThat;

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
        "a.c, abc, false"
    })
    void itFitsWhatItMayHaveMade(String template, String uri, boolean fits) {
        assertThat(UriTemplate.of(template).fits(uri)).isEqualTo(fits);
    }
}
