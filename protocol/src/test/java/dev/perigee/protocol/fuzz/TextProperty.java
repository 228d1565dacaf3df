package dev.perigee.protocol.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perigee.protocol.BadValue;
import dev.perigee.protocol.json.Json;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What holds for a parser and any text: it makes a value whose own text it reads back as the same value, or refuses
/// the
/// text with a `BadValue` that can be shown. Nothing else is ever thrown.
final class TextProperty {
    private static final Pattern NAMING = Pattern.compile("[^\"]+ \"(.*)\": expected .+");
    private static final int MESSAGE_MAX = 1_000;

    private TextProperty() {}

    static String text(byte[] input) {
        return new String(input, StandardCharsets.UTF_8);
    }

    static <T> void holds(String text, Function<String, T> parser, Function<T, String> writer) {
        refusal(text, parser, writer).ifPresent(TextProperty::showable);
    }

    /// As `holds`, and what is refused is named.
    static <T> void holdsAndNames(String text, Function<String, T> parser, Function<T, String> writer) {
        refusal(text, parser, writer).ifPresent(refusal -> {
            showable(refusal);
            Matcher naming = NAMING.matcher(refusal);
            assertThat(naming.matches()).as(refusal).isTrue();
            assertThat(BadValue.shown(text)).contains(naming.group(1).replaceFirst("\\.{3}$", ""));
        });
    }

    /// Why the text is refused; empty when it is read, and read back as it is written.
    private static <T> Optional<String> refusal(String text, Function<String, T> parser, Function<T, String> writer) {
        T value;
        try {
            value = parser.apply(text);
        } catch (BadValue e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
        assertThat(parser.apply(writer.apply(value))).isEqualTo(value);
        return Optional.empty();
    }

    private static void showable(String refusal) {
        assertThat(refusal)
                .isNotBlank()
                .hasSizeLessThanOrEqualTo(MESSAGE_MAX)
                .doesNotContainPattern("[\\p{Cc}\\p{Cf}\\p{Cs}\\p{Zl}\\p{Zp}]");
        assertThat(Json.WIRE.read(Json.WIRE.bytes(refusal), String.class)).isEqualTo(refusal);
    }
}
