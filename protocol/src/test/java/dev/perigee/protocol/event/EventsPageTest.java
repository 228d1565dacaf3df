package dev.perigee.protocol.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// docs/events.md says of each type exactly the fields that its payload has.
class EventsPageTest {
    private static final Pattern ROW = Pattern.compile("\\| `([a-z0-9_.]+)` \\| [^|]+ \\| ([^|]+) \\| [^|]+ \\|");

    @Test
    void thePageNamesEachTypeWithTheFieldsOfItsPayload() throws IOException {
        Map<String, String> written = new TreeMap<>();
        for (String line : Files.readAllLines(Path.of("../docs/events.md"))) {
            Matcher row = ROW.matcher(line);
            if (row.matches()) {
                assertThat(written.put(row.group(1), row.group(2)))
                        .as("another row of " + row.group(1))
                        .isNull();
            }
        }
        Map<String, String> known = new TreeMap<>();
        EventData.known().forEach((type, payload) -> known.put(type, fields(payload)));
        assertThat(written).isEqualTo(known);
    }

    /// In their order; those of entries behind the field that holds them.
    private static String fields(Class<?> payload) {
        return Arrays.stream(payload.getRecordComponents())
                .map(EventsPageTest::field)
                .collect(Collectors.joining(", "));
    }

    private static String field(RecordComponent component) {
        boolean entries = component.getGenericType() instanceof ParameterizedType list
                && list.getActualTypeArguments()[0] instanceof Class<?> entry
                && entry.isRecord();
        if (!entries) {
            return component.getName();
        }
        Class<?> entry = (Class<?>) ((ParameterizedType) component.getGenericType()).getActualTypeArguments()[0];
        return component.getName() + " (" + fields(entry) + ")";
    }
}
