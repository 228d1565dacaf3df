package dev.perigee.cli.send;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perigee.cli.support.Views;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LineReaderTest {
    @Test
    void linesKeepTheirNumbersOverBlankOnesAndTheLastNeedsNoEnd() throws IOException {
        assertThat(read("a\n\n  \r\nb\r\nc")).containsExactly("1:a", "4:b\r", "5:c");
        assertThat(read("")).isEmpty();
        assertThat(read("\n")).isEmpty();
    }

    @Test
    void aLineAtTheLimitIsReadAndOneBeyondItIsNamedAndPassedOver() throws IOException {
        String limit = "x".repeat(LineReader.LINE_MAX);
        assertThat(read(limit + "\n" + limit + "y\nz")).containsExactly("1:" + limit, "2 too long", "3:z");
    }

    private static List<String> read(String text) throws IOException {
        LineReader reader = new LineReader(new ByteArrayInputStream(Views.utf8(text)));
        List<String> lines = new ArrayList<>();
        for (Optional<LineReader.Line> line = reader.next(); line.isPresent(); line = reader.next()) {
            LineReader.Line one = line.get();
            lines.add(
                    one.tooLong()
                            ? one.number() + " too long"
                            : one.number() + ":" + new String(one.bytes(), StandardCharsets.UTF_8));
        }
        return lines;
    }
}
