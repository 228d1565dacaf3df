package dev.perigee.cli.shell;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class SpanTest {
    @Test
    void lengthsAreSaidInAtMostTwoUnits() {
        assertThat(Span.of(Duration.ZERO)).isEqualTo("0s");
        assertThat(Span.of(Duration.ofMillis(850))).isEqualTo("850ms");
        assertThat(Span.of(Duration.ofMillis(1333))).isEqualTo("1.3s");
        assertThat(Span.of(Duration.ofMillis(28_049))).isEqualTo("28s");
        assertThat(Span.of(Duration.ofSeconds(30))).isEqualTo("30s");
        assertThat(Span.of(Duration.ofMillis(59_999))).isEqualTo("59.9s");
        assertThat(Span.of(Duration.ofSeconds(125))).isEqualTo("2m 5s");
        assertThat(Span.of(Duration.ofMinutes(5))).isEqualTo("5m");
        assertThat(Span.of(Duration.ofMinutes(72))).isEqualTo("1h 12m");
        assertThat(Span.of(Duration.ofSeconds(93_784))).isEqualTo("1d 2h");
        assertThat(Span.of(Duration.ofMillis(-1333))).isEqualTo("-1.3s");
    }
}
