package dev.perigee.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class FailedHandshakesTest {
    @Test
    void whyACallerFailedIsSaidInWords() {
        assertThat(FailedHandshakes.words("not an SSL/TLS record: 474554")).contains("does not speak TLS");
        assertThat(FailedHandshakes.words("Empty client certificate chain")).contains("no certificate to show");
        assertThat(FailedHandshakes.words("Received fatal alert: certificate_unknown"))
                .contains("does not trust this certificate");
        assertThat(FailedHandshakes.words("unable to find valid certification path to requested target"))
                .contains("of an authority that is not known here");
        assertThat(FailedHandshakes.words("something else\nand more")).isEqualTo("something else");
        assertThat(FailedHandshakes.words("")).isEqualTo("it said nothing");
    }
}
