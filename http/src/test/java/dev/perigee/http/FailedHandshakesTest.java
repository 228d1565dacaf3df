package dev.perigee.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;

final class FailedHandshakesTest {
    @Test
    void theLastOneIsToldWithItsAddressAndAllAreCounted() {
        FailedHandshakes failed = new FailedHandshakes();
        failed.add(new IOException("Empty client certificate chain"), "192.0.2.1");
        failed.add(new IOException("outer", new IOException("not an SSL/TLS record: 47")), "2001:db8::7");
        assertThat(failed.take())
                .isEqualTo(new FailedHandshakes.Told(
                        2, "the caller does not speak TLS: expected https:// in its URL", "2001:db8::7"));
        assertThat(failed.take().count()).isZero();
        failed.add(new IOException("gone"), null);
        assertThat(failed.take().from()).isEmpty();
    }

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
