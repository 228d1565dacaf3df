package dev.perigee.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perigee.protocol.json.Json;
import org.junit.jupiter.api.Test;

class BadValueTest {
    @Test
    void whatCannotBePrintedIsShownAsAQuestionMark() {
        assertThat(new BadValue("to \u001b[2J", "a\u0000b\u009bc\u202ed\ud83de\u2028f\n", "a name"))
                .hasMessage("to ?[2J \"a?b?c?d?e?f?\": expected a name");
    }

    @Test
    void aMessageIsOneLine() {
        assertThat(new BadValue("first\n  second\r\nthird")).hasMessage("first second third");
    }

    @Test
    void whatIsLongIsCutBetweenCharacters() {
        String satellite = "\ud83d\udef0";

        assertThat(BadValue.shown("x".repeat(80))).isEqualTo("x".repeat(80));
        assertThat(BadValue.shown("x".repeat(81))).isEqualTo("x".repeat(77) + "...");
        assertThat(BadValue.shown("x".repeat(76) + satellite.repeat(3))).isEqualTo("x".repeat(76) + "...");
        assertThat(BadValue.shown("x".repeat(75) + satellite.repeat(3))).isEqualTo("x".repeat(75) + satellite + "...");
        String message = String.valueOf(new BadValue(satellite.repeat(2_000)).getMessage());
        assertThat(message).hasSizeLessThanOrEqualTo(1_000);
        assertThat(Json.WIRE.read(Json.WIRE.bytes(message), String.class)).isEqualTo(message);
    }
}
