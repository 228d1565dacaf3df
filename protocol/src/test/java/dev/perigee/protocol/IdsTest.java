package dev.perigee.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IdsTest {
    @Test
    void commandIdsSortByTheTimeTheyWereMade() {
        SplittableRandom random = new SplittableRandom(1);
        CommandId earlier = CommandId.create(1_767_225_600_000L, random);
        CommandId later = CommandId.create(1_767_225_600_001L, random);
        assertThat(earlier).isLessThan(later);
        assertThat(earlier.value()).hasSize(26).matches("[0-9a-hjkmnp-tv-z]+");
        assertThat(new CommandId(earlier.value())).isEqualTo(earlier);
    }

    @Test
    void commandIdsOfTheSameMomentDiffer() {
        SplittableRandom random = new SplittableRandom(1);
        assertThat(CommandId.create(5, random)).isNotEqualTo(CommandId.create(5, random));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "abc", "01234567890123456789abcdeU", "../../../../etc/passwd0000"})
    void whatIsNoCommandIdIsRefusedByName(String text) {
        assertThatThrownBy(() -> new CommandId(text))
                .isInstanceOf(BadValue.class)
                .hasMessageContaining(text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"local", "a", "0edge_1-b"})
    void satellitesHaveShortPlainNames(String text) {
        assertThat(new SatelliteId(text)).hasToString(text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Local", "-a", "a.b", "a/b", "a b", "ä"})
    void otherSatelliteNamesAreRefused(String text) {
        assertThatThrownBy(() -> new SatelliteId(text)).isInstanceOf(BadValue.class);
        assertThatThrownBy(() -> new SatelliteId("a".repeat(64))).isInstanceOf(BadValue.class);
    }

    @Test
    void anErrorMessageIsOneShortLine() {
        assertThatThrownBy(() -> new SatelliteId("x\n".repeat(500)))
                .message()
                .doesNotContain("\n")
                .hasSizeLessThan(200);
    }
}
