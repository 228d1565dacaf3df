package dev.perigee.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DurationsTest {
    @ParameterizedTest
    @CsvSource({"0ms,0", "1ms,1", "500ms,500", "5s,5000", "90s,90000", "10m,600000", "2h,7200000", "7d,604800000"})
    void readsAndWritesTheSameText(String text, long millis) {
        assertThat(Durations.parse("ttl", text)).isEqualTo(Duration.ofMillis(millis));
        assertThat(Durations.format(Duration.ofMillis(millis))).isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"999999999999ms", "999999999999s", "999999999999h", "999999999999d"})
    void theLongestAreWrittenToo(String text) {
        assertThat(Durations.parse("ttl", Durations.format(Durations.parse("ttl", text))))
                .isEqualTo(Durations.parse("ttl", text));
    }

    @Test
    void aDurationIsWrittenToTheMillisecondBelowZeroToo() {
        assertThat(Durations.format(Duration.ofMillis(-1500))).isEqualTo("-1500ms");
        assertThat(Durations.format(Duration.ofSeconds(-90))).isEqualTo("-90s");
        assertThat(Durations.format(Duration.ofNanos(1_999_999))).isEqualTo("1ms");
        assertThat(Durations.format(Duration.ofSeconds(Long.MAX_VALUE, 999_999_999)))
                .isEqualTo("9223372036854775807s");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "5", "s", "5 s", "-5s", "1.5s", "5S", "5sec", "PT5S", "9999999999999s"})
    void refusesEverythingElseAndNamesTheValue(String text) {
        assertThatThrownBy(() -> Durations.parse("ttl", text))
                .isInstanceOf(BadValue.class)
                .hasMessageStartingWith("ttl \"" + text + "\": expected a whole number and a unit");
    }

    @Test
    void theBoundsAreAllowedAndWhatLiesOutsideIsNot() {
        Duration min = Duration.ofSeconds(5);
        Duration max = Duration.ofDays(7);
        assertThat(Durations.between("ttl", min, min, max)).isEqualTo(min);
        assertThat(Durations.between("ttl", max, min, max)).isEqualTo(max);
        assertThatThrownBy(() -> Durations.between("ttl", min.minusMillis(1), min, max))
                .hasMessage("ttl \"4999ms\": expected 5s to 7d");
        assertThatThrownBy(() -> Durations.between("ttl", max.plusMillis(1), min, max))
                .isInstanceOf(BadValue.class);
    }
}
